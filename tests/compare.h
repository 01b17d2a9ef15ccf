// Values against a reference array of tests/fixtures, element by element.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <string>

#include "tests/npy.h"

namespace genrelens {

// The greatest difference from fixtures/NAME.npy; infinity if it cannot be read, is empty or has another size.
inline double greatest_difference(std::span<const float> values, const std::string& name) {
  const auto reference = read_npy<float>(std::string(GENRELENS_FIXTURES) + "/" + name + ".npy");
  if (!reference || reference->values.empty() || values.size() != reference->values.size()) {
    return std::numeric_limits<double>::infinity();
  }
  double greatest = 0;
  for (std::size_t i = 0; i < values.size(); i++) {
    const double difference = std::abs(values[i] - double{reference->values[i]});
    if (std::isnan(difference)) return std::numeric_limits<double>::infinity();
    greatest = std::max(greatest, difference);
  }
  return greatest;
}

// The same, relative to the greatest of `values`.
inline double greatest_share(std::span<const float> values, const std::string& name) {
  const double maximum = values.empty() ? 0 : *std::max_element(values.begin(), values.end());
  return greatest_difference(values, name) / maximum;
}

}  // namespace genrelens
