// Sound files to samples: WAV, AIFF, AU, FLAC, MP3 (layers I to III), Ogg Vorbis, Opus, chosen by their first bytes,
// never by name.
//
//   Result<std::unique_ptr<Decoder>> decoder = open_decoder(bytes);   // or a ByteSource; it must outlive the decoder
//   std::vector<float> block(4096 * (*decoder)->info().channels);
//   while (std::size_t frames = (*decoder)->read(block)) use(block, frames);
//   if ((*decoder)->damage()) warn((*decoder)->damage()->message);    // what came before it is good
//
// Libraries: miniaudio 0.11.22 (dr_wav, dr_flac, dr_mp3), stb_vorbis 1.22, libopus 1.3.1; AU, the walk from frame to
// frame of MP3 and the pages of Ogg are our own. A decoder holds a window of the file, 256 kB, however long the song;
// only Ogg Vorbis is held whole. A header that promises more than the bytes hold is believed only as far as the bytes
// go: no memory is taken for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "core/audio.h"
#include "core/byte_source.h"
#include "core/result.h"

namespace genrelens {

struct StreamInfo {
  std::string_view format;              // "WAV", "AIFF", "AU", "FLAC", "MP3", "Ogg Vorbis", "Opus"
  int sample_rate = 0;                  // Hz, kMinimumSampleRate…kMaximumSampleRate
  int channels = 0;                     // 1…kMaximumChannels
  std::optional<std::uint64_t> frames;  // as the header states it, if it does: a hint for progress, not a promise
};

class Decoder {
 public:
  virtual ~Decoder() = default;

  const StreamInfo& info() const { return info_; }

  // Writes as many whole frames as fit into `interleaved` (±1 full scale; integers n of b bits become n / 2^(b-1))
  // and returns how many. Fewer than fit, 0 included, only at the end of what can be read; then damage() is final.
  virtual std::size_t read(std::span<float> interleaved) = 0;

  // Passes over that many frames, or all there are: at once in WAV, AIFF and AU, elsewhere by decoding them.
  virtual void skip(std::uint64_t frames);

  // Why the song ended before its header or its stream said so; offset in bytes. Empty for a sound file.
  const std::optional<Error>& damage() const { return damage_; }

  // Share of the input bytes that were consumed, 0…1: for a progress bar.
  virtual double progress() const = 0;

 protected:
  StreamInfo info_;
  std::optional<Error> damage_;
};

// Errors: unknown_format (with what the bytes look like, if that is known), unsupported, damaged, out_of_range.
Result<std::unique_ptr<Decoder>> open_decoder(ByteSource& source);
Result<std::unique_ptr<Decoder>> open_decoder(std::span<const std::uint8_t> bytes);

// The whole song at once, and the damage that ended it, if any. Fails if not one frame could be read.
struct DecodedAudio {
  Audio audio;
  std::string_view format;
  std::optional<Error> damage;
};
Result<DecodedAudio> decode_audio(std::span<const std::uint8_t> bytes);

}  // namespace genrelens
