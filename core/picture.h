// Levels as the pictures that image networks take: resized, and coloured where they want three channels.
//
//   Result<Picture> picture = Picture::create({.rows = 288, .columns = 432}, bands, frames);
//   std::vector<std::uint8_t> bytes(picture->values());
//   picture->paint(levels, bytes);                       // (bands, frames) 0…1 → (rows, columns, 3), 0…255
//   picture->resize(levels, floats);                     // (bands, frames) any values → (rows, columns)
//
// Bilinear with half-pixel centres: output pixel i takes input coordinate (i + 0.5) · size / new size − 0.5, and the
// edge beyond the first and last centre, as OpenCV (INTER_LINEAR) and torch (interpolate, align_corners=False,
// antialias=False) do. A picture much smaller than its matrix skips some of it; PIL's resize does not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/result.h"

namespace genrelens {

// Both colour maps are polynomials of ours whose luminance never falls, fitted to nine published colours each by
// tools/golden/picture.py: not matplotlib's tables, but within 5 of 255 of them at those nine.
enum class ColourMap {
  grey,    // one channel: the level itself
  meadow,  // close to viridis: violet, blue, green, yellow
  ember,   // close to magma: black, violet, red, pale yellow
};

enum class TopRow {
  highest_band,  // as spectrograms are drawn
  lowest_band,   // as the matrix stands in memory
};

struct PictureOptions {
  int rows = 128;     // 1…4096
  int columns = 128;  // 1…4096
  ColourMap colours = ColourMap::ember;
  TopRow top = TopRow::highest_band;

  bool operator==(const PictureOptions&) const = default;
};

struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;

  bool operator==(const Colour&) const = default;
};

// The colour of stored level 0…255 (core/level.h); grey is grey.
Colour colour_of(std::uint8_t level, ColourMap colours);

class Picture {
 public:
  // bands, frames: of every matrix, ≥ 1 each. out_of_range names the option and what is allowed.
  static Result<Picture> create(const PictureOptions& options, std::size_t bands, std::size_t frames);

  const PictureOptions& options() const { return options_; }
  std::size_t rows() const { return static_cast<std::size_t>(options_.rows); }
  std::size_t columns() const { return static_cast<std::size_t>(options_.columns); }
  std::size_t channels() const { return options_.colours == ColourMap::grey ? 1 : 3; }
  std::size_t values() const { return rows() * columns() * channels(); }  // of paint()

  // matrix: (bands, frames); out: (rows, columns). Levels, dB or whatever else can be averaged.
  void resize(std::span<const float> matrix, std::span<float> out) const;

  // levels: (bands, frames), 0…1, clipped beyond; bytes: (rows, columns, channels). Resized first, then stored as
  // floor(level · 255 + 0.5), then coloured. A network that takes floats gets bytes / 255.
  void paint(std::span<const float> levels, std::span<std::uint8_t> bytes) const;

 private:
  // value = matrix[low] + share · (matrix[high] − matrix[low]) along one axis
  struct Tap {
    std::size_t low = 0;
    std::size_t high = 0;
    float share = 0;
  };

  Picture(const PictureOptions& options, std::size_t bands, std::size_t frames);
  static std::vector<Tap> make_taps(std::size_t size, std::size_t new_size);
  float pixel(std::span<const float> matrix, const Tap& band, const Tap& frame) const;

  PictureOptions options_;
  std::size_t bands_;
  std::size_t frames_;
  std::vector<Tap> bands_of_rows_;
  std::vector<Tap> frames_of_columns_;
  std::vector<Colour> palette_;  // 256
};

}  // namespace genrelens
