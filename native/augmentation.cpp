#include "native/augmentation.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

namespace genrelens {
namespace {

// A random stretch of the row, `frames` columns wide after time has been bent; the row is repeated if it is too short.
std::vector<std::size_t> choose_columns(std::size_t columns, std::size_t frames, double stretch, Random& random) {
  const double speed = std::exp(random.uniform(-stretch, stretch));
  const double span = static_cast<double>(frames - 1) * speed + 1;
  const double room = std::max(0.0, static_cast<double>(columns) - span);
  const double begin = random.uniform(0, room);
  std::vector<std::size_t> chosen(frames);
  for (std::size_t i = 0; i < frames; i++) {
    chosen[i] = static_cast<std::size_t>(begin + static_cast<double>(i) * speed) % columns;
  }
  return chosen;
}

// The bands that are heard: at the narrowest, 350 Hz to 3 kHz of 128 bands up to 11 kHz.
Stripe choose_narrow(std::size_t bands, Random& random) {
  constexpr double kLowest = 0.1, kHighest = 0.64;  // of all bands
  const double low = random.uniform(0, kLowest), high = random.uniform(kHighest, 1);
  return {static_cast<std::size_t>(low * static_cast<double>(bands)),
          static_cast<std::size_t>(high * static_cast<double>(bands))};
}

void refer_to_maximum(std::span<float> chunk) {
  const float loudest = *std::max_element(chunk.begin(), chunk.end());
  if (loudest <= 0) return;  // silence has no maximum to refer to
  const float shift = 1 - loudest;
  for (float& level : chunk) level = std::clamp(level + shift, 0.0f, 1.0f);
}

int scaled_whole(int value, double strength) { return static_cast<int>(std::lround(value * strength)); }

}  // namespace

Augmentation scaled(const Augmentation& options, double strength) {
  Augmentation scaled = options;
  scaled.stretch *= strength;
  scaled.shift_bands = scaled_whole(options.shift_bands, strength);
  scaled.tilt *= strength;
  scaled.floor = std::min(1.0, options.floor * strength);
  scaled.narrow = std::min(1.0, options.narrow * strength);
  scaled.masks.time_mask_frames = scaled_whole(options.masks.time_mask_frames, strength);
  scaled.masks.band_mask_bands = scaled_whole(options.masks.band_mask_bands, strength);
  return scaled;
}

PictureTransformOptions scaled(const PictureTransformOptions& options, double strength) {
  return {.rotation = std::min(180.0, options.rotation * strength),
          .column_shift = std::min(1.0, options.column_shift * strength),
          .row_shift = std::min(1.0, options.row_shift * strength),
          .shear = std::min(80.0, options.shear * strength),
          .zoom = std::min(0.9, options.zoom * strength),
          .darkest = std::max(0.0, 1 - (1 - options.darkest) * strength),
          .brightest = std::min(10.0, 1 + (options.brightest - 1) * strength),
          .mirror = std::min(1.0, options.mirror * strength)};
}

void augment(std::span<const std::uint8_t> row, std::size_t bands, std::size_t frames, LevelReference reference,
             const Augmentation& options, Random& random, std::span<float> chunk) {
  assert(row.size() % bands == 0 && chunk.size() == bands * frames);
  const std::size_t columns = row.size() / bands;
  const std::vector<std::size_t> chosen = choose_columns(columns, frames, options.stretch, random);
  const std::int64_t choices = 2 * options.shift_bands + 1;
  const std::int64_t shift =
      static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(choices))) - options.shift_bands;
  const double tilt = random.uniform(-options.tilt, options.tilt);
  for (std::size_t band = 0; band < bands; band++) {
    const std::int64_t last = static_cast<std::int64_t>(bands) - 1;
    const auto source =
        static_cast<std::size_t>(std::clamp(static_cast<std::int64_t>(band) + shift, std::int64_t{0}, last));
    const double height = 2 * static_cast<double>(band) / static_cast<double>(last) - 1;  // −1 lowest band … 1 highest
    const auto offset = static_cast<float>(tilt * height);
    for (std::size_t i = 0; i < frames; i++) {
      const std::uint8_t stored = row[source * columns + chosen[i]];
      chunk[band * frames + i] = stored == 0 ? 0 : static_cast<float>(stored) / 255 + offset;  // silence has no colour
    }
  }
  const bool narrow = options.narrow > 0 && random.uniform() < options.narrow;
  const Stripe heard = narrow ? choose_narrow(bands, random) : Stripe{0, bands};
  std::fill(chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(heard.begin * frames), 0.0F);
  std::fill(chunk.begin() + static_cast<std::ptrdiff_t>(heard.end * frames), chunk.end(), 0.0F);
  const std::span<float> sounding = chunk.subspan(heard.begin * frames, (heard.end - heard.begin) * frames);
  if (reference == LevelReference::maximum) refer_to_maximum(sounding);
  mask(chunk, bands, options.masks, random);
  const double draw = random.uniform();
  const auto floor = static_cast<float>(options.floor * draw * draw);
  for (float& level : chunk) level = std::max(level, floor);
}

}  // namespace genrelens
