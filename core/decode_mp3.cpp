// MPEG-1, -2 and -2.5 audio (MP3, and its elder layers I and II) through dr_mp3's frame decoder. The way from frame to
// frame is our own: it says where a file breaks, joins what was cut out, and takes away the silence that encoders add.
#include <algorithm>
#include <array>
#include <cstring>

#include "core/decode_packet.h"
#include "core/miniaudio_decoders.h"

namespace genrelens {
namespace {

constexpr std::size_t kHeaderBytes = 4;
constexpr std::uint64_t kSearchBytes = 1 << 18;  // after the tags: more junk than this before the first frame is no MP3
constexpr std::uint64_t kDecoderDelay = 528 + 1;  // samples that every MP3 decoder comes late, as LAME and FFmpeg count

struct FrameHeader {
  int version = 0;  // 1: MPEG-1, 2: MPEG-2, 3: MPEG-2.5
  int layer = 0;
  int sample_rate = 0;
  int channels = 0;
  std::size_t bytes = 0;    // of the whole frame
  std::size_t samples = 0;  // a channel

  // Of one stream: channels may change on the way.
  bool continues(const FrameHeader& other) const {
    return version == other.version && layer == other.layer && sample_rate == other.sample_rate;
  }
};

// kbit/s by bit rate index 1…14 (ISO 11172-3 table 2.4.2.3, 13818-3 for the lower rates).
constexpr std::array<std::array<int, 15>, 5> kBitRates{{
    {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},  // MPEG-1, layer I
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},     // MPEG-1, layer II
    {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},      // MPEG-1, layer III
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},     // MPEG-2, layer I
    {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},          // MPEG-2, layers II and III
}};

std::optional<FrameHeader> parse_header(Bytes at) {
  if (at.size() < kHeaderBytes) return std::nullopt;
  if (at[0] != 0xff || (at[1] & 0xe0) != 0xe0) return std::nullopt;
  constexpr std::array<int, 4> kVersions{3, 0, 2, 1};
  constexpr std::array<int, 3> kRates{44100, 48000, 32000};
  FrameHeader header;
  header.version = kVersions[at[1] >> 3 & 3];
  header.layer = 4 - (at[1] >> 1 & 3);
  const std::size_t bit_rate_index = at[2] >> 4;
  const std::size_t rate_index = at[2] >> 2 & 3;
  if (header.version == 0 || header.layer == 4 || bit_rate_index == 0 || bit_rate_index == 15 || rate_index == 3)
    return std::nullopt;
  if (header.version == 3 && header.layer != 3) return std::nullopt;  // MPEG-2.5 knows layer III only

  const bool low_rate = header.version != 1;
  header.sample_rate = kRates[rate_index] >> (header.version - 1);
  header.channels = (at[3] >> 6) == 3 ? 1 : 2;
  header.samples = header.layer == 1 ? 384 : header.layer == 3 && low_rate ? 576 : 1152;
  const std::size_t row = low_rate ? (header.layer == 1 ? 3 : 4) : static_cast<std::size_t>(header.layer - 1);
  const std::size_t bits = static_cast<std::size_t>(kBitRates[row][bit_rate_index]) * 1000;
  const std::size_t slot = header.layer == 1 ? 4 : 1;  // bytes
  const std::size_t padding = at[2] >> 1 & 1;
  header.bytes = (header.samples / 8 * bits / static_cast<std::size_t>(header.sample_rate) / slot + padding) * slot;
  return header;
}

// What an encoder says of the whole stream in a first frame without sound (Xing, Info, LAME's extension).
struct StreamTag {
  std::optional<std::uint64_t> mp3_frames;
  std::uint64_t delay = 0;    // samples that the encoder put before the song
  std::uint64_t padding = 0;  // and after it
  bool gapless = false;       // delay and padding are stated
};

bool is_gapless_encoder(Bytes bytes, std::size_t offset) {
  return has_word(bytes, offset, "LAME") || has_word(bytes, offset, "Lavf") || has_word(bytes, offset, "Lavc");
}

