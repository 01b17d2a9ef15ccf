#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "core/noise.h"
#include "core/onset.h"
#include "tests/signal.h"

using namespace genrelens;

namespace {

std::vector<float> tone(double hertz, std::size_t samples) {
  std::vector<float> out(samples);
  for (std::size_t i = 0; i < samples; i++) {
    out[i] = static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / 22050));
  }
  return out;
}

}  // namespace

TEST_CASE("every drum beat is found within a block, however loud") {
  for (const std::size_t period : {4001u, 11025u, 22050u}) {
    for (const float gain : {1.0f, 0.001f}) {
      std::vector<float> drums = test_drums(period, 8);
      for (float& sample : drums) sample *= gain;
      const std::vector<std::size_t> onsets = find_onsets(drums);
      REQUIRE(onsets.size() == 8);
      if (onsets.size() != 8) return;
      for (std::size_t beat = 0; beat < 8; beat++) {
        const std::size_t place = period / 2 + beat * period;
        CHECK(onsets[beat] + 64 > place);
        CHECK(onsets[beat] < place + 64);
      }
    }
  }
}

TEST_CASE("steady sounds and slow swells have no onset") {
  CHECK(find_onsets(tone(440, 44100)).empty());
  std::vector<float> noise(220500);
  Random random(1);
  make_noise(NoiseColour::white, random, noise);
  CHECK(find_onsets(noise).empty());
  std::vector<float> swell = tone(330, 44100);
  for (std::size_t i = 0; i < swell.size(); i++) swell[i] *= 0.01f + static_cast<float>(i) / 44100;
  CHECK(find_onsets(swell).empty());
}

TEST_CASE("a tone that sets in has its onset there") {
  std::vector<float> signal = tone(440, 44100);
  for (std::size_t i = 0; i < 20000; i++) signal[i] = 0;
  const std::vector<std::size_t> onsets = find_onsets(signal);
  REQUIRE(onsets.size() == 1);
  if (onsets.size() != 1) return;
  CHECK(std::abs(static_cast<double>(onsets[0]) - 20000) <= 128);
}

TEST_CASE("silence, nothing and a few samples are taken") {
  CHECK(find_onsets({}).empty());
  CHECK(find_onsets(std::vector<float>(5000)).empty());
  for (const std::size_t samples : {1u, 63u, 64u, 100u, 513u, 2047u}) {
    for (const std::size_t onset : find_onsets(test_signal(samples, 3))) CHECK(onset < samples);
  }
}

TEST_CASE("onsets are at the same places on every platform") {
  CHECK(find_onsets(test_drums(6000, 4)) == std::vector<std::size_t>{3008, 9024, 14976, 20992});
}
