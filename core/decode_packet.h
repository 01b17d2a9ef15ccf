// Sound that is coded packet by packet, as MP3 and Opus: a decoder that gives what the last packet held before it
// decodes the next one. Not for core's users: they include core/decode.h.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/decode_format.h"

namespace genrelens {

class PacketDecoder : public Decoder {
 public:
  std::size_t read(std::span<float> interleaved) final {
    const auto channels = static_cast<std::size_t>(info_.channels);
    const std::size_t wanted = interleaved.size() / channels;
    std::size_t frames = 0;
    while (frames < wanted && !finished_) {
      if (ready_begin_ == ready_end_ && !decode_next()) {
        finished_ = true;
        finish();
        break;
      }
      const std::size_t part = std::min(wanted - frames, ready_end_ - ready_begin_);
      std::copy_n(ready_.data() + ready_begin_ * channels, part * channels, interleaved.data() + frames * channels);
      ready_begin_ += part;
      frames += part;
      given_ += part;
    }
    return frames;
  }

  double progress() const final {
    return finished_ ? 1 : static_cast<double>(position()) / static_cast<double>(file_bytes_);
  }

 protected:
  explicit PacketDecoder(std::uint64_t file_bytes) : file_bytes_(file_bytes) {}

  // Decodes into ready_ and says in ready_begin_ and ready_end_ which of its frames are the song's, at least one; false
  // at the end.
  virtual bool decode_next() = 0;

  // After the last frame was given: sets damage_.
  virtual void finish() = 0;

  // Bytes of the file that were used.
  virtual std::uint64_t position() const = 0;

  // Takes from the decoded frames those that stand before the song's first.
  void skip_ready() {
    const auto skip = static_cast<std::size_t>(std::min<std::uint64_t>(to_skip_, ready_end_));
    to_skip_ -= skip;
    ready_begin_ = skip;
  }

  std::vector<float> ready_;     // one packet's frames, interleaved
  std::size_t ready_begin_ = 0;  // frames of ready_ not yet given
  std::size_t ready_end_ = 0;
  std::uint64_t to_skip_ = 0;  // frames before the song's first
  std::uint64_t given_ = 0;    // frames

 private:
  std::uint64_t file_bytes_;
  bool finished_ = false;
};

}  // namespace genrelens
