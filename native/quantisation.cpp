#include "native/quantisation.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <span>

namespace genrelens {
namespace {

constexpr float kNotFinite = std::numeric_limits<float>::quiet_NaN();
constexpr float kMostHalf = 65504;

bool all_finite(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

// The one farthest from 0, with its sign.
float farthest(std::span<const float> values) {
  float result = 0;
  for (const float value : values) {
    if (std::abs(value) > std::abs(result)) result = value;
  }
  return result;
}

float number_of(float value, float scale, float low, float high) {
  return std::clamp(std::nearbyint(value / scale), low, high);
}

double squared_error(std::span<const float> values, float scale) {
  double sum = 0;
  for (const float value : values) {
    const double error = double{value} - double{scale} * number_of(value, scale, -8, 7);
    sum += error * error;
  }
  return sum;
}

// Tries the greatest magnitude on 7, where nothing is cut off, and then on ever more, up to 8.75: finer steps for the
// many small values, at the cost of the few that are cut off at −8 and 7.
float best_scale(std::span<const float> values) {
  const float most = std::abs(farthest(values));
  float best = 0;
  double smallest = std::numeric_limits<double>::infinity();
  for (int step = 0; step < 8; step++) {
    const float scale = most / (7 + 0.25F * static_cast<float>(step));
    const double error = squared_error(values, scale);
    if (error < smallest) best = scale;
    smallest = std::min(smallest, error);
  }
  return best;
}

template <class ScaleOf>
QuantisedTensor quantise(const Tensor& tensor, std::size_t length, float low, float high, const ScaleOf& scale_of) {
  assert(length > 0 && tensor.values.size() % length == 0);
  QuantisedTensor result{
      .shape = tensor.shape, .numbers = std::vector<std::int8_t>(tensor.values.size()), .scales = {}};
  for (std::size_t begin = 0; begin < tensor.values.size(); begin += length) {
    const std::span<const float> values = std::span(tensor.values).subspan(begin, length);
    const float scale = all_finite(values) ? scale_of(values) : kNotFinite;
    result.scales.push_back(scale);
    if (!(scale > 0)) continue;
    for (std::size_t i = 0; i < length; i++) {
      result.numbers[begin + i] = static_cast<std::int8_t>(number_of(values[i], scale, low, high));
    }
  }
  return result;
}

std::size_t row_length(const std::vector<std::int64_t>& shape, std::size_t values) {
  assert(!shape.empty() && shape[0] > 0);
  return values / static_cast<std::size_t>(shape[0]);
}

}  // namespace

QuantisedTensor quantise_channels(const Tensor& tensor) {
  const auto scale_of = [](std::span<const float> values) { return std::abs(farthest(values)) / 127; };
  return quantise(tensor, row_length(tensor.shape, tensor.values.size()), -127, 127, scale_of);
}

QuantisedTensor quantise_groups(const Tensor& tensor, std::size_t group) {
  assert(row_length(tensor.shape, tensor.values.size()) % group == 0);
  return quantise(tensor, group, -8, 7, best_scale);
}

Tensor restored(const QuantisedTensor& quantised) {
  Tensor result{.shape = quantised.shape, .values = std::vector<float>(quantised.numbers.size())};
  const std::size_t length = quantised.numbers.size() / quantised.scales.size();
  for (std::size_t i = 0; i < result.values.size(); i++) {
    result.values[i] = static_cast<float>(quantised.numbers[i]) * quantised.scales[i / length];
  }
  return result;
}

std::vector<std::uint8_t> packed_pairs(const QuantisedTensor& quantised) {
  const std::vector<std::int8_t>& numbers = quantised.numbers;
  assert(numbers.size() % 2 == 0);
  std::vector<std::uint8_t> bytes;
  bytes.reserve(numbers.size() / 2);
  for (std::size_t i = 0; i < numbers.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>((numbers[i + 1] + 8) << 4 | (numbers[i] + 8)));
  }
  return bytes;
}

std::uint16_t to_half(float value) {
  const auto sign = static_cast<std::uint16_t>(std::signbit(value) ? 0x8000 : 0);
  if (std::isnan(value)) return static_cast<std::uint16_t>(sign | 0x7e00);
  const float size = std::min(std::abs(value), kMostHalf);
  // A half has 10 bits after the first, and none below 2^−24: steps of 2^(exponent − 10).
  const int exponent = std::max(size > 0 ? std::ilogb(size) : -14, -14);
  const auto steps = static_cast<int>(std::nearbyint(std::ldexp(size, 10 - exponent)));  // 0…2048
  return static_cast<std::uint16_t>(sign | (((exponent + 14) << 10) + steps));
}

}  // namespace genrelens
