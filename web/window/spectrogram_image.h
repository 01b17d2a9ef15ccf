// The spectrogram's picture, growing while the song is read, as a texture that ImGui can draw.
//
//   image.start(bands, column_seconds);
//   image.append(bytes);                                     // (columns, bands), as engine/display_spectrogram.h
//   writes them const Slice slice = image.show(begin, end, pixels, colours);  // with a GL context: what is seen of it
//   AddImage(image.texture(), …, {0, 0}, {slice.used, 1});   // from slice.begin to slice.end seconds
//
// The texture holds the part of the song that is looked at, in columns as fine as the pixels and the data allow.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "web/window/colours.h"
#include "web/window/column_pyramid.h"

namespace genrelens::window {

// Part of a song, in the texture.
struct Slice {
  double begin = 0;  // s
  double end = 0;    // s
  float used = 0;    // share of the texture's width
};

class SpectrogramImage {
 public:
  void start(std::size_t bands, double column_seconds);
  void append(std::span<const std::uint8_t> columns) { columns_.append(columns); }

  // Makes the texture hold at least `begin` to `end` seconds of the song, as far as there are columns.
  Slice show(double begin, double end, float pixels, const Colours& colours);

  ImTextureID texture() const;
  void forget_texture() { texture_ = 0, texture_rows_ = 0, filled_ = 0; }  // its GL context is gone
  const ColumnPyramid& columns() const { return columns_; }

 private:
  void place(double begin, double end, float pixels);
  void colour(std::size_t begin, std::size_t end, const Colours& chosen);
  void upload(std::size_t begin, std::size_t end);

  ColumnPyramid columns_{1 << 16};
  std::vector<std::uint8_t> pixels_;  // (bands, width, RGBA), highest band first
  std::size_t level_ = 0;             // of the columns in the texture
  double column_seconds_ = 0;         // of them; another one means that the level is another
  std::size_t first_ = 0;             // the texture's first column
  std::size_t filled_ = 0;            // columns whose pixels are right
  std::size_t pushed_ = 0;            // columns of the song when they were made
  std::uint8_t largest_ = 0;          // level in the whole song then: every colour is relative to it
  HeatStops heat_ = {};               // colours of the pixels
  unsigned texture_ = 0;
  std::size_t texture_rows_ = 0;
};

}  // namespace genrelens::window
