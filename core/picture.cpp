#include "core/picture.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "core/level.h"
#include "core/option_error.h"

namespace genrelens {
namespace {

// Of level⁰ … level⁶.
using Polynomial = std::array<double, 7>;
using ColourPolynomials = std::array<Polynomial, 3>;  // red, green, blue

// tools/golden/picture.py prints these.
constexpr ColourPolynomials kMeadow = {{{0.2671, 0.2521, -1.3293, -1.3426, 0.9896, 8.6272, -6.4727},
                                        {0.0039, 1.4294, -0.3988, -2.7552, 7.957, -7.9957, 2.6652},
                                        {0.3294, 1.4397, -0.7354, -15.045, 47.7106, -57.0653, 23.5111}}};
constexpr ColourPolynomials kEmber = {{{-0.0004, 0.1063, 9.4916, -31.6654, 58.8853, -56.0082, 20.1796},
                                       {0.001, 0.9098, -6.0048, 23.1907, -42.8654, 40.5138, -14.7539},
                                       {0.0148, 1.8681, 4.049, -22.9836, 24.3859, -2.5865, -3.9978}}};

std::uint8_t byte_at(const Polynomial& polynomial, double level) {
  double value = 0;
  for (std::size_t i = polynomial.size(); i-- > 0;) value = value * level + polynomial[i];
  return static_cast<std::uint8_t>(std::floor(std::clamp(value, 0.0, 1.0) * 255 + 0.5));
}

}  // namespace

Colour colour_of(std::uint8_t level, ColourMap colours) {
  if (colours == ColourMap::grey) return {level, level, level};
  const ColourPolynomials& polynomials = colours == ColourMap::meadow ? kMeadow : kEmber;
  const double share = level / 255.0;
  return {byte_at(polynomials[0], share), byte_at(polynomials[1], share), byte_at(polynomials[2], share)};
}

Result<Picture> Picture::create(const PictureOptions& options, std::size_t bands, std::size_t frames) {
  if (options.rows < 1 || options.rows > 4096) return option_error("rows", options.rows, "from 1 to 4096");
  if (options.columns < 1 || options.columns > 4096) return option_error("columns", options.columns, "from 1 to 4096");
  if (bands < 1) return option_error("bands", 0, "at least 1");
  if (frames < 1) return option_error("frames", 0, "at least 1");
  return Picture(options, bands, frames);
}

Picture::Picture(const PictureOptions& options, std::size_t bands, std::size_t frames)
    : options_(options),
      bands_(bands),
      frames_(frames),
      bands_of_rows_(make_taps(bands, rows())),
      frames_of_columns_(make_taps(frames, columns())) {
  if (options.top == TopRow::highest_band) std::reverse(bands_of_rows_.begin(), bands_of_rows_.end());
  for (int level = 0; level < 256; level++) {
    palette_.push_back(colour_of(static_cast<std::uint8_t>(level), options.colours));
  }
}

std::vector<Picture::Tap> Picture::make_taps(std::size_t size, std::size_t new_size) {
  const double step = static_cast<double>(size) / static_cast<double>(new_size);
  const auto last = static_cast<double>(size - 1);
  std::vector<Tap> taps;
  for (std::size_t i = 0; i < new_size; i++) {
    const double position = std::clamp((static_cast<double>(i) + 0.5) * step - 0.5, 0.0, last);
    const auto low = static_cast<std::size_t>(position);
    taps.push_back({.low = low,
                    .high = std::min(low + 1, size - 1),
                    .share = static_cast<float>(position - static_cast<double>(low))});
  }
  return taps;
}

float Picture::pixel(std::span<const float> matrix, const Tap& band, const Tap& frame) const {
  const auto along = [&](std::size_t row) {
    const float low = matrix[row * frames_ + frame.low];
    return low + frame.share * (matrix[row * frames_ + frame.high] - low);
  };
  const float low = along(band.low);
  return low + band.share * (along(band.high) - low);
}

void Picture::resize(std::span<const float> matrix, std::span<float> out) const {
  assert(matrix.size() == bands_ * frames_ && out.size() == rows() * columns());
  std::size_t at = 0;
  for (const Tap& band : bands_of_rows_) {
    for (const Tap& frame : frames_of_columns_) out[at++] = pixel(matrix, band, frame);
  }
}

void Picture::paint(std::span<const float> levels, std::span<std::uint8_t> bytes) const {
  assert(levels.size() == bands_ * frames_ && bytes.size() == values());
  std::size_t at = 0;
  for (const Tap& band : bands_of_rows_) {
    for (const Tap& frame : frames_of_columns_) {
      const Colour colour = palette_[stored_level(pixel(levels, band, frame))];
      bytes[at++] = colour.red;
      if (channels() == 1) continue;
      bytes[at++] = colour.green;
      bytes[at++] = colour.blue;
    }
  }
}

}  // namespace genrelens
