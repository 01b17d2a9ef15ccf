// What fits of a linear layer to embeddings share: numbers on one scale, and the way down to the minimum.
//
//   const Standardisation scale = standardise(rows, size);                    // in place
//   const std::vector<float> point = descend(gradient, bend, start, steps);   // of a convex function
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace genrelens {

// value = (what it was − mean) / deviation, column by column.
struct Standardisation {
  std::vector<float> means;
  std::vector<float> deviations;  // a thousandth more than they are, so that a number which never moves stays near 0
};

// values: (rows, size), at least one row.
Standardisation standardise(std::vector<float>& values, std::size_t size);

float dot(const float* left, const float* right, std::size_t size);

using Gradient = std::function<std::vector<float>(const std::vector<float>& point)>;

// Accelerated descent from `start` (Nesterov 1983). bend: the most that the function's gradient changes by from one
// point to another, as a multiple of their distance.
std::vector<float> descend(const Gradient& gradient, double bend, const std::vector<float>& start, int steps);

}  // namespace genrelens
