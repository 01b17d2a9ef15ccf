// Opus in Ogg (RFC 7845) through libopus; the pages and packets come from core/ogg.h.
#include <opus_multistream.h>

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "core/decode_packet.h"
#include "core/ogg.h"

namespace genrelens {
namespace {

constexpr int kRate = 48000;                  // Hz: what every Opus stream is decoded to
constexpr std::size_t kMaximumFrames = 5760;  // of a packet: 120 ms

// The identification header (RFC 7845, section 5.1).
struct OpusHead {
  std::uint64_t channels = 0;
  std::uint64_t pre_skip = 0;  // frames
  int gain = 0;                // dB × 256
  int streams = 1;
  int coupled = 0;  // of the streams, those with two channels
  std::array<unsigned char, 255> mapping{0, 1};
};

Result<OpusHead> parse_head(Bytes packet) {
  constexpr std::size_t kHeadBytes = 19;
  const Error broken = header_broken("Opus");
  if (packet.size() < kHeadBytes || packet[8] >= 16) return broken;  // major version 0
  OpusHead head;
  head.channels = packet[9];
  head.pre_skip = read_integer(packet, 10, 2, std::endian::little);
  head.gain = std::bit_cast<std::int16_t>(static_cast<std::uint16_t>(read_integer(packet, 16, 2, std::endian::little)));
  if (auto error = check_range("Opus", kRate, head.channels)) return *error;
  const int family = packet[18];
  if (family == 0) {
    if (head.channels > 2) return broken;
    head.coupled = static_cast<int>(head.channels) - 1;
    return head;
  }
  if (family != 1 && family != 255)
    return decode_error(ErrorCode::unsupported, {"file.ambisonic", "Ambisonic Opus sound is not read here."});
  if (packet.size() < kHeadBytes + 2 + head.channels) return broken;
  head.streams = packet[19];
  head.coupled = packet[20];
  const Bytes mapping = packet.subspan(kHeadBytes + 2, static_cast<std::size_t>(head.channels));
  std::copy(mapping.begin(), mapping.end(), head.mapping.begin());
  return head;
}

struct Destroyer {
  void operator()(OpusMSDecoder* decoder) const { opus_multistream_decoder_destroy(decoder); }
};

class OpusDecoder final : public PacketDecoder {
 public:
  static OpenedDecoder open(ByteSource& source) {
    std::unique_ptr<OpusDecoder> decoder(new OpusDecoder(source));
    const std::optional<OggPackets::Packet> first = decoder->packets_.next();
    const Result<OpusHead> head = parse_head(first ? Bytes(first->bytes) : Bytes());
    if (!head) return head.error();
    const Error broken = header_broken("Opus");
    int failure = OPUS_OK;
    decoder->opus_.reset(opus_multistream_decoder_create(kRate, static_cast<int>(head->channels), head->streams,
                                                         head->coupled, head->mapping.data(), &failure));
    if (!decoder->opus_) return broken;
    opus_multistream_decoder_ctl(decoder->opus_.get(), OPUS_SET_GAIN(head->gain));
    const std::optional<OggPackets::Packet> tags = decoder->packets_.next();
    if (!tags || !has_word(tags->bytes, 0, "OpusTags")) return broken;

    decoder->info_ = {
        .format = "Opus", .sample_rate = kRate, .channels = static_cast<int>(head->channels), .frames = {}};
    decoder->ready_.resize(kMaximumFrames * static_cast<std::size_t>(head->channels));
    decoder->to_skip_ = head->pre_skip;
    decoder->find_length(source, head->pre_skip);
    return std::unique_ptr<Decoder>(std::move(decoder));
  }

 private:
  explicit OpusDecoder(ByteSource& source) : PacketDecoder(source.size()), packets_(source) {}

  std::uint64_t position() const override { return packets_.pages().position(); }

