#include "web/window/spectrogram_image.h"

#include <GLES3/gl3.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace genrelens::window {
namespace {

constexpr std::size_t kWidth = 2048;  // columns of the texture
constexpr int kRange = 2 * 70;        // half decibels from the loudest column to the darkest colour

}  // namespace

void SpectrogramImage::start(std::size_t bands, double column_seconds) {
  columns_.start(bands, column_seconds);
  column_seconds_ = 0;
  pixels_.assign(kWidth * bands * 4, 0);
}

Slice SpectrogramImage::show(double begin, double end, float pixels, const Colours& colours) {
  if (columns_.pushed() == 0) return {};
  place(begin, end, pixels);
  if (columns_.largest() != largest_ || colours.heat != heat_) filled_ = 0;
  if (columns_.columns(level_) <= first_) return {};
  const std::size_t held = std::min(columns_.columns(level_) - first_, kWidth);
  if (columns_.pushed() != pushed_ || filled_ < held) {
    if (filled_ > 0) filled_--;  // more may have come into the last one
    largest_ = columns_.largest();
    pushed_ = columns_.pushed();
    heat_ = colours.heat;
    colour(filled_, held, colours);
    upload(filled_, std::min(held + 1, kWidth));
    filled_ = held;
  }
  const double start = static_cast<double>(first_) * column_seconds_;
  return {.begin = start,
          .end = std::min(start + static_cast<double>(held) * column_seconds_, columns_.seconds()),
          .used = static_cast<float>(held) / kWidth};
}

// Chooses level and first column. What is there stays if it will do.
void SpectrogramImage::place(double begin, double end, float pixels) {
  const double finest = (end - begin) / static_cast<double>(std::min(pixels, kWidth / 2.0F - 1));
  const std::size_t level = columns_.level_for(finest);
  const double seconds = columns_.column_seconds(level);
  const auto wanted_begin = static_cast<std::size_t>(std::max(0.0, begin / seconds));
  const auto wanted_end = static_cast<std::size_t>(std::ceil(end / seconds));
  level_ = level;  // columns of the same length have another number once the finest level is dropped
  if (seconds == column_seconds_ && wanted_begin >= first_ && wanted_end <= first_ + kWidth) return;
  column_seconds_ = seconds;
  const std::size_t wanted = std::min(wanted_end - wanted_begin, kWidth);
  first_ = wanted_begin - std::min(wanted_begin, (kWidth - wanted) / 2);  // the rest of the width on both sides
  filled_ = 0;
}

void SpectrogramImage::colour(std::size_t begin, std::size_t end, const Colours& chosen) {
  std::array<ImU32, 256> colours;
  for (int level = 0; level < 256; level++) {
    colours[static_cast<std::size_t>(level)] =
        chosen.heat_colour(static_cast<float>(level - largest_ + kRange) / static_cast<float>(kRange));
  }
  const std::size_t bands = columns_.rows();
  auto* pixels = reinterpret_cast<ImU32*>(pixels_.data());
  for (std::size_t column = begin; column < end; column++) {
    const std::span<const std::uint8_t> levels = columns_.column(level_, first_ + column);
    for (std::size_t band = 0; band < bands; band++)
      pixels[(bands - 1 - band) * kWidth + column] = colours[levels[band]];
  }
  if (end == 0 || end == kWidth) return;
  // The column beyond the last one is what linear filtering mixes in.
  for (std::size_t band = 0; band < bands; band++) pixels[band * kWidth + end] = pixels[band * kWidth + end - 1];
}

// The columns `begin` to `end`, and all of them if the texture is new.
void SpectrogramImage::upload(std::size_t begin, std::size_t end) {
  if (texture_ == 0) glGenTextures(1, &texture_);
  glBindTexture(GL_TEXTURE_2D, texture_);
  const auto rows = static_cast<GLsizei>(columns_.rows());
  if (texture_rows_ != columns_.rows()) {
    texture_rows_ = columns_.rows();
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, kWidth, rows, 0, GL_RGBA, GL_UNSIGNED_BYTE, pixels_.data());
    return;
  }
  glPixelStorei(GL_UNPACK_ROW_LENGTH, kWidth);
  glTexSubImage2D(GL_TEXTURE_2D, 0, static_cast<GLint>(begin), 0, static_cast<GLsizei>(end - begin), rows, GL_RGBA,
                  GL_UNSIGNED_BYTE, &pixels_[begin * 4]);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
}

ImTextureID SpectrogramImage::texture() const { return reinterpret_cast<ImTextureID>(static_cast<intptr_t>(texture_)); }

}  // namespace genrelens::window
