// Ogg Vorbis through stb_vorbis. The pages are checked here first (RFC 3533): stb_vorbis does not look at their
// checksums, and trusts the comment header's lengths.
#define STB_VORBIS_HEADER_ONLY
#include <stb/stb_vorbis.h>

#include <algorithm>
#include <array>
#include <bit>
#include <climits>
#include <vector>

#include "core/decode_format.h"

namespace genrelens {
namespace {

constexpr std::size_t kPageHeaderBytes = 27;
// libvorbis at its highest quality with eight channels takes 0.3 MB; more is needed only for comments such as pictures.
constexpr std::size_t kWorkBytes = 1 << 20;

constexpr std::array<std::uint32_t, 256> make_crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; i++) {
    std::uint32_t value = i << 24;
    for (int bit = 0; bit < 8; bit++) value = value << 1 ^ ((value & 0x80000000u) != 0 ? 0x04c11db7u : 0u);
    table[i] = value;
  }
  return table;
}
constexpr std::array<std::uint32_t, 256> kCrcTable = make_crc_table();

// Of a whole page, its own checksum taken as zero.
std::uint32_t page_crc(Bytes page) {
  std::uint32_t crc = 0;
  for (std::size_t i = 0; i < page.size(); i++)
    crc = crc << 8 ^ kCrcTable[crc >> 24 ^ (i >= 22 && i < 26 ? 0u : page[i])];
  return crc;
}

struct Page {
  Bytes bytes;     // header and body
  Bytes segments;  // their lengths
  std::uint64_t granule = 0;
  std::uint32_t serial = 0;
  bool first = false;
  bool last = false;
};

// A whole page with the right checksum, or nothing.
std::optional<Page> page_at(Bytes stream, std::size_t offset) {
  if (!has_word(stream, offset, "OggS") || stream.size() - offset < kPageHeaderBytes) return std::nullopt;
  const Bytes rest = stream.subspan(offset);
  const std::size_t header = kPageHeaderBytes + rest[26];
  if (rest[4] != 0 || rest.size() < header) return std::nullopt;
  Page page;
  page.segments = rest.subspan(kPageHeaderBytes, rest[26]);
  std::size_t size = header;
  for (const std::uint8_t length : page.segments) size += length;
  if (rest.size() < size) return std::nullopt;
  page.bytes = rest.first(size);
  if (page_crc(page.bytes) != read_integer(rest, 22, 4, std::endian::little)) return std::nullopt;
  page.granule = read_integer(rest, 6, 8, std::endian::little);
  page.serial = static_cast<std::uint32_t>(read_integer(rest, 14, 4, std::endian::little));
  page.first = (rest[5] & 2) != 0;
  page.last = (rest[5] & 4) != 0;
  return page;
}

struct Stream {
  Bytes bytes;                // the pages that are whole, from the first on
  bool complete = false;      // the last of them is marked as such
  bool followed = false;      // by another stream: not read
  std::uint64_t granule = 0;  // frames up to the end of the last page
};

Stream whole_pages(Bytes bytes) {
  constexpr std::uint64_t kNoGranule = ~std::uint64_t{0};  // no packet ends on this page
  Stream stream;
  std::optional<std::uint32_t> serial;
  std::size_t end = 0;
  while (!stream.complete) {
    const std::optional<Page> page = page_at(bytes, end);
    if (!page) break;
    stream.followed = serial && *serial != page->serial;
    if (stream.followed) break;
    serial = page->serial;
    if (page->granule != kNoGranule) stream.granule = page->granule;
    stream.complete = page->last;
    end += page->bytes.size();
  }
  stream.followed = stream.followed || (stream.complete && page_at(bytes, end).has_value());
  stream.bytes = bytes.first(end);
  return stream;
}

