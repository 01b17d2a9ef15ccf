#include "native/descent.h"

#include <cassert>
#include <cmath>
#include <utility>

namespace genrelens {

Standardisation standardise(std::vector<float>& values, std::size_t size) {
  assert(size > 0 && !values.empty() && values.size() % size == 0);
  const std::size_t rows = values.size() / size;
  Standardisation scale;
  for (std::size_t column = 0; column < size; column++) {
    double sum = 0, squares = 0;
    for (std::size_t row = 0; row < rows; row++) sum += values[row * size + column];
    const double mean = sum / static_cast<double>(rows);
    for (std::size_t row = 0; row < rows; row++) squares += std::pow(values[row * size + column] - mean, 2);
    const double deviation = std::sqrt(squares / static_cast<double>(rows)) + 1e-3;
    for (std::size_t row = 0; row < rows; row++) {
      float& value = values[row * size + column];
      value = static_cast<float>((value - mean) / deviation);
    }
    scale.means.push_back(static_cast<float>(mean));
    scale.deviations.push_back(static_cast<float>(deviation));
  }
  return scale;
}

float dot(const float* left, const float* right, std::size_t size) {
  float sum = 0;
  for (std::size_t i = 0; i < size; i++) sum += left[i] * right[i];
  return sum;
}

std::vector<float> descend(const Gradient& gradient, double bend, const std::vector<float>& start, int steps) {
  std::vector<float> point = start, before = point, ahead = point;
  for (int step = 0; step < steps; step++) {
    const std::vector<float> slope = gradient(ahead);
    before = std::exchange(point, ahead);
    for (std::size_t i = 0; i < point.size(); i++) point[i] -= slope[i] / static_cast<float>(bend);
    const auto momentum = static_cast<float>(step / (step + 3.0));
    for (std::size_t i = 0; i < point.size(); i++) ahead[i] = point[i] + momentum * (point[i] - before[i]);
  }
  return point;
}

}  // namespace genrelens
