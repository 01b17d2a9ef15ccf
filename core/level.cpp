#include "core/level.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "core/logarithm.h"

namespace genrelens {
namespace {

// Frames in a strip of the transposition: a cache line of floats of every band.
constexpr std::size_t kStrip = 16;
constexpr double kLogarithmOfTen = 2.302585092994045684;

// out(band, frame) = level_of(power(frame, band))
template <class LevelOf>
void transposed(std::span<const float> power, std::size_t frames, std::size_t bands, std::span<float> out,
                const LevelOf& level_of) {
  for (std::size_t begin = 0; begin < frames; begin += kStrip) {
    const std::size_t end = std::min(begin + kStrip, frames);
    for (std::size_t band = 0; band < bands; band++) {
      for (std::size_t frame = begin; frame < end; frame++) {
        out[band * frames + frame] = static_cast<float>(level_of(power[frame * bands + band]));
      }
    }
  }
}

}  // namespace

LevelOptions natural_level(double offset, double range) {
  return {.multiplier = kLogarithmOfTen, .range = range, .smallest = offset, .reference = LevelReference::one};
}

void levels(std::span<const float> power, std::size_t frames, std::size_t bands, const LevelOptions& options,
            std::span<float> out) {
  assert(power.size() == frames * bands && out.size() == power.size());
  assert(options.multiplier > 0 && options.range > 0 && options.smallest > 0);
  const double smallest = std::max(options.smallest, std::numeric_limits<double>::min());
  const double scale = options.multiplier / options.range;
  // What is no number counts as silence, and infinity as the greatest number.
  const auto bounded = [](float value, double least) {
    return value > least ? std::min<double>(value, std::numeric_limits<float>::max()) : least;
  };
  if (options.reference == LevelReference::one) {
    const double silence = common_logarithm(smallest);
    transposed(power, frames, bands, out, [&](float value) {
      return std::clamp((common_logarithm(bounded(value, 0) + smallest) - silence) * scale, 0.0, 1.0);
    });
    return;
  }

  double maximum = smallest;
  for (float value : power) maximum = std::max(maximum, bounded(value, smallest));
  if (!(maximum > smallest)) {
    std::fill(out.begin(), out.end(), 0.0f);
    return;
  }
  const double reference = common_logarithm(maximum);
  transposed(power, frames, bands, out, [&](float value) {
    return std::max(0.0, 1 + (common_logarithm(bounded(value, smallest)) - reference) * scale);
  });
}

std::uint8_t stored_level(float level) {
  const double value = level > 0 ? std::min<double>(level, 1) : 0;
  return static_cast<std::uint8_t>(std::floor(value * 255 + 0.5));
}

}  // namespace genrelens
