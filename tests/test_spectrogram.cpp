#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "core/spectrogram.h"
#include "tests/compare.h"
#include "tests/signal.h"

using namespace genrelens;

namespace {

std::vector<float> spectrogram(const SpectrogramOptions& options, std::span<const float> samples) {
  const Result<Spectrogram> plan = Spectrogram::create(options);
  REQUIRE(plan);
  std::vector<float> out(plan->frames(samples.size()) * plan->bins(), -1.0f);
  plan->compute(samples, out, *plan->workspace());
  return out;
}

std::string refusal(const SpectrogramOptions& options) {
  const Result<Spectrogram> plan = Spectrogram::create(options);
  if (plan) return "";
  CHECK(plan.error().code == ErrorCode::out_of_range);
  return plan.error().message;
}

const SpectrogramOptions kSmall{.fft_length = 256, .window_length = 200, .hop_length = 100};

}  // namespace

TEST_CASE("spectrograms equal the reference arrays, element by element") {
  CHECK(greatest_share(spectrogram(kSmall, test_signal(1000, 1)), "spectrogram_power") <= 1e-6);
  SpectrogramOptions magnitude = kSmall;
  magnitude.power = 1;
  magnitude.padding = Padding::window;
  magnitude.window = WindowShape::symmetric;
  CHECK(greatest_share(spectrogram(magnitude, test_signal(1000, 1)), "spectrogram_magnitude") <= 1e-6);
}

TEST_CASE("a spectrogram has the same bits on every platform") {
  CHECK(bits_hash(spectrogram({}, test_signal(20000, 7))) == 15346976302722854322u);
}

TEST_CASE("magnitude is the root of power") {
  const std::vector<float> power = spectrogram(kSmall, test_signal(3000, 2));
  SpectrogramOptions options = kSmall;
  options.power = 1;
  const std::vector<float> magnitude = spectrogram(options, test_signal(3000, 2));
  REQUIRE(power.size() == magnitude.size());
  for (std::size_t i = 0; i < power.size(); i++) CHECK(magnitude[i] == std::sqrt(power[i]));
}

TEST_CASE("frames whose windows cover the song are its own samples, with or without silence about them") {
  // A window of the whole frame: Padding::window and Padding::none are the same.
  SpectrogramOptions none{.fft_length = 256, .window_length = 256, .hop_length = 100, .padding = Padding::none};
  SpectrogramOptions window = none;
  window.padding = Padding::window;
  CHECK(spectrogram(none, test_signal(1000, 3)) == spectrogram(window, test_signal(1000, 3)));

  // A shorter one begins and ends with the song: 1 + (400 − 200) / 100 frames.
  window.window_length = 200;
  CHECK(spectrogram(window, test_signal(400, 3)).size() == 3 * 129);
  CHECK(spectrogram(window, test_signal(199, 3)).empty());
  CHECK(spectrogram(window, test_signal(200, 3)).size() == 129);
}

TEST_CASE("pre-emphasis is the difference of neighbours, and costs a sample") {
  const std::vector<float> samples = test_signal(1001, 4);
  std::vector<float> differences(1000);
  for (std::size_t i = 0; i < 1000; i++) differences[i] = samples[i + 1] - 0.97f * samples[i];
  for (const Padding padding : {Padding::none, Padding::reflect, Padding::zero, Padding::window}) {
    SpectrogramOptions options = kSmall;
    options.padding = padding;
    const std::vector<float> expected = spectrogram(options, differences);
    options.pre_emphasis = 0.97;
    CHECK(spectrogram(options, samples) == expected);
  }
  CHECK(spectrogram({.pre_emphasis = 0.5}, std::vector<float>{1.0f}).empty());
  CHECK(spectrogram({.pre_emphasis = 0.5}, {}).empty());
}

TEST_CASE("frames and samples are each other's inverse") {
  for (const Padding padding : {Padding::none, Padding::reflect, Padding::zero, Padding::window}) {
    for (const double pre_emphasis : {0.0, 0.97}) {
      SpectrogramOptions options = kSmall;
      options.padding = padding;
      options.pre_emphasis = pre_emphasis;
      const Result<Spectrogram> plan = Spectrogram::create(options);
      for (const std::size_t frames : {1u, 2u, 3u, 4u, 5u, 173u}) {
        const std::size_t samples = plan->samples(frames);
        CHECK(plan->frames(samples) == frames);
        CHECK(plan->frames(samples - 1) == frames - 1);
      }
    }
  }
}

TEST_CASE("a window of one sample is that sample") {
  const SpectrogramOptions options{.fft_length = 16,
                                   .window_length = 1,
                                   .hop_length = 1,
                                   .padding = Padding::window,
                                   .power = 1,
                                   .window = WindowShape::symmetric};
  const std::vector<float> out = spectrogram(options, std::vector<float>{0.5f, -0.25f});
  REQUIRE(out.size() == 18);
  for (std::size_t i = 0; i < 18; i++) CHECK(out[i] == doctest::Approx(i < 9 ? 0.5 : 0.25));
}

TEST_CASE("options that cannot be served are named with what is allowed") {
  CHECK(refusal({}).empty());
  CHECK(refusal({.fft_length = 2047}).starts_with("fft_length is 2047"));
  CHECK(refusal({.window_length = 2049}).starts_with("window_length is 2049"));
  CHECK(refusal({.hop_length = 0}).starts_with("hop_length is 0"));
  CHECK(refusal({.power = 0.5}).starts_with("power must be 1"));
  CHECK(refusal({.pre_emphasis = -0.1}).starts_with("pre_emphasis must be"));
  CHECK(refusal({.pre_emphasis = std::nan("")}).starts_with("pre_emphasis must be"));
}
