#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/level.h"
#include "core/mel.h"
#include "tests/npy.h"
#include "tests/signal.h"

using namespace genrelens;

namespace {

std::vector<float> levels_of(const std::vector<float>& power, std::size_t bands, const LevelOptions& options) {
  std::vector<float> out(power.size(), -1.0f);
  levels(power, power.size() / bands, bands, options, out);
  return out;
}

}  // namespace

TEST_CASE("levels of a spectrogram equal the reference array to a thousandth of a decibel") {
  const auto reference = read_npy<float>(std::string(GENRELENS_FIXTURES) + "/levels_librosa.npy");
  REQUIRE(reference);
  if (!reference) return;
  const std::vector<float> signal = test_signal(6000, 1);
  const Result<MelSpectrogram> mel = MelSpectrogram::create({});
  std::vector<float> power(mel->frames(signal.size()) * 128);
  mel->compute(signal, power, *mel->workspace());
  const std::vector<float> picture = levels_of(power, 128, {.multiplier = 20, .range = 80});
  REQUIRE(picture.size() == reference->values.size());
  if (picture.size() != reference->values.size()) return;
  double worst = 0;  // dB
  for (std::size_t i = 0; i < picture.size(); i++) {
    worst = std::max(worst, 80.0 * std::abs(picture[i] - reference->values[i]));
  }
  CHECK(worst <= 1e-3);
}

TEST_CASE("levels that refer to one are the natural logarithm, wherever they stand") {
  const LevelOptions options = natural_level(0.01, 12);
  const std::vector<float> out = levels_of({0, 0.5f, 100, 1e9f, -1, NAN}, 1, options);
  CHECK(out[0] == 0);
  CHECK(out[1] * 12 + std::log(0.01) == doctest::Approx(std::log(0.51)).epsilon(1e-6));
  CHECK(out[2] * 12 + std::log(0.01) == doctest::Approx(std::log(100.01)).epsilon(1e-6));
  CHECK(out[3] == 1);  // beyond the range
  CHECK(out[4] == 0);
  CHECK(out[5] == 0);
  CHECK(levels_of({0.5f}, 1, options)[0] == out[1]);
}

TEST_CASE("the logarithm is that of the C library over its whole range") {
  // A range so wide that nothing is clipped: level = 1 + 10·log10(p / maximum) / range.
  const LevelOptions options{.range = 1000, .smallest = 1e-37};
  std::vector<float> power;
  for (int exponent = -36; exponent <= 38; exponent++) {
    for (double mantissa = 1; mantissa < 3; mantissa += 0.07) {
      power.push_back(static_cast<float>(mantissa * std::pow(10.0, exponent)));
    }
  }
  const double maximum = *std::max_element(power.begin(), power.end());
  const std::vector<float> out = levels_of(power, 1, options);
  for (std::size_t i = 0; i < power.size(); i++) {
    const double expected = 1 + 10 * std::log10(power[i] / maximum) / 1000;
    CHECK(std::abs(out[i] - expected) <= 6e-8);
  }
}

TEST_CASE("the picture is transposed, its maximum is 1 and its floor 0") {
  // (frames 3, bands 2)
  const std::vector<float> power{1.0f, 0.1f, 10.0f, 0.01f, 1e-5f, 0.0f};
  const std::vector<float> out = levels_of(power, 2, {.multiplier = 10, .range = 40});
  const std::vector<double> expected{0.75, 1, 0, 0.5, 0.25, 0};
  for (std::size_t i = 0; i < out.size(); i++) CHECK(out[i] == doctest::Approx(expected[i]).epsilon(1e-7));
  CHECK(out[1] == 1);
  CHECK(out[2] == 0);
}

TEST_CASE("every cell is moved where it belongs, however many frames there are") {
  for (const std::size_t frames : {1u, 15u, 16u, 17u, 50u}) {
    std::vector<float> power(frames * 3);
    for (std::size_t i = 0; i < power.size(); i++) power[i] = static_cast<float>(i + 1);
    const std::vector<float> out = levels_of(power, 3, {});
    for (std::size_t frame = 0; frame < frames; frame++) {
      for (std::size_t band = 0; band < 3; band++) {
        const double decibel = 10 * std::log10(power[frame * 3 + band] / static_cast<double>(power.size()));
        CHECK(out[band * frames + frame] == doctest::Approx(1 + decibel / 80).epsilon(1e-6));
      }
    }
  }
}

TEST_CASE("silence is 0, and so is what is no louder than the smallest power") {
  CHECK(levels_of({0, 0, 0, 0}, 2, {}) == std::vector<float>(4));
  CHECK(levels_of({1e-10f, 1e-12f}, 1, {.smallest = 1e-9}) == std::vector<float>(2));
  CHECK(levels_of({}, 2, {}).empty());
}

TEST_CASE("hostile numbers stay within 0 and 1") {
  const float infinity = std::numeric_limits<float>::infinity();
  const std::vector<float> out = levels_of({std::nanf(""), infinity, 1.0f, 1e30f}, 1, {.range = 400});
  CHECK(out[0] == 0);
  CHECK(out[1] == 1);
  CHECK(out[2] > 0);
  CHECK(out[3] > out[2]);
  CHECK(levels_of({std::nanf(""), 0.0f}, 1, {}) == std::vector<float>(2));
}

TEST_CASE("stored levels are rounded to the nearest of 256") {
  CHECK(stored_level(0) == 0);
  CHECK(stored_level(1) == 255);
  CHECK(stored_level(0.5f) == 128);  // 127.5 rounds up
  CHECK(stored_level(0.499f) == 127);
  CHECK(stored_level(0.4f / 255) == 0);
  CHECK(stored_level(0.6f / 255) == 1);
  CHECK(stored_level(-1) == 0);
  CHECK(stored_level(2) == 255);
}
