// The spectrogram's picture, growing while the song is read, as a texture that ImGui can draw.
//
//   image.start(bands, column_seconds);
//   image.append(bytes);        // (columns, bands), as engine/display_spectrogram.h writes them
//   image.upload();             // with a GL context, before drawing
//   AddImage(image.texture(), …, {0, 0}, {image.used(), 1});
//
// A song longer than the texture is wide is halved: two columns become one, the louder of each pair.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace genrelens::window {

class SpectrogramImage {
 public:
  void start(std::size_t bands, double column_seconds);
  void append(std::span<const std::uint8_t> columns);
  void upload();

  ImTextureID texture() const;
  float used() const;      // share of the texture's width that holds columns
  double seconds() const;  // of song that they show
  std::size_t columns() const { return bands_ == 0 ? 0 : levels_.size() / bands_; }

 private:
  void halve();

  std::size_t bands_ = 0;
  double column_seconds_ = 0;         // of one column in levels_
  std::size_t merge_ = 1;             // pushed columns in one column of levels_
  std::size_t merged_ = 0;            // of them already in the last one
  std::vector<std::uint8_t> levels_;  // (columns, bands)
  std::vector<std::uint8_t> pixels_;  // (bands, width, RGBA), highest band first
  std::uint8_t loudest_ = 0;
  std::size_t drawn_ = 0;  // columns whose pixels are up to date
  unsigned texture_ = 0;
};

// 0…1 to colour: dark violet over red to pale yellow, its lightness rising evenly.
ImU32 heat_colour(float level);

}  // namespace genrelens::window
