// Weights in fewer bits: what they are stored as, and how far that is from what they were.
//
//   QuantisedTensor kernel = quantise_channels(weights.at("stem_conv.weight"));   // value = number · scale of its row
//   QuantisedTensor matrix = quantise_groups(weights.at("dense.weight"), 32);     // a scale for every 32 inputs
//
// A row is what belongs to one output channel: the first axis of a kernel OIHW or a matrix (outputs, inputs).
// A row or group with a number that is not finite gets the scale NaN, so that it is no number in the network either.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "native/weights.h"

namespace genrelens {

struct QuantisedTensor {
  std::vector<std::int64_t> shape;   // of the tensor
  std::vector<std::int8_t> numbers;  // one a value, row-major
  std::vector<float> scales;         // one a row or group, ≥ 0 or NaN
};

// Numbers −127…127, one scale a row: its greatest magnitude / 127.
QuantisedTensor quantise_channels(const Tensor& tensor);

// Numbers −8…7, one scale for each `group` values of a row; of several scales the one of the smallest squared error.
// Asserts that a row is a whole number of groups.
QuantisedTensor quantise_groups(const Tensor& tensor, std::size_t group);

// What quantised numbers stand for: number · scale.
Tensor restored(const QuantisedTensor& quantised);

// Two numbers −8…7 a byte, each plus 8, the first one in the low half. Asserts that there is an even number of them.
std::vector<std::uint8_t> packed_pairs(const QuantisedTensor& quantised);

// IEEE 754 binary16, rounded to the nearest, to even from the middle; beyond ±65504 it is that, not infinity.
std::uint16_t to_half(float value);

}  // namespace genrelens
