// WAV (RIFF, RIFX, RF64, Wave64) and AIFF: dr_wav reads the header, PcmDecoder the samples, so that integers keep their
// exact values (dr_wav divides 8-bit ones by 127.5).
#include "core/decode_format.h"
#include "core/decode_pcm.h"
#include "core/miniaudio_decoders.h"

namespace genrelens {
namespace {

// Programs that write to a pipe cannot come back to fill in the size: SoX leaves 0x7ffff000 and FFmpeg 0xffffffff.
constexpr std::uint64_t kPlaceholderSize = 0x7ffff000;
constexpr std::uint64_t kSoundChunkWords = 8;  // bytes: AIFF's SSND chunk begins with an offset and a block size

SampleKind kind_of(const RiffHeader& header) {
  switch (header.codec) {
    case RiffHeader::Codec::floating:
      return SampleKind::floating;
    case RiffHeader::Codec::a_law:
      return SampleKind::a_law;
    case RiffHeader::Codec::mu_law:
      return SampleKind::mu_law;
    case RiffHeader::Codec::integer:
    case RiffHeader::Codec::other:
      break;
  }
  const bool is_unsigned = header.aiff ? header.raw_unsigned : header.bits <= 8;
  return is_unsigned ? SampleKind::unsigned_integer : SampleKind::signed_integer;
}

// Bytes of sound that the header promises, if it does.
std::optional<std::uint64_t> promise_of(const RiffHeader& header, std::uint64_t frame_bytes, std::uint64_t available) {
  std::uint64_t size = header.chunk_bytes;
  if (header.aiff) {
    if (size >= kSoundChunkWords) size -= kSoundChunkWords;
    const std::uint64_t stated = header.stated_frames * frame_bytes;  // at most 2^32 frames of 2^16 × 8 bytes
    if (stated != 0 && stated < size) size = stated;
  }
  if (size >= kPlaceholderSize && size > available && !header.rf64) return std::nullopt;
  return size;
}

// The number of the compression in the format chunk, if that stands where it usually does, right after the first twelve
// bytes, and names one that is not read here.
std::optional<std::uint64_t> compression(Bytes head) {
  if (!has_word(head, 12, "fmt ") || head.size() < 22) return std::nullopt;
  switch (const std::uint64_t tag = read_integer(head, 20, 2, std::endian::little)) {
    case 0x0001:  // PCM
    case 0x0003:  // floating point
    case 0x0006:  // A-law
    case 0x0007:  // mu-law
    case 0xfffe:  // extensible
      return std::nullopt;
    default:
      return tag;
  }
}

Error not_read(std::uint64_t tag) {
  constexpr Wording kNamed{"file.wav-codec",
                           "{codec} inside WAV is not read here; PCM, floating point, A-law and mu-law are."};
  constexpr Wording kNumbered{
      "file.wav-compression",
      "Compression {number} inside WAV is not read here; PCM, floating point, A-law and mu-law are."};
  if (tag == 0x0002 || tag == 0x0011) return decode_error(ErrorCode::unsupported, kNamed, {{"codec", "ADPCM"}});
  if (tag == 0x0055) return decode_error(ErrorCode::unsupported, kNamed, {{"codec", "MP3"}});
  return decode_error(ErrorCode::unsupported, kNumbered, {{"number", std::to_string(tag)}});
}

Error not_read(std::string_view format, Bytes head) {
  if (const std::optional<std::uint64_t> tag = compression(head)) return not_read(*tag);
  // The library refuses some rates and channels without a word.
  if (has_word(head, 12, "fmt ") && head.size() >= 28) {
    const std::uint64_t channels = read_integer(head, 22, 2, std::endian::little);
    const std::uint64_t sample_rate = read_integer(head, 24, 4, std::endian::little);
    if (auto error = check_range(format, sample_rate, channels)) return *error;
  }
  return decode_error(
      ErrorCode::damaged,
      {"file.header-unread", "The {format} header is broken, or describes sound that is not read here."},
      {{"format", std::string(format)}});
}

OpenedDecoder open_riff(std::string_view format, ByteSource& source) {
  constexpr std::size_t kHeadBytes = 64;
  const std::optional<RiffHeader> header = read_riff_header(source);
  if (!header || header->codec == RiffHeader::Codec::other) return not_read(format, source.view(0, kHeadBytes));
  if (auto error = check_range(format, header->sample_rate, header->channels)) return *error;

  // Odd widths, such as 12 or 20 bits, stand in the upper bits of the next whole byte.
  const std::uint32_t whole = header->bits % 8 == 0 ? header->bits / 8 : header->block_bytes / header->channels;
  if (whole * 8 < header->bits) return not_read(format, source.view(0, kHeadBytes));
  const std::endian order = header->big_endian ? std::endian::big : std::endian::little;
  PcmSound sound{.format = format,
                 .sample_rate = header->sample_rate,
                 .channels = header->channels,
                 .layout = {.kind = kind_of(*header), .bytes = whole, .order = order},
                 .begin = std::min(header->begin, source.size()),
                 .promise = {}};
  const std::uint64_t frame_bytes = std::uint64_t{whole} * header->channels;
  sound.promise = promise_of(*header, frame_bytes, source.size() - sound.begin);
  return PcmDecoder::open(source, sound);
}

}  // namespace

bool is_wav(ByteSource& source) {
  const bool riff = has_word(source, 0, "RIFF") || has_word(source, 0, "RIFX") || has_word(source, 0, "RF64");
  return (riff && has_word(source, 8, "WAVE")) || has_word(source, 0, "riff\x2e\x91\xcf\x11");
}

bool is_aiff(ByteSource& source) {
  return has_word(source, 0, "FORM") && (has_word(source, 8, "AIFF") || has_word(source, 8, "AIFC"));
}

OpenedDecoder open_wav(ByteSource& source) { return open_riff("WAV", source); }

OpenedDecoder open_aiff(ByteSource& source) { return open_riff("AIFF", source); }

}  // namespace genrelens
