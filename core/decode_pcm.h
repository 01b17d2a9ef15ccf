// Uncompressed samples, as WAV, AIFF and AU carry them: a decoder over the bytes of the sound itself.
// Not for core's users: they include core/decode.h.
#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/decode_format.h"

namespace genrelens {

enum class SampleKind { signed_integer, unsigned_integer, floating, a_law, mu_law };

struct SampleLayout {
  SampleKind kind = SampleKind::signed_integer;
  std::size_t bytes = 0;  // a sample: integers 1…4, floats 4 or 8, laws 1
  std::endian order = std::endian::little;

  bool valid() const {
    switch (kind) {
      case SampleKind::signed_integer:
      case SampleKind::unsigned_integer:
        return bytes >= 1 && bytes <= 4;
      case SampleKind::floating:
        return bytes == 4 || bytes == 8;
      case SampleKind::a_law:
      case SampleKind::mu_law:
        return bytes == 1;
    }
    return false;
  }
};

// ITU-T G.711, to 16-bit integers.
constexpr int from_mu_law(std::uint8_t byte) {
  const int code = ~byte & 0xff;
  const int magnitude = (((code & 15) << 3) + 132) << (code >> 4 & 7);
  return (code & 0x80) != 0 ? 132 - magnitude : magnitude - 132;
}

constexpr int from_a_law(std::uint8_t byte) {
  const int code = byte ^ 0x55;
  const int exponent = code >> 4 & 7;
  const int mantissa = (code & 15) << 4;
  const int magnitude = exponent == 0 ? mantissa + 8 : (mantissa + 264) << (exponent - 1);
  return (code & 0x80) != 0 ? magnitude : -magnitude;
}

struct PcmSound {
  std::string_view format;
  std::uint64_t sample_rate = 0;
  std::uint64_t channels = 0;
  SampleLayout layout;
  std::uint64_t begin = 0;               // of the first sample, bytes from the start of the file
  std::optional<std::uint64_t> promise;  // bytes of sound as the header states them
};

class PcmDecoder final : public Decoder {
 public:
  static OpenedDecoder open(ByteSource& source, const PcmSound& sound) {
    if (auto error = check_range(sound.format, sound.sample_rate, sound.channels)) return *error;
    if (!sound.layout.valid())
      return decode_error(
          ErrorCode::unsupported,
          {"file.samples", "This {format} file has {bits}-bit samples of a kind that is not read here."},
          {{"format", std::string(sound.format)}, {"bits", std::to_string(sound.layout.bytes * 8)}});
    if (sound.begin > source.size())
      return decode_error(ErrorCode::damaged, {"file.ends-early", "The {format} file ends before its sound begins."},
                          {{"format", std::string(sound.format)}}, source.size());
    return std::unique_ptr<Decoder>(new PcmDecoder(source, sound));
  }

  std::size_t read(std::span<float> interleaved) override {
    const auto channels = static_cast<std::size_t>(info_.channels);
    const std::size_t wanted = interleaved.size() / channels;
    std::size_t frames = 0;
    while (frames < wanted) {
      const std::size_t part = read_part(interleaved.subspan(frames * channels, (wanted - frames) * channels));
      if (part == 0) break;
      frames += part;
    }
    if (frames < wanted) finish();
    return frames;
  }

  void skip(std::uint64_t frames) override {
    position_ += std::min(frames, (end_ - position_) / frame_bytes_) * frame_bytes_;
  }

  double progress() const override {
    return finished_ ? 1 : static_cast<double>(position_) / static_cast<double>(source_.size());
  }

 private:
  PcmDecoder(ByteSource& source, const PcmSound& sound)
      : source_(source), layout_(sound.layout), begin_(sound.begin), end_(source.size()), position_(sound.begin) {
    frame_bytes_ = layout_.bytes * static_cast<std::size_t>(sound.channels);
    info_.format = sound.format;
    info_.sample_rate = static_cast<int>(sound.sample_rate);
    info_.channels = static_cast<int>(sound.channels);
    if (!sound.promise) return;
    info_.frames = *sound.promise / frame_bytes_;
    if (*sound.promise < end_ - begin_) end_ = begin_ + *sound.promise;
  }

