#include "core/decode.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "core/decode_format.h"

namespace genrelens {
namespace {

// Formats that begin with a word of their own. MP3, which may begin with junk, is looked for after them and after the
// lookalikes: a video or an archive can have MP3 frames inside.
constexpr std::array<SoundFormat, 6> kSignedFormats{{
    {is_wav, open_wav},
    {is_aiff, open_aiff},
    {is_au, open_au},
    {is_flac, open_flac},
    {is_vorbis, open_vorbis},
    {is_opus, open_opus},
}};

struct Lookalike {
  std::size_t offset;
  std::string_view word;
  Wording wording;
  std::string_view kind = {};  // the value {kind} of its wording
};

using namespace std::string_view_literals;  // "\0"sv keeps its zero byte

constexpr Wording kPicture{"file.picture", "The file is a picture ({kind}), not a song."};
constexpr Wording kVideo{"file.video", "The file is a video ({kind}), which is not read here."};
constexpr Wording kDocument{"file.pdf", "The file is a PDF document, not a song."};
constexpr Wording kArchive{"file.zip", "The file is a ZIP archive; unpack it and choose a song."};
constexpr Wording kCompressed{"file.gzip", "The file is compressed with gzip; unpack it and choose a song."};
constexpr Wording kNotes{"file.midi", "The file is MIDI: notes, but no sound."};
// Sound that can be converted.
constexpr Wording kOther{"file.convert", "{kind} is not read here. Convert it to MP3, FLAC or WAV."};
constexpr Wording kMp4{"file.convert-mp4",
                       "AAC in an MP4 container (M4A, MP4) is not read here. Convert it to MP3, FLAC or WAV."};
constexpr Wording kMatroska{"file.convert-webm",
                            "WebM and Matroska are not read here. Convert it to MP3, FLAC or WAV."};
constexpr Wording kOgg{"file.convert-ogg",
                       "The file is an Ogg stream without Vorbis, Opus or FLAC in it, which is not read here. "
                       "Convert it to MP3, FLAC or WAV."};

// What listeners drop instead of a song; more special ones first.
constexpr std::array kLookalikes{
    Lookalike{0, "\x89PNG"sv, kPicture, "PNG"},
    Lookalike{0, "\xff\xd8\xff"sv, kPicture, "JPEG"},
    Lookalike{0, "GIF8"sv, kPicture, "GIF"},
    Lookalike{8, "WEBP"sv, kPicture, "WebP"},
    Lookalike{8, "AVI "sv, kVideo, "AVI"},
    Lookalike{0, "%PDF"sv, kDocument},
    Lookalike{0, "PK\x03\x04"sv, kArchive},
    Lookalike{0, "\x1f\x8b"sv, kCompressed},
    Lookalike{4, "ftyp"sv, kMp4},
    Lookalike{0, "ADIF"sv, kOther, "AAC"},
    Lookalike{0, "\xff\xf1"sv, kOther, "AAC"},
    Lookalike{0, "\xff\xf9"sv, kOther, "AAC"},
    Lookalike{0, "\x1a\x45\xdf\xa3"sv, kMatroska},
    Lookalike{0, "OggS"sv, kOgg},
    Lookalike{0, "MThd"sv, kNotes},
    Lookalike{0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11"sv, kOther, "WMA (Windows Media)"},
    Lookalike{0, "wvpk"sv, kOther, "WavPack"},
    Lookalike{0, "MAC "sv, kOther, "Monkey's Audio"},
};

constexpr Wording kEmpty{"file.empty", "The file is empty."};
constexpr Wording kTagOnly{"file.tag-only", "The file has an ID3 tag, but no MP3 sound follows it."};
constexpr Wording kText{"file.text",
                        "The file is text, not a song. "
                        "The formats are WAV, AIFF, AU, FLAC, MP3, Ogg Vorbis and Opus."};
constexpr Wording kUnknown{"file.unknown",
                           "The file is no sound that is known here. "
                           "The formats are WAV, AIFF, AU, FLAC, MP3, Ogg Vorbis and Opus."};

constexpr std::size_t kHeadBytes = 512;

bool looks_like_text(Bytes head) {
  return std::all_of(head.begin(), head.end(), [](std::uint8_t byte) {
    return byte >= 0x20 ? byte != 0x7f : byte == '\t' || byte == '\n' || byte == '\r';
  });
}

std::optional<Error> lookalike_error(Bytes head) {
  for (const Lookalike& lookalike : kLookalikes) {
    if (!has_word(head, lookalike.offset, lookalike.word)) continue;
    SentenceValues values;
    if (!lookalike.kind.empty()) values = {{"kind", std::string(lookalike.kind)}};
    return decode_error(ErrorCode::unknown_format, lookalike.wording, std::move(values));
  }
  return std::nullopt;
}

Wording nothing_known(Bytes head) {
  if (head.empty()) return kEmpty;
  if (has_word(head, 0, "ID3")) return kTagOnly;
  return looks_like_text(head) ? kText : kUnknown;
}

}  // namespace

bool has_word(Bytes bytes, std::size_t offset, std::string_view word) {
  if (bytes.size() < offset || bytes.size() - offset < word.size()) return false;
  return std::equal(word.begin(), word.end(), bytes.begin() + static_cast<std::ptrdiff_t>(offset),
                    [](char letter, std::uint8_t byte) { return static_cast<std::uint8_t>(letter) == byte; });
}

bool has_word(ByteSource& source, std::uint64_t offset, std::string_view word) {
  return has_word(source.view(offset, word.size()), 0, word);
}

std::uint64_t read_integer(Bytes bytes, std::size_t offset, std::size_t size, std::endian order) {
  assert(size >= 1 && size <= 8 && offset <= bytes.size() && size <= bytes.size() - offset);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; i++)
    value = value << 8 | bytes[offset + (order == std::endian::big ? i : size - 1 - i)];
  return value;
}

std::uint64_t id3_length(ByteSource& source) {
  constexpr std::size_t kHeader = 10;
  std::uint64_t length = 0;
  for (;;) {
    const Bytes header = source.view(length, kHeader);
    if (header.size() < kHeader || !has_word(header, 0, "ID3")) return length;
    std::uint64_t size = 0;  // four bytes of seven bits
    for (const std::uint8_t byte : header.subspan(6)) size = size << 7 | (byte & 0x7f);
    const bool footer = (header[5] & 0x10) != 0;
    length = std::min(source.size(), length + kHeader + size + (footer ? kHeader : 0));
  }
}

void silence_non_finite(std::span<float> samples) {
  for (float& sample : samples) sample = std::isfinite(sample) ? sample : 0.0f;
}

void Decoder::skip(std::uint64_t frames) {
  constexpr std::uint64_t kBlockFrames = 4096;
  const auto channels = static_cast<std::size_t>(info_.channels);
  std::vector<float> block(kBlockFrames * channels);
  while (frames > 0) {
    const auto wanted = static_cast<std::size_t>(std::min(frames, kBlockFrames));
    if (read(std::span(block).first(wanted * channels)) < wanted) return;
    frames -= wanted;
  }
}

namespace {

// A decoder together with the source that it reads from.
class MemoryDecoder final : public Decoder {
 public:
  MemoryDecoder(std::unique_ptr<MemorySource> source, std::unique_ptr<Decoder> decoder)
      : source_(std::move(source)), decoder_(std::move(decoder)) {
    info_ = decoder_->info();
  }

