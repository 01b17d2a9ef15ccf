// The parts of miniaudio that core uses. miniaudio shows dr_wav, dr_flac and dr_mp3 only to the one unit that compiles
// it, core/miniaudio.cpp, so they are called from there. Not for core's users: they include core/decode.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "core/decode_format.h"

namespace genrelens {

// What dr_wav makes of a header of the RIFF family or of AIFF.
struct RiffHeader {
  enum class Codec { integer, floating, a_law, mu_law, other };

  Codec codec = Codec::other;
  bool aiff = false;
  bool rf64 = false;
  bool big_endian = false;
  bool raw_unsigned = false;      // AIFF-C "raw ": 8-bit samples without a sign
  std::uint32_t sample_rate = 0;  // Hz
  std::uint32_t channels = 0;
  std::uint32_t bits = 0;           // a sample
  std::uint32_t block_bytes = 0;    // a frame, as stated
  std::uint64_t stated_frames = 0;  // AIFF only
  std::uint64_t begin = 0;          // of the samples, bytes from the start
  std::uint64_t chunk_bytes = 0;    // of the chunk that holds the samples, as stated
};

// Nothing if dr_wav refuses it.
std::optional<RiffHeader> read_riff_header(ByteSource& source);

class FlacStream {
 public:
  // Null if the header is broken. The source must outlive it.
  static std::unique_ptr<FlacStream> open(ByteSource& source);
  virtual ~FlacStream() = default;

  std::uint32_t sample_rate = 0;    // Hz
  std::uint32_t channels = 0;       // 1…8
  std::uint64_t stated_frames = 0;  // 0 if the header does not know
  bool in_ogg = false;

  virtual std::size_t ready() const = 0;  // frames left of the block that was decoded last
  virtual std::size_t read(float* interleaved, std::size_t frames) = 0;  // fewer than asked for: broken, or the end
  virtual std::uint64_t consumed() const = 0;  // bytes up to the end of the last block; Ogg: about
};

class Mp3FrameDecoder {
 public:
  static constexpr std::size_t kMaximumSamples = 1152;  // a channel

  static std::unique_ptr<Mp3FrameDecoder> create();
  virtual ~Mp3FrameDecoder() = default;

  // `frame`: one whole frame; `interleaved`: room for kMaximumSamples × 2. Returns its channels, 0 if it cannot be
  // decoded, be it for bits that stand in an earlier frame which was not given.
  virtual int decode(Bytes frame, std::span<float> interleaved) = 0;
};

}  // namespace genrelens
