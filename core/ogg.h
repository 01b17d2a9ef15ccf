// Ogg (RFC 3533): the pages of one logical stream, and the packets in them. Pages that are damaged or missing are
// passed over, and that is told. Not for core's users: they include core/decode.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/decode_format.h"

namespace genrelens {

struct OggPage {
  static constexpr std::size_t kHeaderBytes = 27;
  static constexpr std::size_t kMaximumBytes = kHeaderBytes + 255 + 255 * 255;
  static constexpr std::uint64_t kNoGranule = ~std::uint64_t{0};  // no packet ends on this page

  Bytes bytes;     // header and body
  Bytes segments;  // their lengths
  std::uint64_t granule = kNoGranule;
  std::uint32_t serial = 0;
  std::uint32_t sequence = 0;
  bool continued = false;  // begins within a packet
  bool first = false;
  bool last = false;

  Bytes body() const { return bytes.subspan(kHeaderBytes + segments.size()); }

  // Of the segments, those up to the end of the first packet that ends on this page; all if none does.
  std::size_t segments_of_first_packet() const;
  // Of the segments, those after the end of the last packet that ends on this page; all if none does.
  std::size_t segments_of_open_packet() const;
};

// Of a whole page, its own checksum, the four bytes from kOggChecksum on, taken as zero.
inline constexpr std::size_t kOggChecksum = 22;
std::uint32_t ogg_page_checksum(Bytes page);

// The page that the bytes begin with, if it is whole and its checksum is right.
std::optional<OggPage> parse_ogg_page(Bytes bytes);

// The pages of the stream that the source begins with.
class OggPages {
 public:
  explicit OggPages(ByteSource& source) : source_(&source) {}

  // The next page, which stands until the next call; nothing after the last one.
  std::optional<OggPage> next();

  bool gap() const { return gap_; }                                // pages are missing before the one given last
  std::optional<std::uint64_t> hole() const { return hole_; }      // where the first missing ones should stand
  bool complete() const { return complete_; }                      // the stream's marked end was reached
  bool others() const { return others_; }                          // there are pages of other streams, not read
  std::uint64_t position() const { return position_; }             // where the page given last ends
  std::optional<std::uint32_t> serial() const { return serial_; }  // of the stream

 private:
  std::optional<OggPage> page_at(std::uint64_t offset);
  std::optional<OggPage> find_page(std::uint64_t offset, std::uint64_t& found);

  ByteSource* source_;
  std::optional<std::uint32_t> serial_;
  std::uint32_t sequence_ = 0;  // that is expected next
  std::uint64_t position_ = 0;
  std::optional<std::uint64_t> hole_;
  bool gap_ = false;
  bool complete_ = false;
  bool others_ = false;
};

// The packets of the same stream, one after the other.
class OggPackets {
 public:
  struct Packet {
    std::vector<std::uint8_t> bytes;
    bool after_gap = false;                       // pages before it are missing
    bool last_on_page = false;                    // of those that end on its page
    std::uint64_t granule = OggPage::kNoGranule;  // of the page that it ends on
  };

  explicit OggPackets(ByteSource& source) : pages_(source) {}

  // Nothing at the end; a packet that is not whole is not given.
  std::optional<Packet> next();

  const OggPages& pages() const { return pages_; }

 private:
  bool turn_page();

  OggPages pages_;
  std::vector<std::uint8_t> body_;
  std::vector<std::uint8_t> segments_;
  std::size_t segment_ = 0;  // next of segments_
  std::size_t offset_ = 0;   // of it in body_
  std::uint64_t granule_ = OggPage::kNoGranule;
  std::vector<std::uint8_t> open_;  // the beginning of a packet that goes on
  bool after_gap_ = false;
};

// The granule of the last whole page of stream `serial`, looked for in the source's last 130 kB.
std::optional<std::uint64_t> last_ogg_granule(ByteSource& source, std::uint32_t serial);

}  // namespace genrelens
