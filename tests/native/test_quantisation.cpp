#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/random.h"
#include "native/quantisation.h"

using namespace genrelens;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

Tensor random_matrix(std::int64_t rows, std::int64_t columns) {
  Random random(3);
  Tensor tensor{.shape = {rows, columns}, .values = std::vector<float>(static_cast<std::size_t>(rows * columns))};
  for (float& value : tensor.values) value = static_cast<float>(random.normal() * 0.02);
  return tensor;
}

// √(Σ error² / Σ value²)
double relative_error(const Tensor& tensor, const QuantisedTensor& quantised) {
  const Tensor found = restored(quantised);
  REQUIRE(found.values.size() == tensor.values.size());
  double errors = 0, squares = 0;
  for (std::size_t i = 0; i < tensor.values.size(); i++) {
    errors += std::pow(double{found.values[i]} - tensor.values[i], 2);
    squares += std::pow(double{tensor.values[i]}, 2);
  }
  return std::sqrt(errors / squares);
}

}  // namespace

TEST_CASE("8 bits: the greatest of a row is kept, and every value to half a step of its row") {
  const Tensor tensor{.shape = {2, 3}, .values = {0.5F, -2, 1.01F, 100, 0, -0.3F}};
  const QuantisedTensor quantised = quantise_channels(tensor);
  CHECK(quantised.numbers == std::vector<std::int8_t>{32, -127, 64, 127, 0, 0});
  CHECK(quantised.scales == std::vector<float>{2.0F / 127, 100.0F / 127});
  const Tensor found = restored(quantised);
  CHECK(found.shape == tensor.shape);
  for (std::size_t i = 0; i < 6; i++) {
    CHECK(std::abs(found.values[i] - tensor.values[i]) <= quantised.scales[i / 3] * 0.50001F);
  }
}

TEST_CASE("4 bits: a scale for each group, chosen for the smallest error") {
  const Tensor tensor = random_matrix(8, 256);
  const QuantisedTensor quantised = quantise_groups(tensor, 32);
  CHECK(quantised.scales.size() == 64);
  for (const std::int8_t number : quantised.numbers) CHECK((number >= -8 && number <= 7));
  const double error = relative_error(tensor, quantised);
  CHECK(error < 0.1);
  CHECK(error > 0.02);  // else it is no 4 bits
  CHECK(relative_error(tensor, quantise_channels(tensor)) < 0.012);
  // Never worse than the scale at which nothing is cut off.
  QuantisedTensor plain = quantised;
  for (std::size_t group = 0; group < 64; group++) {
    float most = 0;
    for (std::size_t i = group * 32; i < group * 32 + 32; i++) most = std::max(most, std::abs(tensor.values[i]));
    plain.scales[group] = most / 7;
    for (std::size_t i = group * 32; i < group * 32 + 32; i++) {
      plain.numbers[i] = static_cast<std::int8_t>(std::nearbyint(tensor.values[i] / plain.scales[group]));
    }
  }
  CHECK(error < relative_error(tensor, plain));
}

TEST_CASE("a row of nothing stays nothing; one that is no number stays none") {
  const float none = std::numeric_limits<float>::quiet_NaN();
  const Tensor tensor{.shape = {3, 2}, .values = {0, 0, 1, none, kInfinity, 1}};
  for (const QuantisedTensor& quantised : {quantise_channels(tensor), quantise_groups(tensor, 2)}) {
    const Tensor found = restored(quantised);
    CHECK((found.values[0] == 0 && found.values[1] == 0));
    for (std::size_t i = 2; i < 6; i++) CHECK(std::isnan(found.values[i]));
  }
}

TEST_CASE("two numbers a byte, the first one low") {
  const QuantisedTensor quantised{.shape = {2, 2}, .numbers = {-8, 7, 0, -1}, .scales = {1}};
  CHECK(packed_pairs(quantised) == std::vector<std::uint8_t>{0xf0, 0x78});
}

TEST_CASE("halves are IEEE 754's") {
  const std::pair<float, int> kPairs[] = {
      {0.0F, 0x0000},       {-0.0F, 0x8000},      {1.0F, 0x3c00},    {-2.0F, 0xc000},      {65504.0F, 0x7bff},
      {1e9F, 0x7bff},       {-kInfinity, 0xfbff}, {0.1F, 0x2e66},    {1.0F / 3, 0x3555},   {6.1035156e-5F, 0x0400},
      {5.9604645e-8F, 0x1}, {1e-9F, 0x0000},      {2049.0F, 0x6800}, {2051.0F, 0x6802},    {1.9998779F, 0x4000},
      {6.1e-5F, 0x03ff},    {-1e-7F, 0x8002},     {0.5F, 0x3800},    {1.00048828F, 0x3c00}};
  for (const auto& [value, bits] : kPairs) {
    CAPTURE(value);
    CHECK(to_half(value) == bits);
  }
  CHECK((to_half(std::numeric_limits<float>::quiet_NaN()) & 0x7fff) > 0x7c00);
}
