#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/contrast.h"
#include "core/spectrogram.h"
#include "tests/compare.h"
#include "tests/signal.h"

using namespace genrelens;

namespace {

std::vector<float> test_magnitude(std::size_t count) {
  const std::vector<float> samples = test_signal(count, 1);
  const Result<Spectrogram> plan = Spectrogram::create({.power = 1});
  std::vector<float> magnitude(plan->frames(samples.size()) * plan->bins());
  plan->compute(samples, magnitude, *plan->workspace());
  return magnitude;
}

std::vector<float> contrast_of(const ContrastOptions& options, const std::vector<float>& magnitude) {
  const Result<SpectralContrast> contrast = SpectralContrast::create(options);
  REQUIRE(contrast);
  const std::size_t frames = magnitude.size() / contrast->bins();
  ContrastWorkspace workspace = contrast->workspace(frames + 3);
  std::vector<float> out(frames * contrast->rows(), -1.0f);
  contrast->compute(magnitude, out, workspace);
  return out;
}

std::string refusal(const ContrastOptions& options) {
  const Result<SpectralContrast> contrast = SpectralContrast::create(options);
  if (contrast) return "";
  CHECK(contrast.error().code == ErrorCode::out_of_range);
  return contrast.error().message;
}

}  // namespace

TEST_CASE("contrast equals the reference arrays to a thousandth of a decibel") {
  const std::vector<float> magnitude = test_magnitude(10000);
  CHECK(greatest_difference(contrast_of({}, magnitude), "contrast") <= 1e-3);
  const ContrastOptions wide{.sample_rate = 16000, .octaves = 4, .low_frequency = 150, .quantile = 0.3};
  CHECK(greatest_difference(contrast_of(wide, magnitude), "contrast_wide") <= 1e-3);
}

TEST_CASE("contrast has the same bits on every platform") {
  CHECK(bits_hash(contrast_of({}, test_magnitude(20000))) == 8412429440020617912u);
}

TEST_CASE("one loud bin stands out in its octave alone") {
  std::vector<float> magnitude(1025, 1.0f);
  magnitude[50] = 1000.0f;  // 538 Hz, the third row's 400…800 Hz
  const std::vector<float> out = contrast_of({}, magnitude);
  REQUIRE(out.size() == 7);
  for (std::size_t row = 0; row < 7; row++) CHECK(out[row] == doctest::Approx(row == 2 ? 30 : 0));
}

TEST_CASE("silence, what is no number and an empty song are no trouble") {
  CHECK(contrast_of({}, std::vector<float>(1025)) == std::vector<float>(7));
  const std::vector<float> broken(1025, std::numeric_limits<float>::quiet_NaN());
  CHECK(contrast_of({}, broken) == std::vector<float>(7));
  CHECK(contrast_of({}, {}).empty());
}

TEST_CASE("a workspace carries nothing from one song to the next") {
  const Result<SpectralContrast> contrast = SpectralContrast::create({});
  ContrastWorkspace workspace = contrast->workspace(2);
  std::vector<float> quiet(1025), loud(2 * 1025);
  for (std::size_t i = 0; i < quiet.size(); i++) quiet[i] = static_cast<float>(i % 7);
  for (std::size_t i = 0; i < loud.size(); i++) loud[i] = static_cast<float>(i % 1000) * 1e6f;
  std::vector<float> before(7), between(14), after(7);
  contrast->compute(quiet, before, workspace);
  contrast->compute(loud, between, workspace);
  contrast->compute(quiet, after, workspace);
  CHECK(before == after);
}

TEST_CASE("options that cannot be served are named with what is allowed") {
  CHECK(refusal({}).empty());
  CHECK(refusal({.sample_rate = 0}).starts_with("sample_rate is 0"));
  CHECK(refusal({.fft_length = 2047}).starts_with("fft_length is 2047"));
  CHECK(refusal({.octaves = 0}).starts_with("octaves is 0"));
  CHECK(refusal({.octaves = 7}).starts_with("low_frequency must be"));
  CHECK(refusal({.low_frequency = 0}).starts_with("low_frequency must be"));
  CHECK(refusal({.low_frequency = 1}).find("every octave") != std::string::npos);
  CHECK(refusal({.quantile = 1.1}).starts_with("quantile must be"));
  CHECK(refusal({.decibel = {.smallest = 0}}) == "smallest must be above 0.");
}
