#include "web/window/spectrogram_image.h"

#include <GLES3/gl3.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace genrelens::window {
namespace {

constexpr std::size_t kWidth = 2048;  // columns of the texture
constexpr int kRange = 2 * 70;        // half decibels from the loudest column to the darkest colour

// Nine stops of matplotlib's "inferno" (Smith and van der Walt 2015), the first one darkened to the panel's colour.
constexpr std::array<std::array<float, 3>, 9> kStops = {{{11, 12, 22},
                                                         {31, 12, 72},
                                                         {85, 15, 109},
                                                         {136, 34, 106},
                                                         {186, 54, 85},
                                                         {227, 89, 51},
                                                         {249, 140, 10},
                                                         {249, 201, 50},
                                                         {252, 255, 164}}};

}  // namespace

ImU32 heat_colour(float level) {
  const float place = std::clamp(level, 0.0F, 1.0F) * (kStops.size() - 1);
  const std::size_t stop = std::min(static_cast<std::size_t>(place), kStops.size() - 2);
  const float share = place - static_cast<float>(stop);
  const auto mix = [&](std::size_t channel) {
    return static_cast<int>(std::lerp(kStops[stop][channel], kStops[stop + 1][channel], share) + 0.5F);
  };
  return IM_COL32(mix(0), mix(1), mix(2), 255);
}

void SpectrogramImage::start(std::size_t bands, double column_seconds) {
  bands_ = bands;
  column_seconds_ = column_seconds;
  merge_ = 1;
  merged_ = 0;
  loudest_ = 0;
  drawn_ = 0;
  levels_.clear();
  pixels_.assign(kWidth * bands * 4, 0);
}

void SpectrogramImage::append(std::span<const std::uint8_t> columns) {
  if (bands_ == 0) return;
  for (std::size_t begin = 0; begin + bands_ <= columns.size(); begin += bands_) {
    const std::span<const std::uint8_t> column = columns.subspan(begin, bands_);
    if (const std::uint8_t loudest = *std::ranges::max_element(column); loudest > loudest_) {
      loudest_ = loudest;
      drawn_ = 0;  // every colour is relative to the loudest
    }
    if (merged_ > 0 && merged_ < merge_) {
      const auto last = levels_.end() - static_cast<std::ptrdiff_t>(bands_);
      std::ranges::transform(column, std::span(last, bands_), last, [](auto a, auto b) { return std::max(a, b); });
      drawn_ = std::min(drawn_, this->columns() - 1);
    } else {
      if (this->columns() == kWidth) halve();
      levels_.insert(levels_.end(), column.begin(), column.end());
      merged_ = 0;
    }
    merged_++;
  }
}

void SpectrogramImage::halve() {
  for (std::size_t column = 0; column < kWidth / 2; column++) {
    for (std::size_t band = 0; band < bands_; band++) {
      const std::uint8_t* pair = &levels_[2 * column * bands_ + band];
      levels_[column * bands_ + band] = std::max(pair[0], pair[bands_]);
    }
  }
  levels_.resize(kWidth / 2 * bands_);
  merge_ *= 2;
  column_seconds_ *= 2;
  drawn_ = 0;
}

void SpectrogramImage::upload() {
  if (bands_ == 0 || drawn_ == columns()) return;
  std::array<ImU32, 256> colours;
  for (int level = 0; level < 256; level++) {
    colours[static_cast<std::size_t>(level)] =
        heat_colour(static_cast<float>(level - loudest_ + kRange) / static_cast<float>(kRange));
  }
  for (std::size_t band = 0; band < bands_; band++) {
    auto* row = reinterpret_cast<ImU32*>(pixels_.data()) + (bands_ - 1 - band) * kWidth;
    for (std::size_t column = drawn_; column < columns(); column++) {
      row[column] = colours[levels_[column * bands_ + band]];
    }
    // The column beyond the last one is what linear filtering mixes in.
    if (columns() < kWidth) row[columns()] = row[columns() - 1];
  }
  drawn_ = columns();

  if (texture_ == 0) glGenTextures(1, &texture_);
  glBindTexture(GL_TEXTURE_2D, texture_);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, kWidth, static_cast<GLsizei>(bands_), 0, GL_RGBA, GL_UNSIGNED_BYTE,
               pixels_.data());
}

ImTextureID SpectrogramImage::texture() const { return reinterpret_cast<ImTextureID>(static_cast<intptr_t>(texture_)); }

float SpectrogramImage::used() const { return static_cast<float>(columns()) / kWidth; }

double SpectrogramImage::seconds() const { return static_cast<double>(columns()) * column_seconds_; }

}  // namespace genrelens::window
