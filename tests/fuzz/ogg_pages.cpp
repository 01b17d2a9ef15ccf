#include "tests/fuzz/ogg_pages.h"

#include <cstddef>

#include "core/ogg.h"

using genrelens::kOggChecksum;

bool begins_with_ogg_page(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= genrelens::OggPage::kHeaderBytes && genrelens::has_word(bytes, 0, "OggS");
}

void mend_ogg_pages(std::span<std::uint8_t> bytes) {
  while (begins_with_ogg_page(bytes)) {
    constexpr std::size_t kHeaderBytes = genrelens::OggPage::kHeaderBytes;
    std::size_t size = kHeaderBytes + bytes[26];
    if (size > bytes.size()) return;
    for (const std::uint8_t length : bytes.subspan(kHeaderBytes, bytes[26])) size += length;
    if (size > bytes.size()) return;
    const std::uint32_t crc = genrelens::ogg_page_checksum(bytes.first(size));
    for (std::size_t i = 0; i < 4; i++) bytes[kOggChecksum + i] = static_cast<std::uint8_t>(crc >> (8 * i));
    bytes = bytes.subspan(size);
  }
}
