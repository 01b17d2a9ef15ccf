// A picture of 256 colours as a PNG file (ISO/IEC 15948), to stand in a page as a data: address. Not compressed.
//
//   std::string uri = data_uri("image/png", write_png({width, height, palette, pixels}));
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/picture.h"

namespace genrelens {

struct PalettePicture {
  std::size_t width = 0;                 // ≥ 1
  std::size_t height = 0;                // ≥ 1
  std::span<const Colour> palette;       // 1…256
  std::span<const std::uint8_t> pixels;  // (height, width), numbers of colours
};

std::vector<std::uint8_t> write_png(const PalettePicture& picture);

// data:TYPE;base64,…
std::string data_uri(std::string_view type, std::span<const std::uint8_t> bytes);

}  // namespace genrelens
