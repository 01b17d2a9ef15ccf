#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/mel.h"
#include "core/mfcc.h"
#include "tests/compare.h"
#include "tests/signal.h"

using namespace genrelens;

namespace {

std::vector<float> coefficients(const MfccOptions& options, const std::vector<float>& power) {
  const Result<Mfcc> mfcc = Mfcc::create(options);
  REQUIRE(mfcc);
  MfccWorkspace workspace = mfcc->workspace();
  std::vector<float> out(power.size() / static_cast<std::size_t>(options.bands) *
                         static_cast<std::size_t>(options.coefficients));
  mfcc->compute(power, out, workspace);
  return out;
}

std::vector<float> mel_power(int bands) {
  const std::vector<float> samples = test_signal(10000, 1);
  const Result<MelSpectrogram> mel = MelSpectrogram::create({.bands = bands});
  REQUIRE(mel);
  std::vector<float> power(mel->frames(samples.size()) * static_cast<std::size_t>(bands));
  mel->compute(samples, power, *mel->workspace());
  return power;
}

std::string refusal(const MfccOptions& options) {
  const Result<Mfcc> mfcc = Mfcc::create(options);
  if (mfcc) return "";
  CHECK(mfcc.error().code == ErrorCode::out_of_range);
  return mfcc.error().message;
}

}  // namespace

TEST_CASE("coefficients equal the reference arrays to a thousandth of a decibel") {
  CHECK(greatest_difference(coefficients({}, mel_power(128)), "mfcc") <= 1e-3);
  const MfccOptions narrow{.bands = 40, .coefficients = 13, .decibel = {.range = 30}};
  CHECK(greatest_difference(coefficients(narrow, mel_power(40)), "mfcc_short") <= 1e-3);
}

TEST_CASE("coefficients have the same bits on every platform") {
  CHECK(bits_hash(coefficients({}, mel_power(128))) == 1148253780385499693u);
}

TEST_CASE("coefficient 0 is the level, and an even spectrum has no other") {
  const std::vector<float> out = coefficients({.bands = 16, .coefficients = 16}, std::vector<float>(16, 100.0f));
  CHECK(out[0] == doctest::Approx(4 * 20));
  for (std::size_t i = 1; i < 16; i++) CHECK(std::abs(out[i]) <= 1e-4);
}

TEST_CASE("all coefficients together keep the length of every frame") {
  const std::vector<float> power = mel_power(40);
  std::vector<float> levels(power.size());
  decibels(power, {}, levels);
  const std::vector<float> out = coefficients({.bands = 40, .coefficients = 40}, power);
  for (std::size_t frame = 0; frame < power.size() / 40; frame++) {
    double before = 0, after = 0;
    for (std::size_t i = frame * 40; i < frame * 40 + 40; i++) {
      before += double{levels[i]} * levels[i];
      after += double{out[i]} * out[i];
    }
    CHECK(after == doctest::Approx(before).epsilon(1e-5));
  }
}

TEST_CASE("silence and an empty song are no trouble") {
  const std::vector<float> out = coefficients({}, std::vector<float>(256));
  CHECK(out[0] == doctest::Approx(-100 * std::sqrt(128.0)));
  CHECK(std::abs(out[1]) <= 1e-4);
  CHECK(coefficients({}, {}).empty());
}

TEST_CASE("options that cannot be served are named with what is allowed") {
  CHECK(refusal({}).empty());
  CHECK(refusal({.bands = 0}).starts_with("bands is 0"));
  CHECK(refusal({.bands = 32769}).starts_with("bands is 32769"));
  CHECK(refusal({.bands = 10, .coefficients = 11}) == "coefficients is 11, but must be from 1 to bands (10).");
  CHECK(refusal({.coefficients = 0}).starts_with("coefficients is 0"));
  CHECK(refusal({.decibel = {.range = 0}}) == "range must be above 0.");
}