std::optional<StreamTag> parse_stream_tag(Bytes frame, const FrameHeader& header) {
  if (has_word(frame, 36, "VBRI")) return StreamTag{};
  const std::size_t side_information =
      header.version == 1 ? (header.channels == 1 ? 17 : 32) : (header.channels == 1 ? 9 : 17);
  std::size_t at = kHeaderBytes + side_information;
  if (!has_word(frame, at, "Xing") && !has_word(frame, at, "Info")) return std::nullopt;
  const auto integer = [&](std::size_t offset, std::size_t size) -> std::uint64_t {
    return offset + size <= frame.size() ? read_integer(frame, offset, size, std::endian::big) : 0;
  };
  StreamTag tag;
  const std::uint64_t flags = integer(at + 4, 4);
  at += 8;
  if ((flags & 1) != 0) {
    tag.mp3_frames = integer(at, 4);
    at += 4;
  }
  if ((flags & 2) != 0) at += 4;    // bytes
  if ((flags & 4) != 0) at += 100;  // table of contents
  if ((flags & 8) != 0) at += 4;    // quality
  constexpr std::size_t kDelays = 21;
  if (is_gapless_encoder(frame, at) && at + kDelays + 3 <= frame.size()) {
    const std::uint64_t delays = integer(at + kDelays, 3);
    tag.gapless = true;
    tag.delay = delays >> 12;
    tag.padding = delays & 0xfff;
  }
  return tag;
}

// Where the sound ends: before the tags that programs append (ID3v1, APEv2, Lyrics3v2).
std::uint64_t end_before_tags(ByteSource& source) {
  std::uint64_t end = source.size();
  if (end >= 128 && has_word(source, end - 128, "TAG")) end -= 128;
  if (end >= 15 && has_word(source, end - 9, "LYRICS200")) {
    std::uint64_t size = 0;
    for (const std::uint8_t digit : source.view(end - 15, 6))
      size = size * 10 + (digit >= '0' && digit <= '9' ? digit - '0' : 0u);
    if (size + 15 <= end) end -= size + 15;
  }
  const Bytes ape = end >= 32 ? source.view(end - 32, 32) : Bytes();
  if (ape.size() == 32 && has_word(ape, 0, "APETAGEX")) {
    const std::uint64_t size = read_integer(ape, 12, 4, std::endian::little);
    const bool has_header = (ape[23] & 0x80) != 0;
    const std::uint64_t whole = size + (has_header ? 32 : 0);
    if (whole <= end) end -= whole;
  }
  return end;
}

// From frame to frame of one stream. The order is fixed by the bytes alone, so it can be walked twice.
class FrameWalk {
 public:
  // The first of a row of consistent frames: two where the tags end, three further on, one after an ID3 tag that says
  // what this is; nothing if this is no MP3.
  static std::optional<FrameWalk> find(ByteSource& source) {
    const std::uint64_t begin = id3_length(source);
    FrameWalk walk(source, std::max(begin, end_before_tags(source)));
    const std::uint64_t limit = std::min(walk.end_, begin + kSearchBytes);
    for (std::uint64_t at = walk.next_sync(begin); at < limit; at = walk.next_sync(at + 1)) {
      const std::size_t needed = at > begin ? 3 : begin > 0 ? 1 : 2;
      if (!walk.row_of(at, needed)) continue;
      walk.stream_ = *walk.header_at(at);
      walk.position_ = at;
      return walk;
    }
    return std::nullopt;
  }

  const FrameHeader& stream() const { return stream_; }

  // Where the last frame ended, or the next one is looked for.
  std::uint64_t position() const { return position_; }

  // Where the first bytes stand that were passed over because they are no frame.
  std::optional<std::uint64_t> hole() const { return hole_; }

  // Sets `frame` to the next whole frame, which stands until the next call; false if there is none.
  bool next(Bytes& frame) {
    std::uint64_t at = position_;
    std::optional<FrameHeader> header = frame_at(at);
    while (!header) {
      at = next_sync(at + 1);
      if (at >= end_) return false;
      header = frame_at(at);
      const std::uint64_t end = header ? at + header->bytes : 0;
      if (header && end != end_ && !continued_at(end)) header.reset();
    }
    if (at > position_ && !hole_) hole_ = position_;
    frame = source_->view(at, header->bytes);
    position_ = at + header->bytes;
    return frame.size() == header->bytes;
  }

