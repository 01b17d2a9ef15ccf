#include <doctest/doctest.h>

#include <cmath>

#include "native/linear_probe.h"
#include "tests/native/golden_linear_probe.h"

using namespace genrelens;

namespace {

constexpr std::size_t kRows = 14, kSize = 5, kLabels = 3;  // as tools/golden/linear_probe.py has them

ProbeLesson lesson() {
  ProbeLesson lesson{.size = kSize, .labels = kLabels};
  for (std::size_t row = 0; row < kRows; row++) {
    for (std::size_t column = 0; column < kSize; column++) {
      const auto r = static_cast<double>(row * kSize), c = static_cast<double>(column);
      lesson.embeddings.push_back(static_cast<float>(3 + c + std::sin(1.7 * r + 2.3 * c)));
    }
    lesson.truth.push_back(row % kLabels);
    lesson.shares.push_back(static_cast<float>(1 + row % 2) / 21);
  }
  return lesson;
}

LastLayer start() {
  LastLayer layer;
  layer.weight.shape = {kLabels, kSize};
  layer.bias.shape = {kLabels};
  for (std::size_t i = 0; i < kLabels * kSize; i++) {
    layer.weight.values.push_back(static_cast<float>(std::cos(1 + static_cast<double>(i))));
  }
  layer.bias.values = {0, 0.5, 1};
  return layer;
}

float logit(const LastLayer& layer, std::size_t label, const std::vector<float>& embedding) {
  float sum = layer.bias.values[label];
  for (std::size_t i = 0; i < kSize; i++) sum += layer.weight.values[label * kSize + i] * embedding[i];
  return sum;
}

}  // namespace

TEST_CASE("the layer is scipy's minimum, element by element") {
  for (const golden::Probe& wanted : golden::kProbes) {
    CAPTURE(wanted.penalty);
    const LastLayer layer = fit_linear_probe(lesson(), start(), wanted.penalty);
    REQUIRE(layer.weight.values.size() == wanted.weight.size());
    for (std::size_t i = 0; i < wanted.weight.size(); i++) {
      CHECK(layer.weight.values[i] == doctest::Approx(wanted.weight[i]).epsilon(0.002));
    }
    for (std::size_t i = 0; i < wanted.bias.size(); i++) {
      CHECK(layer.bias.values[i] == doctest::Approx(wanted.bias[i]).epsilon(0.002));
    }
  }
}

TEST_CASE("a great penalty keeps the layer where it began, and the mean embedding's logits never move") {
  const LastLayer before = start();
  const LastLayer held = fit_linear_probe(lesson(), before, 1e6);
  for (std::size_t i = 0; i < kLabels * kSize; i++) {
    CHECK(held.weight.values[i] == doctest::Approx(before.weight.values[i]).epsilon(1e-4));
  }
  const LastLayer moved = fit_linear_probe(lesson(), before, 0.001);
  CHECK(std::abs(moved.weight.values[0] - before.weight.values[0]) > 0.1);
  std::vector<float> mean(kSize);
  const ProbeLesson learnt = lesson();
  for (std::size_t i = 0; i < kRows * kSize; i++) mean[i % kSize] += learnt.embeddings[i] / kRows;
  for (std::size_t label = 0; label < kLabels; label++) {
    CHECK(logit(moved, label, mean) == doctest::Approx(logit(before, label, mean)).epsilon(1e-3));
  }
}
