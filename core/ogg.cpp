#include "core/ogg.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace genrelens {
namespace {

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

// A page's length as its header states it; nothing if this is no page's header, or not a whole one.
std::optional<std::size_t> stated_length(Bytes bytes) {
  if (bytes.size() < OggPage::kHeaderBytes || !has_word(bytes, 0, "OggS") || bytes[4] != 0) return std::nullopt;
  const std::size_t header = OggPage::kHeaderBytes + bytes[26];
  if (bytes.size() < header) return std::nullopt;
  std::size_t length = header;
  for (const std::uint8_t segment : bytes.subspan(OggPage::kHeaderBytes, bytes[26])) length += segment;
  return length;
}

}  // namespace

std::uint32_t ogg_page_checksum(Bytes page) {
  std::uint32_t crc = 0;
  for (std::size_t i = 0; i < page.size(); i++)
    crc = crc << 8 ^ kCrcTable[crc >> 24 ^ (i >= kOggChecksum && i < kOggChecksum + 4 ? 0u : page[i])];
  return crc;
}

std::size_t OggPage::segments_of_first_packet() const {
  const auto end = std::find_if(segments.begin(), segments.end(), [](std::uint8_t length) { return length < 255; });
  return end == segments.end() ? segments.size() : static_cast<std::size_t>(end - segments.begin()) + 1;
}

std::size_t OggPage::segments_of_open_packet() const {
  std::size_t count = 0;
  while (count < segments.size() && segments[segments.size() - 1 - count] == 255) count++;
  return count;
}

std::optional<OggPage> parse_ogg_page(Bytes bytes) {
  const std::optional<std::size_t> length = stated_length(bytes);
  if (!length || bytes.size() < *length) return std::nullopt;
  OggPage page;
  page.bytes = bytes.first(*length);
  if (ogg_page_checksum(page.bytes) != read_integer(bytes, kOggChecksum, 4, std::endian::little)) return std::nullopt;
  page.segments = bytes.subspan(OggPage::kHeaderBytes, bytes[26]);
  page.granule = read_integer(bytes, 6, 8, std::endian::little);
  page.serial = static_cast<std::uint32_t>(read_integer(bytes, 14, 4, std::endian::little));
  page.sequence = static_cast<std::uint32_t>(read_integer(bytes, 18, 4, std::endian::little));
  page.continued = (bytes[5] & 1) != 0;
  page.first = (bytes[5] & 2) != 0;
  page.last = (bytes[5] & 4) != 0;
  return page;
}

std::optional<OggPage> OggPages::page_at(std::uint64_t offset) {
  const std::optional<std::size_t> length = stated_length(source_->view(offset, OggPage::kHeaderBytes + 255));
  return length ? parse_ogg_page(source_->view(offset, *length)) : std::nullopt;
}

// The first page from `offset` on; `found` is where it begins.
std::optional<OggPage> OggPages::find_page(std::uint64_t offset, std::uint64_t& found) {
  constexpr std::size_t kView = 1 << 12;
  constexpr std::uint64_t kLargestGap =
      1 << 22;  // so that hostile bytes cannot make each page a search of the whole file
  for (found = offset; found - offset <= kLargestGap;) {
    const Bytes view = source_->view(found, kView);
    const void* letter = view.empty() ? nullptr : std::memchr(view.data(), 'O', view.size());
    if (view.empty()) break;
    if (letter == nullptr) {
      found += view.size();
      continue;
    }
    found += static_cast<std::uint64_t>(static_cast<const std::uint8_t*>(letter) - view.data());
    if (std::optional<OggPage> page = page_at(found)) return page;
    found++;
  }
  return std::nullopt;
}

std::optional<OggPage> OggPages::next() {
  gap_ = false;
  while (!complete_) {
    std::uint64_t begin = position_;
    const std::optional<OggPage> page = find_page(position_, begin);
    if (!page) return std::nullopt;
    const std::uint64_t expected = std::exchange(position_, begin + page->bytes.size());
    if (serial_ && *serial_ != page->serial) {
      others_ = true;
      continue;
    }
    gap_ = gap_ || begin != expected || (serial_ && page->sequence != sequence_);
    if (gap_ && !hole_) hole_ = expected;
    serial_ = page->serial;
    sequence_ = page->sequence + 1;
    complete_ = page->last;
    if (!complete_) return page;
    others_ = others_ || page_at(position_).has_value();
    return page_at(begin);  // looking further has moved the view
  }
  return std::nullopt;
}

bool OggPackets::turn_page() {
  const std::optional<OggPage> page = pages_.next();
  if (!page) return false;
  const Bytes body = page->body();
  body_.assign(body.begin(), body.end());
  segments_.assign(page->segments.begin(), page->segments.end());
  segment_ = offset_ = 0;
  granule_ = page->granule;
  after_gap_ = after_gap_ || pages_.gap();
  const bool broken = pages_.gap() || page->continued == open_.empty();
  if (!broken) return true;
  open_.clear();
  if (!page->continued) return true;
  segment_ = page->segments_of_first_packet();  // the end of a packet whose beginning is not there
  for (std::size_t i = 0; i < segment_; i++) offset_ += segments_[i];
  return true;
}

std::optional<OggPackets::Packet> OggPackets::next() {
  for (;;) {
    while (segment_ < segments_.size()) {
      const std::size_t length = segments_[segment_++];
      const auto begin = body_.begin() + static_cast<std::ptrdiff_t>(offset_);
      open_.insert(open_.end(), begin, begin + static_cast<std::ptrdiff_t>(length));
      offset_ += length;
      if (length == 255) continue;
      const auto rest = segments_.begin() + static_cast<std::ptrdiff_t>(segment_);
      const bool last = std::all_of(rest, segments_.end(), [](std::uint8_t each) { return each == 255; });
      return Packet{.bytes = std::exchange(open_, {}),
                    .after_gap = std::exchange(after_gap_, false),
                    .last_on_page = last,
                    .granule = granule_};
    }
    if (!turn_page()) return std::nullopt;
  }
}

std::optional<std::uint64_t> last_ogg_granule(ByteSource& source, std::uint32_t serial) {
  constexpr std::uint64_t kSearch = 2 * OggPage::kMaximumBytes;
  std::optional<std::uint64_t> granule;
  std::uint64_t at = source.size() - std::min(source.size(), kSearch);
  while (at < source.size()) {
    const std::optional<std::size_t> length = stated_length(source.view(at, OggPage::kHeaderBytes + 255));
    const std::optional<OggPage> page = length ? parse_ogg_page(source.view(at, *length)) : std::nullopt;
    if (page && page->serial == serial && page->granule != OggPage::kNoGranule) granule = page->granule;
    at += page ? page->bytes.size() : 1;
  }
  return granule;
}

}  // namespace genrelens
