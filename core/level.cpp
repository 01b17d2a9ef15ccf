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

}  // namespace

void levels(std::span<const float> power, std::size_t frames, std::size_t bands, const LevelOptions& options,
            std::span<float> out) {
  assert(power.size() == frames * bands && out.size() == power.size());
  assert(options.multiplier > 0 && options.range > 0 && options.smallest > 0);
  const double smallest = std::max(options.smallest, std::numeric_limits<double>::min());
  // What is no number counts as silence, and infinity as the greatest number.
  const auto bounded = [&](float value) {
    return value > smallest ? std::min<double>(value, std::numeric_limits<float>::max()) : smallest;
  };

  double maximum = smallest;
  for (float value : power) maximum = std::max(maximum, bounded(value));
  if (!(maximum > smallest)) {
    std::fill(out.begin(), out.end(), 0.0f);
    return;
  }

  const double reference = common_logarithm(maximum);
  const double scale = options.multiplier / options.range;
  for (std::size_t begin = 0; begin < frames; begin += kStrip) {
    const std::size_t end = std::min(begin + kStrip, frames);
    for (std::size_t band = 0; band < bands; band++) {
      for (std::size_t frame = begin; frame < end; frame++) {
        const double below = common_logarithm(bounded(power[frame * bands + band])) - reference;
        out[band * frames + frame] = static_cast<float>(std::max(0.0, 1 + below * scale));
      }
    }
  }
}

std::uint8_t stored_level(float level) {
  const double value = level > 0 ? std::min<double>(level, 1) : 0;
  return static_cast<std::uint8_t>(std::floor(value * 255 + 0.5));
}

}  // namespace genrelens
