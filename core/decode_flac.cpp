// FLAC, alone or in Ogg, through dr_flac.
#include <algorithm>

#include "core/decode_format.h"
#include "core/miniaudio_decoders.h"

namespace genrelens {
namespace {

class FlacDecoder final : public Decoder {
 public:
  static OpenedDecoder open(ByteSource& source) {
    std::unique_ptr<FlacStream> stream = FlacStream::open(source);
    if (!stream) return header_broken("FLAC");
    if (auto error = check_range("FLAC", stream->sample_rate, stream->channels)) return *error;
    return std::unique_ptr<Decoder>(new FlacDecoder(source, std::move(stream)));
  }

  std::size_t read(std::span<float> interleaved) override {
    const auto channels = static_cast<std::size_t>(info_.channels);
    const std::size_t wanted = interleaved.size() / channels;
    std::size_t frames = 0;
    while (frames < wanted && !finished_) {
      const std::size_t part = read_part(interleaved.data() + frames * channels, wanted - frames);
      if (part == 0) finish();
      frames += part;
      given_ += part;
    }
    return frames;
  }

  double progress() const override {
    return finished_ ? 1 : static_cast<double>(block_end_) / static_cast<double>(source_.size());
  }

 private:
  FlacDecoder(ByteSource& source, std::unique_ptr<FlacStream> stream) : source_(source), stream_(std::move(stream)) {
    info_ = {.format = "FLAC",
             .sample_rate = static_cast<int>(stream_->sample_rate),
             .channels = static_cast<int>(stream_->channels),
             .frames = {}};
    if (stream_->stated_frames > 0) info_.frames = stream_->stated_frames;
    block_end_ = stream_->consumed();
  }

  // At most to the end of one FLAC block, so that block_end_ is where the last good one ended. A block that cannot be
  // decoded is passed over: dr_flac looks for the next one when it is asked again.
  std::size_t read_part(float* to, std::size_t wanted) {
    if (const std::size_t ready = stream_->ready(); ready > 0) return stream_->read(to, std::min(ready, wanted));
    std::uint64_t before = 0;
    do {
      before = stream_->consumed();
      if (stream_->read(to, 1) == 1) {
        block_end_ = std::max(block_end_, stream_->consumed());
        return 1;
      }
    } while (stream_->consumed() > before);
    return 0;
  }

  void finish() {
    finished_ = true;
    const std::uint64_t left = source_.size() - std::min(source_.size(), block_end_);
    const bool tag = has_word(source_, block_end_, "TAG");  // ID3v1, which some programs append to anything
    if (info_.frames ? given_ >= *info_.frames : left == 0 || tag || stream_->in_ogg) return;
    if (left > 0 && !tag) {
      damage_ = broken_off(given_, info_.frames, info_.sample_rate, block_end_);
      return;
    }
    damage_ = partly_lost(*info_.frames - given_, *info_.frames, info_.sample_rate, block_end_);
  }

  ByteSource& source_;
  std::unique_ptr<FlacStream> stream_;
  std::uint64_t block_end_ = 0;  // bytes
  std::uint64_t given_ = 0;      // frames
  bool finished_ = false;
};

bool is_ogg_flac(ByteSource& source) { return has_word(source, 0, "OggS") && has_word(source, 28, "\177FLAC"); }

}  // namespace

bool is_flac(ByteSource& source) { return has_word(source, id3_length(source), "fLaC") || is_ogg_flac(source); }

OpenedDecoder open_flac(ByteSource& source) { return FlacDecoder::open(source); }

}  // namespace genrelens