  std::size_t read(std::span<float> interleaved) override {
    const std::size_t frames = decoder_->read(interleaved);
    damage_ = decoder_->damage();
    return frames;
  }

  void skip(std::uint64_t frames) override {
    decoder_->skip(frames);
    damage_ = decoder_->damage();
  }

  double progress() const override { return decoder_->progress(); }

 private:
  std::unique_ptr<MemorySource> source_;
  std::unique_ptr<Decoder> decoder_;
};

}  // namespace

Result<std::unique_ptr<Decoder>> open_decoder(ByteSource& source) {
  for (const SoundFormat& format : kSignedFormats)
    if (format.sniff(source)) return format.open(source);
  if (const auto error = lookalike_error(source.view(0, kHeadBytes))) return *error;
  if (source.size() > 0 && source.view(0, 1).empty())
    return decode_error(ErrorCode::damaged, {"file.unreadable", "The file cannot be read."});
  if (is_mp3(source)) return open_mp3(source);
  return decode_error(ErrorCode::unknown_format, nothing_known(source.view(0, kHeadBytes)));
}

Result<std::unique_ptr<Decoder>> open_decoder(std::span<const std::uint8_t> bytes) {
  auto source = std::make_unique<MemorySource>(bytes);
  Result<std::unique_ptr<Decoder>> decoder = open_decoder(*source);
  if (!decoder) return decoder.error();
  return std::unique_ptr<Decoder>(std::make_unique<MemoryDecoder>(std::move(source), std::move(*decoder)));
}

Result<DecodedAudio> decode_audio(std::span<const std::uint8_t> bytes) {
  MemorySource source(bytes);
  Result<std::unique_ptr<Decoder>> opened = open_decoder(source);
  if (!opened) return opened.error();
  Decoder& decoder = **opened;
  const StreamInfo& info = decoder.info();

  DecodedAudio decoded{.audio = {.sample_rate = info.sample_rate, .channels = info.channels, .samples = {}},
                       .format = info.format,
                       .damage = {}};
  constexpr std::size_t kBlockFrames = 4096;
  const auto channels = static_cast<std::size_t>(info.channels);
  std::vector<float> block(kBlockFrames * channels);
  std::size_t frames = kBlockFrames;
  while (frames == kBlockFrames) {
    frames = decoder.read(block);
    decoded.audio.samples.insert(decoded.audio.samples.end(), block.begin(),
                                 block.begin() + static_cast<std::ptrdiff_t>(frames * channels));
  }
  decoded.damage = decoder.damage();
  if (decoded.audio.samples.empty()) {
    if (decoded.damage) return *decoded.damage;
    return decode_error(ErrorCode::damaged, {"file.no-sound", "The {format} file holds no sound."},
                        {{"format", std::string(info.format)}});
  }
  return decoded;
}

}  // namespace genrelens
