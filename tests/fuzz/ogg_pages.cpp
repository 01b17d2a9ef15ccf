#include "tests/fuzz/ogg_pages.h"

#include <array>
#include <cstddef>
#include <cstring>

namespace {

constexpr std::size_t kHeaderBytes = 27;
constexpr std::size_t kChecksum = 22;  // offset of its four bytes

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; i++) {
    std::uint32_t value = i << 24;
    for (int bit = 0; bit < 8; bit++) value = value << 1 ^ ((value & 0x80000000u) != 0 ? 0x04c11db7u : 0u);
    table[i] = value;
  }
  return table;
}
constexpr std::array<std::uint32_t, 256> kTable = make_table();

std::uint32_t checksum(std::span<const std::uint8_t> page) {
  std::uint32_t crc = 0;
  for (std::size_t i = 0; i < page.size(); i++)
    crc = crc << 8 ^ kTable[crc >> 24 ^ (i >= kChecksum && i < kChecksum + 4 ? 0u : page[i])];
  return crc;
}

}  // namespace

bool begins_with_ogg_page(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= kHeaderBytes && std::memcmp(bytes.data(), "OggS", 4) == 0;
}

void mend_ogg_pages(std::span<std::uint8_t> bytes) {
  while (begins_with_ogg_page(bytes)) {
    std::size_t size = kHeaderBytes + bytes[26];
    if (size > bytes.size()) return;
    for (const std::uint8_t length : bytes.subspan(kHeaderBytes, bytes[26])) size += length;
    if (size > bytes.size()) return;
    const std::uint32_t crc = checksum(bytes.first(size));
    for (std::size_t i = 0; i < 4; i++) bytes[kChecksum + i] = static_cast<std::uint8_t>(crc >> (8 * i));
    bytes = bytes.subspan(size);
  }
}
