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
  std::string_view sentence;
  bool is_sound = false;  // then it can be converted
};

using namespace std::string_view_literals;  // "\0"sv keeps its zero byte

constexpr std::string_view kConvert = " Convert it to MP3, FLAC or WAV.";

// What listeners drop instead of a song; more special ones first.
constexpr std::array kLookalikes{
    Lookalike{0, "\x89PNG"sv, "The file is a picture (PNG), not a song."},
    Lookalike{0, "\xff\xd8\xff"sv, "The file is a picture (JPEG), not a song."},
    Lookalike{0, "GIF8"sv, "The file is a picture (GIF), not a song."},
    Lookalike{8, "WEBP"sv, "The file is a picture (WebP), not a song."},
    Lookalike{8, "AVI "sv, "The file is a video (AVI), which is not read here."},
    Lookalike{0, "%PDF"sv, "The file is a PDF document, not a song."},
    Lookalike{0, "PK\x03\x04"sv, "The file is a ZIP archive; unpack it and choose a song."},
    Lookalike{0, "\x1f\x8b"sv, "The file is compressed with gzip; unpack it and choose a song."},
    Lookalike{4, "ftyp"sv, "AAC in an MP4 container (M4A, MP4) is not read here.", true},
    Lookalike{0, "ADIF"sv, "AAC is not read here.", true},
    Lookalike{0, "\xff\xf1"sv, "AAC is not read here.", true},
    Lookalike{0, "\xff\xf9"sv, "AAC is not read here.", true},
    Lookalike{0, "\x1a\x45\xdf\xa3"sv, "WebM and Matroska are not read here.", true},
    Lookalike{0, "OggS"sv, "The file is an Ogg stream without Vorbis, Opus or FLAC in it, which is not read here.",
              true},
    Lookalike{0, "MThd"sv, "The file is MIDI: notes, but no sound."},
    Lookalike{0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11"sv, "WMA (Windows Media) is not read here.", true},
    Lookalike{0, "wvpk"sv, "WavPack is not read here.", true},
    Lookalike{0, "MAC "sv, "Monkey's Audio is not read here.", true},
};

constexpr std::string_view kFormatsRead = "The formats are WAV, AIFF, AU, FLAC, MP3, Ogg Vorbis and Opus.";

constexpr std::size_t kHeadBytes = 512;

bool looks_like_text(Bytes head) {
  return std::all_of(head.begin(), head.end(), [](std::uint8_t byte) {
    return byte >= 0x20 ? byte != 0x7f : byte == '\t' || byte == '\n' || byte == '\r';
  });
}

std::optional<std::string> lookalike_sentence(Bytes head) {
  for (const Lookalike& lookalike : kLookalikes) {
    if (!has_word(head, lookalike.offset, lookalike.word)) continue;
    return std::string(lookalike.sentence).append(lookalike.is_sound ? kConvert : "");
  }
  return std::nullopt;
}

std::string nothing_known(Bytes head) {
  if (head.empty()) return "The file is empty.";
  if (has_word(head, 0, "ID3")) return "The file has an ID3 tag, but no MP3 sound follows it.";
  const std::string kind =
      looks_like_text(head) ? "The file is text, not a song. " : "The file is no sound that is known here. ";
  return kind + std::string(kFormatsRead);
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

std::optional<Error> check_range(std::string_view format, std::uint64_t sample_rate, std::uint64_t channels) {
  const auto refuse = [&](std::uint64_t value, std::string_view what, int low, int high) {
    return Error{.code = ErrorCode::out_of_range,
                 .message = "The " + std::string(format) + " header says " + std::to_string(value) + std::string(what) +
                            "; " + std::to_string(low) + " to " + std::to_string(high) + " can be read."};
  };
  if (channels < 1 || channels > kMaximumChannels) return refuse(channels, " channels", 1, kMaximumChannels);
  if (sample_rate < kMinimumSampleRate || sample_rate > kMaximumSampleRate)
    return refuse(sample_rate, " Hz", kMinimumSampleRate, kMaximumSampleRate);
  return std::nullopt;
}

std::string in_seconds(std::uint64_t frames, int sample_rate) {
  const std::uint64_t rate = static_cast<std::uint64_t>(sample_rate);
  const std::uint64_t tenths = frames / rate * 10 + (frames % rate * 10 + rate / 2) / rate;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

Error broken_off(std::uint64_t frames, std::optional<std::uint64_t> promised, int sample_rate, std::uint64_t offset) {
  const std::string of = promised ? " of " + in_seconds(*promised, sample_rate) : std::string();
  return {
      .code = ErrorCode::damaged,
      .message = "The song breaks off after " + in_seconds(frames, sample_rate) + of + "; what came before was used.",
      .offset = offset};
}

Error partly_lost(std::uint64_t missing, std::uint64_t whole, int sample_rate, std::uint64_t offset) {
  return {.code = ErrorCode::damaged,
          .message = in_seconds(missing, sample_rate) + " of " + in_seconds(whole, sample_rate) +
                     " are missing or damaged; the rest was used.",
          .offset = offset};
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
  if (const auto sentence = lookalike_sentence(source.view(0, kHeadBytes)))
    return Error{.code = ErrorCode::unknown_format, .message = *sentence};
  if (source.size() > 0 && source.view(0, 1).empty())
    return Error{.code = ErrorCode::damaged, .message = "The file cannot be read."};
  if (is_mp3(source)) return open_mp3(source);
  return Error{.code = ErrorCode::unknown_format, .message = nothing_known(source.view(0, kHeadBytes))};
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
    return Error{.code = ErrorCode::damaged, .message = "The " + std::string(info.format) + " file holds no sound."};
  }
  return decoded;
}

}  // namespace genrelens
