// Ogg Vorbis through stb_vorbis. The pages are checked by core/ogg.h first: stb_vorbis does not look at their
// checksums, and trusts the comment header's lengths.
#define STB_VORBIS_HEADER_ONLY
#include <stb/stb_vorbis.h>

#include <algorithm>
#include <bit>
#include <vector>

#include "core/decode_format.h"
#include "core/ogg.h"

namespace genrelens {
namespace {

// libvorbis at its highest quality with eight channels takes 0.3 MB; more is needed only for comments such as pictures.
constexpr std::size_t kWorkBytes = 1 << 20;

// The stream's whole pages one after the other, as if nothing else had ever been there: stb_vorbis reads from memory,
// and does not go on behind a hole.
class StreamCopy {
 public:
  explicit StreamCopy(ByteSource& source) : pages_(source) {
    while (const std::optional<OggPage> page = pages_.next()) {
      if (page->granule != OggPage::kNoGranule) granule_ = page->granule;
      append(*page);
    }
  }

  const std::vector<std::uint8_t>& bytes() const { return bytes_; }
  const OggPages& pages() const { return pages_; }
  std::uint64_t granule() const { return granule_; }  // frames up to the end of the last page

 private:
  void append(const OggPage& page) {
    const bool torn = pages_.gap() || page.continued != open_;
    if (torn && open_) close_last_page();
    const std::size_t skipped = torn && page.continued ? page.segments_of_first_packet() : 0;
    if (skipped < page.segments.size()) {
      last_page_ = bytes_.size();
      copy(page, skipped, page.segments.size(), page.continued && skipped == 0);
      open_ = page.segments.back() == 255;
    }
  }

  // Segments `begin` to `end` of the page as a page of their own. Its checksum is left: stb_vorbis does not look at it.
  void copy(const OggPage& page, std::size_t begin, std::size_t end, bool continued) {
    constexpr std::uint8_t kContinued = 1;
    const std::size_t header = bytes_.size();
    bytes_.insert(bytes_.end(), page.bytes.begin(), page.bytes.begin() + OggPage::kHeaderBytes);
    bytes_[header + 5] = static_cast<std::uint8_t>((page.bytes[5] & ~kContinued) | (continued ? kContinued : 0));
    bytes_[header + 26] = static_cast<std::uint8_t>(end - begin);
    const Bytes kept = page.segments.subspan(begin, end - begin);
    bytes_.insert(bytes_.end(), kept.begin(), kept.end());
    const auto length = [&](std::size_t from, std::size_t to) {
      std::size_t sum = 0;
      for (const std::uint8_t each : page.segments.subspan(from, to - from)) sum += each;
      return sum;
    };
    const Bytes body = page.body().subspan(length(0, begin), length(begin, end));
    bytes_.insert(bytes_.end(), body.begin(), body.end());
  }

  // Takes the packet that goes on from the page written last: its end is lost.
  void close_last_page() {
    const std::vector<std::uint8_t> bytes(bytes_.begin() + static_cast<std::ptrdiff_t>(last_page_), bytes_.end());
    OggPage page;
    page.bytes = bytes;
    page.segments = page.bytes.subspan(OggPage::kHeaderBytes, bytes[26]);
    bytes_.resize(last_page_);
    const std::size_t kept = page.segments.size() - page.segments_of_open_packet();
    if (kept > 0) copy(page, 0, kept, (bytes[5] & 1) != 0);
    open_ = false;
  }

  OggPages pages_;
  std::vector<std::uint8_t> bytes_;
  std::size_t last_page_ = 0;  // where it begins in bytes_
  bool open_ = false;          // the page written last ends within a packet
  std::uint64_t granule_ = 0;
};

// Bits of a packet, lowest first (Vorbis I, section 2). Past the end it gives zeros and is exhausted.
class BitReader {
 public:
  explicit BitReader(Bytes bytes) : bytes_(bytes) {}

  std::uint32_t bits(unsigned count) {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < count; i++, position_++) {
      if (exhausted()) return 0;
      const std::uint32_t byte = bytes_[static_cast<std::size_t>(position_ / 8)];
      value |= (byte >> (position_ % 8) & 1) << i;
    }
    return value;
  }

  void skip(std::uint64_t count) { position_ = count > left() ? end() + 1 : position_ + count; }
  bool exhausted() const { return position_ >= end(); }

