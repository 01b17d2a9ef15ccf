#include "core/level.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>

namespace genrelens {
namespace {

// Frames in a strip of the transposition: a cache line of floats of every band.
constexpr std::size_t kStrip = 16;

// log10 of a normal, positive number, to about 1e-15. The C libraries' own differ in their last bits between platforms;
// this is additions, multiplications and one division in a fixed order.
double common_logarithm(double value) {
  // value = mantissa · 2^exponent, mantissa in [√½, √2)
  constexpr std::uint64_t root_half = 0x3fe6a09e667f3bcd;
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const std::uint64_t shifted = bits - root_half;
  const auto exponent = static_cast<std::int32_t>(static_cast<std::int64_t>(shifted) >> 52);
  const auto mantissa = std::bit_cast<double>(bits - (shifted & 0xfff0000000000000));

  // ln((1 + s) / (1 − s)) = 2·(s + s³/3 + s⁵/5 + …), |s| ≤ 0.1716; the first term left out is below 1e-15
  const double s = (mantissa - 1) / (mantissa + 1);
  const double z = s * s;
  double sum = 1.0 / 17;
  for (int odd = 15; odd >= 1; odd -= 2) sum = sum * z + 1.0 / odd;
  constexpr double log10_of_e = 0.43429448190325182765;
  constexpr double log10_of_2 = 0.30102999566398119521;
  return exponent * log10_of_2 + 2 * s * sum * log10_of_e;
}

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