  // Nothing but zeros from here on.
  bool nothing_left() const {
    constexpr std::size_t kView = 1 << 16;
    for (std::uint64_t at = position_; at < end_;) {
      const Bytes view = view_at(at, kView);
      if (view.empty() || std::any_of(view.begin(), view.end(), [](std::uint8_t byte) { return byte != 0; }))
        return false;
      at += view.size();
    }
    return true;
  }

 private:
  FrameWalk(ByteSource& source, std::uint64_t end) : source_(&source), end_(end) {}

  Bytes view_at(std::uint64_t at, std::size_t length) const {
    return at >= end_ ? Bytes()
                      : source_->view(at, static_cast<std::size_t>(std::min<std::uint64_t>(length, end_ - at)));
  }

  std::optional<FrameHeader> header_at(std::uint64_t at) const { return parse_header(view_at(at, kHeaderBytes)); }

  bool row_of(std::uint64_t at, std::size_t count) const {
    const std::optional<FrameHeader> first = header_at(at);
    std::optional<FrameHeader> header = first;
    for (std::size_t i = 1; header && i < count; i++) {
      at += header->bytes;
      header = header_at(at);
      if (header && !header->continues(*first)) return false;
    }
    return header.has_value();
  }

  bool continued_at(std::uint64_t at) const {
    const std::optional<FrameHeader> header = header_at(at);
    return header && header->continues(stream_);
  }

  std::optional<FrameHeader> frame_at(std::uint64_t at) const {
    std::optional<FrameHeader> header = header_at(at);
    const bool whole = header && header->continues(stream_) && header->bytes <= end_ - at;
    return whole ? header : std::nullopt;
  }

  // The next byte that could begin a frame, from `at` on; the end if there is none.
  std::uint64_t next_sync(std::uint64_t at) const {
    constexpr std::size_t kView = 1 << 12;
    for (;;) {
      const Bytes view = view_at(at, kView);
      if (view.empty()) return end_;
      const void* found = std::memchr(view.data(), 0xff, view.size());
      if (found) return at + static_cast<std::uint64_t>(static_cast<const std::uint8_t*>(found) - view.data());
      at += view.size();
    }
  }

  ByteSource* source_;
  std::uint64_t end_;   // of the sound, before the tags
  FrameHeader stream_;  // of the first frame
  std::uint64_t position_ = 0;
  std::optional<std::uint64_t> hole_;
};

class Mp3Decoder final : public PacketDecoder {
 public:
  Mp3Decoder(std::uint64_t file_bytes, const FrameWalk& walk) : PacketDecoder(file_bytes), walk_(walk) {
    ready_.resize(Mp3FrameDecoder::kMaximumSamples * 2);
    const FrameHeader& stream = walk_.stream();
    info_ = {.format = "MP3", .sample_rate = stream.sample_rate, .channels = stream.channels, .frames = {}};
    read_stream_tag();
    count_frames();
  }

 private:
  // The frame that holds the tag is no sound: the walk goes on behind it.
  void read_stream_tag() {
    FrameWalk after = walk_;
    Bytes frame;
    if (!after.next(frame)) return;
    const std::optional<StreamTag> tag = parse_stream_tag(frame, walk_.stream());
    if (!tag) return;
    tag_ = *tag;
    walk_ = after;
  }

  // One run over the headers: how long the song is, what is missing, and what stands in the way.
  void count_frames() {
    FrameWalk walk = walk_;
    Bytes frame;
    std::uint64_t count = 0;
    while (walk.next(frame)) count++;
    const std::uint64_t each = walk_.stream().samples;
    const bool complete = !tag_.mp3_frames || count == *tag_.mp3_frames;
    const std::uint64_t delay = tag_.gapless ? tag_.delay + kDecoderDelay : 0;
    const std::uint64_t padding = tag_.gapless && complete ? tag_.padding : 0;
    to_skip_ = std::min(count * each, delay);
    // The last samples are the decoder's delay: a padding smaller than that loses nothing more.
    to_give_ = count * each - to_skip_ -
               (padding > kDecoderDelay ? std::min(padding - kDecoderDelay, count * each - to_skip_) : 0);
    info_.frames = to_give_;
    if (tag_.mp3_frames && count < *tag_.mp3_frames && *tag_.mp3_frames <= kPlausibleFrames) {
      const std::uint64_t whole = *tag_.mp3_frames * each;
      info_.frames = whole - std::min(whole, tag_.gapless ? tag_.delay + tag_.padding : 0);
    }
    end_of_frames_ = walk.position();
    hole_ = walk.hole();
    nothing_left_ = walk.nothing_left();
  }