 private:
  std::uint64_t end() const { return std::uint64_t{bytes_.size()} * 8; }
  std::uint64_t left() const { return end() - std::min(position_, end()); }

  Bytes bytes_;
  std::uint64_t position_ = 0;
};

// The comment header's lengths stay within the packet (Vorbis I, section 5).
bool comments_fit(Bytes packet) {
  constexpr std::size_t kBegin = 7;  // type and "vorbis"
  std::size_t at = kBegin;
  const auto take = [&](std::uint32_t& value) {
    if (packet.size() < at || packet.size() - at < 4) return false;
    value = static_cast<std::uint32_t>(read_integer(packet, at, 4, std::endian::little));
    at += 4;
    return true;
  };
  const auto pass = [&] {
    std::uint32_t length = 0;
    if (!take(length) || length > packet.size() - at) return false;
    at += length;
    return true;
  };
  std::uint32_t count = 0;
  if (!pass() || !take(count)) return false;
  for (std::uint32_t i = 0; i < count; i++)
    if (!pass()) return false;
  return true;
}

// Code words of one codebook: passed over. False if they contradict the number of entries.
bool pass_code_words(BitReader& reader, std::uint32_t entries) {
  if (reader.bits(1) != 0) {  // ordered by length
    reader.skip(5);
    for (std::uint32_t current = 0; current < entries;) {
      if (reader.exhausted()) return false;
      current += reader.bits(static_cast<unsigned>(std::bit_width(entries - current)));
      if (current > entries) return false;
    }
    return true;
  }
  const bool sparse = reader.bits(1) != 0;
  for (std::uint32_t i = 0; i < entries && !reader.exhausted(); i++)
    if (!sparse || reader.bits(1) != 0) reader.skip(5);
  return !reader.exhausted();
}

// floor(entries^(1 / dimensions)), as the values of a lattice codebook are counted.
std::uint64_t lattice_values(std::uint64_t entries, std::uint32_t dimensions) {
  const auto reaches = [&](std::uint64_t root) {
    std::uint64_t power = 1;
    for (std::uint32_t i = 0; i < dimensions && power <= entries; i++) power *= root;
    return power <= entries;
  };
  std::uint64_t root = 1;
  while (root < entries && reaches(root + 1)) root++;
  return root;
}

// The setup header's codebooks (Vorbis I, section 3) are no larger than any encoder makes them: stb_vorbis multiplies
// their sizes in 32 bits.
bool codebooks_fit(Bytes packet) {
  constexpr std::uint64_t kMaximumValues = 1 << 22;  // libvorbis: some 50,000
  BitReader reader(packet);
  reader.skip(56);  // type and "vorbis"
  const std::uint32_t count = reader.bits(8) + 1;
  for (std::uint32_t i = 0; i < count; i++) {
    if (reader.bits(24) != 0x564342) return false;
    const std::uint32_t dimensions = reader.bits(16);
    const std::uint32_t entries = reader.bits(24);
    if (dimensions == 0 || std::uint64_t{entries} * dimensions > kMaximumValues) return false;
    if (!pass_code_words(reader, entries)) return false;
    const std::uint32_t lookup = reader.bits(4);
    if (lookup > 2) return false;
    if (lookup == 0) continue;
    reader.skip(64);  // smallest value, step
    const std::uint32_t value_bits = reader.bits(4) + 1;
    reader.skip(1);
    const std::uint64_t values =
        lookup == 1 ? lattice_values(entries, dimensions) : std::uint64_t{entries} * dimensions;
    reader.skip(values * value_bits);
  }
  return !reader.exhausted();
}

struct Closer {
  void operator()(stb_vorbis* vorbis) const { stb_vorbis_close(vorbis); }
};

class VorbisDecoder final : public Decoder {
 public:
  static OpenedDecoder open(ByteSource& source) {
    if (source.size() > kMaximumFileBytes)
      return decode_error(ErrorCode::unsupported,
                          {"file.vorbis-large", "Ogg Vorbis files over 1 GB are not read here."});
    const Error broken = header_broken("Ogg Vorbis");
    OggPackets packets(source);
    packets.next();
    const std::optional<OggPackets::Packet> comments = packets.next();
    const std::optional<OggPackets::Packet> setup = packets.next();
    if (!comments || !setup || packets.pages().hole()) return broken;
    if (!comments_fit(comments->bytes) || !codebooks_fit(setup->bytes)) return broken;

    std::unique_ptr<VorbisDecoder> decoder(new VorbisDecoder(source));
    const StreamCopy& stream = decoder->stream_;
    int failure = VORBIS__no_error;
    for (const std::size_t size : {kWorkBytes, kWorkBytes + stream.bytes().size()}) {
      decoder->start(size, failure);
      if (decoder->vorbis_ || failure != VORBIS_outofmem) break;
    }
    if (failure == VORBIS_too_many_channels || failure == VORBIS_feature_not_supported)
      return decode_error(
          ErrorCode::unsupported,
          {"file.vorbis-kind", "This kind of Ogg Vorbis (floor 0, or more than 16 channels) is not read here."});
    if (!decoder->vorbis_) return broken;

    const stb_vorbis_info about = stb_vorbis_get_info(decoder->vorbis_.get());
    const auto channels = static_cast<std::uint64_t>(std::max(about.channels, 0));
    if (auto error = check_range("Ogg Vorbis", about.sample_rate, channels)) return *error;
    decoder->info_ = {.format = "Ogg Vorbis",
                      .sample_rate = static_cast<int>(about.sample_rate),
                      .channels = about.channels,
                      .frames = {}};
    if (stream.pages().complete()) decoder->info_.frames = stream.granule();
    return std::unique_ptr<Decoder>(std::move(decoder));
  }