// The packet that is `index`th in the stream, copied out of its pages; empty if it is not whole.
std::vector<std::uint8_t> packet(Bytes stream, std::size_t index) {
  std::vector<std::uint8_t> bytes;
  std::size_t at = 0;
  while (const std::optional<Page> page = page_at(stream, at)) {
    at += page->bytes.size();
    std::size_t body = kPageHeaderBytes + page->segments.size();
    for (const std::uint8_t length : page->segments) {
      const Bytes segment = page->bytes.subspan(body, length);
      if (index == 0) bytes.insert(bytes.end(), segment.begin(), segment.end());
      body += length;
      if (length == 255) continue;  // the packet goes on
      if (index == 0) return bytes;
      index--;
    }
  }
  return {};
}

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
  static OpenedDecoder open(Bytes bytes) {
    const Stream stream = whole_pages(bytes);
    const Error broken{.code = ErrorCode::damaged,
                       .message = "The Ogg Vorbis header is broken or incomplete.",
                       .offset = stream.bytes.size()};
    if (stream.bytes.size() > INT_MAX)
      return Error{.code = ErrorCode::unsupported, .message = "Ogg Vorbis files over 2 GB are not read here."};
    if (!comments_fit(packet(stream.bytes, 1)) || !codebooks_fit(packet(stream.bytes, 2))) return broken;

    std::unique_ptr<VorbisDecoder> decoder(new VorbisDecoder(bytes.size(), stream));
    int failure = VORBIS__no_error;
    for (const std::size_t size : {kWorkBytes, kWorkBytes + stream.bytes.size()}) {
      decoder->start(size, failure);
      if (decoder->vorbis_ || failure != VORBIS_outofmem) break;
    }
    if (failure == VORBIS_too_many_channels || failure == VORBIS_feature_not_supported)
      return Error{.code = ErrorCode::unsupported,
                   .message = "This kind of Ogg Vorbis (floor 0, or more than 16 channels) is not read here."};
    if (!decoder->vorbis_) return broken;

    const stb_vorbis_info about = stb_vorbis_get_info(decoder->vorbis_.get());
    const auto channels = static_cast<std::uint64_t>(std::max(about.channels, 0));
    if (auto error = check_range("Ogg Vorbis", about.sample_rate, channels)) return *error;
    decoder->info_ = {.format = "Ogg Vorbis",
                      .sample_rate = static_cast<int>(about.sample_rate),
                      .channels = about.channels,
                      .frames = {}};
    if (stream.complete) decoder->info_.frames = stream.granule;
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
    return finished_ ? 1 : static_cast<double>(consumed_) / static_cast<double>(file_bytes_);
  }

 private:
  VorbisDecoder(std::size_t file_bytes, const Stream& stream) : file_bytes_(file_bytes), stream_(stream) {}

  // All that stb_vorbis ever allocates comes out of `size` bytes.
  void start(std::size_t size, int& failure) {
    vorbis_.reset();
    work_ = std::make_unique_for_overwrite<char[]>(size);
    const stb_vorbis_alloc work{.alloc_buffer = work_.get(), .alloc_buffer_length_in_bytes = static_cast<int>(size)};
    vorbis_.reset(
        stb_vorbis_open_memory(stream_.bytes.data(), static_cast<int>(stream_.bytes.size()), &failure, &work));
  }

  void finish() {
    finished_ = true;
    if (!stream_.complete || given_ < stream_.granule) {
      damage_ = broken_off(given_, info_.frames, info_.sample_rate, stream_.bytes.size());
    } else if (stream_.followed) {
      damage_ = Error{.code = ErrorCode::unsupported,
                      .message = "The file holds several Ogg streams; only the first was used.",
                      .offset = stream_.bytes.size()};
    }
  }

  std::size_t file_bytes_;
  Stream stream_;
  std::unique_ptr<char[]> work_;  // before vorbis_, which lives in it
  std::unique_ptr<stb_vorbis, Closer> vorbis_;
  std::uint64_t given_ = 0;   // frames
  std::size_t consumed_ = 0;  // bytes
  bool finished_ = false;
};

}  // namespace

bool is_vorbis(Bytes bytes) { return has_word(bytes, 0, "OggS") && has_word(bytes, 28, "\x01vorbis"); }

OpenedDecoder open_vorbis(Bytes bytes) { return VorbisDecoder::open(bytes); }

}  // namespace genrelens