  // The last page's granule counts from the first packet's beginning, which is 0 unless the stream was cut out of a
  // longer one (RFC 7845, section 4.3): then the first page that ends a packet says where it stands.
  void find_length(ByteSource& source, std::uint64_t pre_skip) {
    const std::optional<std::uint64_t> end = last_ogg_granule(source, *packets_.pages().serial());
    std::uint64_t frames = 0;
    std::uint64_t begin = 0;
    OggPackets ahead = packets_;
    while (const std::optional<OggPackets::Packet> packet = ahead.next()) {
      frames += frames_of(packet->bytes);
      if (!packet->last_on_page) continue;
      if (packet->granule != OggPage::kNoGranule && packet->granule > frames) begin = packet->granule - frames;
      break;
    }
    if (end && *end >= begin + pre_skip) info_.frames = *end - begin - pre_skip;
  }

  static std::uint64_t frames_of(Bytes packet) {
    if (packet.empty()) return 0;
    const int frames = opus_packet_get_nb_samples(packet.data(), static_cast<opus_int32>(packet.size()), kRate);
    return static_cast<std::uint64_t>(std::max(frames, 0));
  }

  bool decode_next() override {
    while (ready_begin_ == ready_end_) {
      std::optional<OggPackets::Packet> packet = packets_.next();
      if (!packet) return false;
      decode(packet->bytes);
      skip_ready();
      // The encoder fills up the last packet; what the granule does not count is no part of the song.
      if (!packets_.pages().complete() || !info_.frames) continue;
      const std::uint64_t left = *info_.frames - std::min(*info_.frames, given_);
      if (ready_end_ - ready_begin_ > left) ready_end_ = ready_begin_ + static_cast<std::size_t>(left);
    }
    return true;
  }

  // A packet that cannot be decoded is concealed as libopus conceals a lost one, so that the song keeps its time.
  void decode(Bytes packet) {
    // Nothing would be taken for a lost packet of the greatest length.
    const auto size = static_cast<opus_int32>(packet.size());
    int frames = OPUS_INVALID_PACKET;
    if (size > 0)
      frames = opus_multistream_decode_float(opus_.get(), packet.data(), size, ready_.data(), kMaximumFrames, 0);
    if (frames < 0) {
      if (concealed_ == 0) first_concealed_ = packets_.pages().position();
      frames = static_cast<int>(std::min<std::uint64_t>(frames_of(packet), kMaximumFrames));
      frames = frames == 0 ? 0 : opus_multistream_decode_float(opus_.get(), nullptr, 0, ready_.data(), frames, 0);
      concealed_ += static_cast<std::uint64_t>(std::max(frames, 1));
    }
    ready_begin_ = 0;
    ready_end_ = static_cast<std::size_t>(std::max(frames, 0));
    silence_non_finite(std::span(ready_).first(ready_end_ * static_cast<std::size_t>(info_.channels)));
  }

  void finish() override {
    const OggPages& pages = packets_.pages();
    const std::uint64_t missing = info_.frames && given_ < *info_.frames ? *info_.frames - given_ : 0;
    const std::uint64_t whole = std::max(given_, info_.frames.value_or(0));
    if (!pages.complete()) {
      damage_ = broken_off(given_, std::nullopt, kRate, pages.position());
    } else if (missing + concealed_ > 0) {
      const std::uint64_t offset = pages.hole().value_or(concealed_ > 0 ? first_concealed_ : pages.position());
      damage_ = partly_lost(missing + concealed_, whole, kRate, offset);
    } else if (pages.others()) {
      damage_ = only_first_stream(pages.position());
    }
  }

  OggPackets packets_;
  std::unique_ptr<OpusMSDecoder, Destroyer> opus_;
  std::uint64_t concealed_ = 0;        // frames
  std::uint64_t first_concealed_ = 0;  // offset after the first of them
};

}  // namespace

bool is_opus(ByteSource& source) { return has_word(source, 0, "OggS") && has_word(source, 28, "OpusHead"); }

OpenedDecoder open_opus(ByteSource& source) { return OpusDecoder::open(source); }

}  // namespace genrelens
