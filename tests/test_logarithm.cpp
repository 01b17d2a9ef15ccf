#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/logarithm.h"
#include "core/spectrogram.h"
#include "tests/compare.h"
#include "tests/signal.h"

using namespace genrelens;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNoNumber = std::numeric_limits<float>::quiet_NaN();

std::vector<float> decibels_of(const std::vector<float>& values, const DecibelOptions& options) {
  std::vector<float> out(values.size());
  decibels(values, options, out);
  return out;
}

std::vector<float> spectrogram(const SpectrogramOptions& options) {
  const std::vector<float> samples = test_signal(1000, 1);
  const Result<Spectrogram> plan = Spectrogram::create(options);
  REQUIRE(plan);
  std::vector<float> out(plan->frames(samples.size()) * plan->bins());
  plan->compute(samples, out, *plan->workspace());
  return out;
}

}  // namespace

TEST_CASE("decibels equal the reference arrays to a thousandth") {
  SpectrogramOptions options{.fft_length = 256, .window_length = 200, .hop_length = 100};
  const DecibelOptions relative{.reference = DecibelReference::maximum};
  CHECK(greatest_difference(decibels_of(spectrogram(options), relative), "decibels_power") <= 1e-3);

  options.power = 1;
  options.padding = Padding::window;
  options.window = WindowShape::symmetric;
  const DecibelOptions amplitude{.multiplier = 20, .smallest = 1e-5, .range = 50};
  CHECK(greatest_difference(decibels_of(spectrogram(options), amplitude), "decibels_magnitude") <= 1e-3);
}

TEST_CASE("the logarithms are those of the C library over their whole range") {
  for (int exponent = -300; exponent <= 300; exponent += 3) {
    for (double mantissa = 1; mantissa < 10; mantissa += 0.37) {
      const double value = mantissa * std::pow(10.0, exponent);
      CHECK(std::abs(common_logarithm(value) - std::log10(value)) <= 1e-13);
      CHECK(std::abs(natural_logarithm(value) - std::log(value)) <= 3e-13);
    }
  }
  CHECK(common_logarithm(1) == 0);
  CHECK(natural_logarithm(1) == 0);
}

TEST_CASE("decibels have a floor, a smallest value and a reference") {
  const std::vector<float> values{1.0f, 100.0f, 0.1f, 0.0f};
  CHECK(decibels_of(values, {}) == std::vector<float>{0, 20, -10, -60});
  CHECK(decibels_of(values, {.range = 25}) == std::vector<float>{0, 20, -5, -5});
  CHECK(decibels_of(values, {.range = HUGE_VAL}) == std::vector<float>{0, 20, -10, -100});
  const DecibelOptions relative{.range = 40, .reference = DecibelReference::maximum};
  CHECK(decibels_of(values, relative) == std::vector<float>{-20, 0, -30, -40});
  CHECK(decibels_of({0.0f, 0.0f}, {}) == std::vector<float>{-100, -100});
  CHECK(decibels_of({0.0f, 0.0f}, relative) == std::vector<float>{0, 0});
  CHECK(decibels_of({}, {}).empty());
}

TEST_CASE("natural logarithms have an offset, a shift and a divisor") {
  std::vector<float> values{0.0f, 1.0f, 1e-6f, 1e6f};
  std::vector<float> out(4);
  natural_levels(values, {.offset = 1e-5, .shift = 4.5, .divisor = 5}, out);
  for (std::size_t i = 0; i < 4; i++) {
    CHECK(out[i] == doctest::Approx((std::log(values[i] + 1e-5) + 4.5) / 5).epsilon(1e-6));
  }
  natural_levels(values, {.offset = 1e-5, .shift = 4.5, .divisor = 5}, values);
  CHECK(values == out);
}

TEST_CASE("everything written is finite") {
  const std::vector<float> values{kNoNumber, kInfinity, -kInfinity, -1.0f, 0.0f, 1e-45f};
  std::vector<float> out(values.size());
  const auto finite = [&] { return std::all_of(out.begin(), out.end(), [](float x) { return std::isfinite(x); }); };
  decibels(values, {.smallest = 1e-320}, out);
  CHECK(finite());
  CHECK(out[0] == out[4]);
  natural_levels(values, {.offset = 1e-320}, out);
  CHECK(finite());
  CHECK(out[0] == out[4]);
}

TEST_CASE("options of decibels that cannot be served are named") {
  CHECK(!check_decibels({}));
  CHECK(check_decibels({.multiplier = 0})->message == "multiplier must be above 0.");
  CHECK(check_decibels({.smallest = -1})->message == "smallest must be above 0.");
  CHECK(check_decibels({.range = std::nan("")})->message == "range must be above 0.");
}
