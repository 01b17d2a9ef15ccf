#include "core/logarithm.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdint>
#include <limits>

#include "core/option_error.h"

namespace genrelens {
namespace {

// value = mantissa · 2^exponent
struct Split {
  std::int32_t exponent;
  double logarithm;  // of the mantissa, natural
};

// The C libraries' own logarithms differ in their last bits between platforms; this is additions, multiplications and
// one division in a fixed order.
Split split(double value) {
  // mantissa in [√½, √2)
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
  return {exponent, 2 * s * sum};
}

double bounded(float value, double smallest) {
  return value > smallest ? std::min<double>(value, std::numeric_limits<float>::max()) : smallest;
}

}  // namespace

double common_logarithm(double value) {
  constexpr double log10_of_e = 0.43429448190325182765;
  constexpr double log10_of_2 = 0.30102999566398119521;
  const Split parts = split(value);
  return parts.exponent * log10_of_2 + parts.logarithm * log10_of_e;
}

double natural_logarithm(double value) {
  constexpr double ln_of_2 = 0.69314718055994530942;
  const Split parts = split(value);
  return parts.exponent * ln_of_2 + parts.logarithm;
}

std::optional<Error> check_decibels(const DecibelOptions& options) {
  if (!(options.multiplier > 0)) return option_error("multiplier", "above 0");
  if (!(options.smallest > 0)) return option_error("smallest", "above 0");
  if (!(options.range > 0)) return option_error("range", "above 0");
  return std::nullopt;
}

DecibelScale::DecibelScale(std::span<const float> values, const DecibelOptions& options)
    : multiplier_(options.multiplier), smallest_(std::max(options.smallest, std::numeric_limits<double>::min())) {
  assert(!check_decibels(options));
  double maximum = smallest_;
  for (float value : values) maximum = std::max(maximum, bounded(value, smallest_));
  zero_ = options.reference == DecibelReference::maximum ? common_logarithm(maximum) : 0;
  floor_ = multiplier_ * (common_logarithm(maximum) - zero_) - options.range;
}

double DecibelScale::operator()(float value) const {
  return std::max(multiplier_ * (common_logarithm(bounded(value, smallest_)) - zero_), floor_);
}

void decibels(std::span<const float> values, const DecibelOptions& options, std::span<float> out) {
  assert(out.size() == values.size());
  const DecibelScale scale(values, options);
  for (std::size_t i = 0; i < values.size(); i++) out[i] = static_cast<float>(scale(values[i]));
}

void natural_levels(std::span<const float> values, const NaturalOptions& options, std::span<float> out) {
  assert(out.size() == values.size());
  assert(options.offset > 0 && options.divisor > 0);
  const double offset = std::max(options.offset, std::numeric_limits<double>::min());
  for (std::size_t i = 0; i < values.size(); i++) {
    const double logarithm = natural_logarithm(bounded(values[i], 0) + offset);
    out[i] = static_cast<float>((logarithm + options.shift) / options.divisor);
  }
}

}  // namespace genrelens