  std::uint64_t position() const override { return walk_.position(); }

  bool decode_next() override {
    Bytes frame;
    while (ready_begin_ == ready_end_) {
      if (to_give_ == 0 || !walk_.next(frame)) return false;
      decode(frame);
      skip_ready();
      const std::size_t frames = ready_end_ - ready_begin_;
      ready_end_ = ready_begin_ + static_cast<std::size_t>(std::min<std::uint64_t>(to_give_, frames));
      to_give_ -= ready_end_ - ready_begin_;
    }
    return true;
  }

  // A frame whose bits lie in a frame that is lost becomes silence, so that the song keeps its time.
  void decode(Bytes frame) {
    std::array<float, Mp3FrameDecoder::kMaximumSamples * 2> pcm{};
    int channels = decoder_->decode(frame, pcm);
    const std::size_t samples = walk_.stream().samples;
    if (channels == 0) {
      pcm.fill(0);
      channels = info_.channels;
      if (heard_) silence(samples);
    } else {
      heard_ = true;
    }
    ready_begin_ = 0;
    ready_end_ = samples;
    for (std::size_t i = 0; i < samples; i++) spread(pcm.data() + i * static_cast<std::size_t>(channels), channels, i);
    silence_non_finite(std::span(ready_).first(samples * static_cast<std::size_t>(info_.channels)));
  }

  void silence(std::size_t samples) {
    if (silent_ == 0) first_silent_ = walk_.position();
    silent_ += samples;
  }

  // One sample of a frame to the stream's channels, which are those of its first frame.
  void spread(const float* from, int channels, std::size_t index) {
    if (info_.channels == 1) {
      ready_[index] = channels == 1 ? from[0] : (from[0] + from[1]) / 2;
      return;
    }
    ready_[index * 2] = from[0];
    ready_[index * 2 + 1] = from[channels - 1];
  }

  void finish() override {
    const std::uint64_t missing = given_ < *info_.frames ? *info_.frames - given_ : 0;
    if (hole_ && nothing_left_ && missing + silent_ > 0) {
      damage_ = partly_lost(missing + silent_, *info_.frames, info_.sample_rate, *hole_);
    } else if (missing > 0 || (!nothing_left_ && !tag_.mp3_frames)) {
      const std::optional<std::uint64_t> promised = missing > 0 ? info_.frames : std::nullopt;
      damage_ = broken_off(given_, promised, info_.sample_rate, end_of_frames_);
    } else if (silent_ > 0) {
      damage_ = partly_lost(silent_, *info_.frames, info_.sample_rate, first_silent_);
    } else if (hole_) {
      damage_ = decode_error(
          ErrorCode::damaged,
          {"file.junk", "Bytes between the song's frames are no sound and were left out; the rest was used."}, {},
          *hole_);
    }
  }

  static constexpr std::uint64_t kPlausibleFrames = 1 << 24;  // 5 days of sound

  FrameWalk walk_;
  StreamTag tag_;
  std::unique_ptr<Mp3FrameDecoder> decoder_ = Mp3FrameDecoder::create();
  std::uint64_t to_give_ = 0;       // frames not yet in ready_
  std::uint64_t silent_ = 0;        // frames that could not be decoded
  std::uint64_t first_silent_ = 0;  // offset after the first of those
  std::uint64_t end_of_frames_ = 0;
  std::optional<std::uint64_t> hole_;  // offset of the first bytes that are no frame
  bool nothing_left_ = true;           // after the last frame
  bool heard_ = false;                 // a frame was decoded
};

}  // namespace

bool is_mp3(ByteSource& source) { return FrameWalk::find(source).has_value(); }

OpenedDecoder open_mp3(ByteSource& source) {
  const std::optional<FrameWalk> walk = FrameWalk::find(source);
  if (!walk) return decode_error(ErrorCode::damaged, {"file.no-frame", "No MP3 frame was found."});
  return std::unique_ptr<Decoder>(std::make_unique<Mp3Decoder>(source.size(), *walk));
}

}  // namespace genrelens