  // At most one view of the source.
  std::size_t read_part(std::span<float> interleaved) {
    constexpr std::size_t kViewBytes = 1 << 16;
    const auto channels = static_cast<std::size_t>(info_.channels);
    const std::uint64_t left = (end_ - position_) / frame_bytes_;
    const std::size_t wanted =
        std::min(interleaved.size() / channels, std::max<std::size_t>(1, kViewBytes / frame_bytes_));
    const std::size_t asked = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, left)) * frame_bytes_;
    const Bytes bytes = source_.view(position_, asked);
    const std::size_t frames = bytes.size() / frame_bytes_;
    convert(bytes.data(), interleaved.first(frames * channels));
    position_ += frames * frame_bytes_;
    return frames;
  }

  void finish() {
    if (finished_) return;
    finished_ = true;
    const std::uint64_t frames = (position_ - begin_) / frame_bytes_;
    if (info_.frames && frames < *info_.frames)
      damage_ = broken_off(frames, info_.frames, info_.sample_rate, position_);
  }

  // from: samples.size() × layout_.bytes bytes.
  void convert(const std::uint8_t* from, std::span<float> samples) const {
    switch (layout_.kind) {
      case SampleKind::signed_integer:
        return convert_integers(from, samples, 0);
      case SampleKind::unsigned_integer:
        return convert_integers(from, samples, 0x80000000u);
      case SampleKind::floating:
        return convert_floats(from, samples);
      case SampleKind::a_law:
        for (float& sample : samples) sample = static_cast<float>(from_a_law(*from++)) / 32768.0f;
        return;
      case SampleKind::mu_law:
        for (float& sample : samples) sample = static_cast<float>(from_mu_law(*from++)) / 32768.0f;
        return;
    }
  }

  void convert_integers(const std::uint8_t* from, std::span<float> samples, std::uint32_t flipped) const {
    switch (layout_.bytes) {
      case 1:
        return convert_integers_of<1>(from, samples, flipped);
      case 2:
        return convert_integers_of<2>(from, samples, flipped);
      case 3:
        return convert_integers_of<3>(from, samples, flipped);
      default:
        return convert_integers_of<4>(from, samples, flipped);
    }
  }

  // Any width stands in the upper bits of 32, so one power of two scales them all: n / 2^(b − 1), exactly. The width is
  // known to the compiler: eight times as fast as a loop over the bytes.
  template <std::size_t size>
  void convert_integers_of(const std::uint8_t* from, std::span<float> samples, std::uint32_t flipped) const {
    const bool little = layout_.order == std::endian::little;
    for (float& sample : samples) {
      std::uint32_t bits = 0;
      for (std::size_t i = 0; i < size; i++)
        bits |= static_cast<std::uint32_t>(from[little ? i : size - 1 - i]) << (32 - 8 * (size - i));
      sample = static_cast<float>(std::bit_cast<std::int32_t>(bits ^ flipped)) * 0x1p-31f;
      from += size;
    }
  }

  void convert_floats(const std::uint8_t* from, std::span<float> samples) const {
    for (float& sample : samples) {
      const std::uint64_t bits = read_integer({from, layout_.bytes}, 0, layout_.bytes, layout_.order);
      sample = layout_.bytes == 4 ? std::bit_cast<float>(static_cast<std::uint32_t>(bits))
                                  : narrowed(std::bit_cast<double>(bits));
      from += layout_.bytes;
    }
    silence_non_finite(samples);
  }

  // What no float can hold is silence, like an infinity.
  static float narrowed(double value) { return value > -3.4e38 && value < 3.4e38 ? static_cast<float>(value) : 0.0f; }

  ByteSource& source_;
  SampleLayout layout_;
  std::size_t frame_bytes_ = 0;
  std::uint64_t begin_ = 0;
  std::uint64_t end_ = 0;  // of what the header promises and the source holds
  std::uint64_t position_ = 0;
  bool finished_ = false;
};

}  // namespace genrelens