  std::size_t read(std::span<float> interleaved) override {
    const auto channels = static_cast<std::size_t>(info_.channels);
    const std::size_t wanted = interleaved.size() / channels;
    std::size_t frames = 0;
    while (frames < wanted && !finished_) {
      constexpr std::size_t kMaximumStep = 1 << 16;  // stb_vorbis counts in int
      const std::span<float> part =
          interleaved.subspan(frames * channels, std::min(wanted - frames, kMaximumStep) * channels);
      const int got = stb_vorbis_get_samples_float_interleaved(vorbis_.get(), info_.channels, part.data(),
                                                               static_cast<int>(part.size()));
      if (got <= 0) finish();
      frames += static_cast<std::size_t>(std::max(got, 0));
      given_ += static_cast<std::uint64_t>(std::max(got, 0));
    }
    consumed_ = std::max<std::size_t>(consumed_, stb_vorbis_get_file_offset(vorbis_.get()));
    silence_non_finite(interleaved.first(frames * channels));
    return frames;
  }

  double progress() const override {
    return finished_ ? 1 : static_cast<double>(consumed_) / static_cast<double>(stream_.bytes().size());
  }

 private:
  static constexpr std::uint64_t kMaximumFileBytes = 1 << 30;  // stb_vorbis counts in int

  explicit VorbisDecoder(ByteSource& source) : stream_(source) {}

  // All that stb_vorbis ever allocates comes out of `size` bytes.
  void start(std::size_t size, int& failure) {
    vorbis_.reset();
    work_ = std::make_unique_for_overwrite<char[]>(size);
    const stb_vorbis_alloc work{.alloc_buffer = work_.get(), .alloc_buffer_length_in_bytes = static_cast<int>(size)};
    vorbis_.reset(
        stb_vorbis_open_memory(stream_.bytes().data(), static_cast<int>(stream_.bytes().size()), &failure, &work));
  }

  void finish() {
    finished_ = true;
    const OggPages& pages = stream_.pages();
    if (!pages.complete()) {
      damage_ = broken_off(given_, std::nullopt, info_.sample_rate, pages.position());
    } else if (pages.hole() && given_ < stream_.granule()) {
      damage_ = partly_lost(stream_.granule() - given_, stream_.granule(), info_.sample_rate, *pages.hole());
    } else if (given_ < stream_.granule()) {
      damage_ = broken_off(given_, info_.frames, info_.sample_rate, pages.position());
    } else if (pages.others()) {
      damage_ = only_first_stream(pages.position());
    }
  }

  StreamCopy stream_;
  std::unique_ptr<char[]> work_;  // before vorbis_, which lives in it
  std::unique_ptr<stb_vorbis, Closer> vorbis_;
  std::uint64_t given_ = 0;   // frames
  std::size_t consumed_ = 0;  // bytes
  bool finished_ = false;
};

}  // namespace

bool is_vorbis(ByteSource& source) { return has_word(source, 0, "OggS") && has_word(source, 28, "\x01vorbis"); }

OpenedDecoder open_vorbis(ByteSource& source) { return VorbisDecoder::open(source); }

}  // namespace genrelens
