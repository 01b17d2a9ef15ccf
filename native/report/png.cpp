#include "native/report/png.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace genrelens {
namespace {

using Bytes = std::vector<std::uint8_t>;

void append_big_endian(Bytes& bytes, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(value >> shift));
}

// CRC-32 of ISO 3309, reflected polynomial 0xEDB88320.
std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
  std::uint32_t crc = 0xFFFFFFFFu;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1u)));
  }
  return ~crc;
}

// Adler-32 of RFC 1950.
std::uint32_t adler32(std::span<const std::uint8_t> bytes) {
  std::uint32_t low = 1, high = 0;
  for (const std::uint8_t byte : bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return high << 16 | low;
}

// RFC 1950 around the stored blocks of RFC 1951.
Bytes stored_zlib(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t kLongestBlock = 65535;
  Bytes stream = {0x78, 0x01};
  for (std::size_t begin = 0; begin < bytes.size(); begin += kLongestBlock) {
    const std::size_t count = std::min(kLongestBlock, bytes.size() - begin);
    const auto length = static_cast<std::uint16_t>(count);
    const auto complement = static_cast<std::uint16_t>(~length);
    stream.push_back(begin + count == bytes.size() ? 1 : 0);
    for (const std::uint16_t word : {length, complement}) {
      stream.push_back(static_cast<std::uint8_t>(word & 255));
      stream.push_back(static_cast<std::uint8_t>(word >> 8));
    }
    const auto block = bytes.subspan(begin, count);
    stream.insert(stream.end(), block.begin(), block.end());
  }
  append_big_endian(stream, adler32(bytes));
  return stream;
}

void append_part(Bytes& file, std::string_view type, std::span<const std::uint8_t> content) {
  append_big_endian(file, static_cast<std::uint32_t>(content.size()));
  const std::size_t begin = file.size();
  file.insert(file.end(), type.begin(), type.end());
  file.insert(file.end(), content.begin(), content.end());
  append_big_endian(file, crc32(std::span(file).subspan(begin)));
}

}  // namespace

std::vector<std::uint8_t> write_png(const PalettePicture& picture) {
  assert(picture.pixels.size() == picture.width * picture.height && !picture.pixels.empty());
  assert(!picture.palette.empty() && picture.palette.size() <= 256);
  Bytes header;
  append_big_endian(header, static_cast<std::uint32_t>(picture.width));
  append_big_endian(header, static_cast<std::uint32_t>(picture.height));
  for (const int value : {8, 3, 0, 0, 0}) header.push_back(static_cast<std::uint8_t>(value));  // 8 bits, palette
  Bytes palette, lines;
  for (const Colour& colour : picture.palette) palette.insert(palette.end(), {colour.red, colour.green, colour.blue});
  for (std::size_t row = 0; row < picture.height; row++) {
    const auto line = picture.pixels.subspan(row * picture.width, picture.width);
    lines.push_back(0);  // no filter
    lines.insert(lines.end(), line.begin(), line.end());
  }
  Bytes file = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  append_part(file, "IHDR", header);
  append_part(file, "PLTE", palette);
  append_part(file, "IDAT", stored_zlib(lines));
  append_part(file, "IEND", {});
  return file;
}

std::string data_uri(std::string_view type, std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string uri = "data:" + std::string(type) + ";base64,";
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t held = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; j++) group = group << 8 | (j < held ? bytes[i + j] : 0u);
    for (std::size_t j = 0; j < 4; j++) uri += j <= held ? kDigits[group >> (18 - 6 * j) & 63] : '=';
  }
  return uri;
}

}  // namespace genrelens
