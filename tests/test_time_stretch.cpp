#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/time_stretch.h"
#include "tests/signal.h"

using namespace genrelens;

namespace {

constexpr int kRate = 22050;
constexpr std::size_t kBeat = kRate / 2;  // samples

std::vector<float> tone(double hertz, std::size_t samples) {
  std::vector<float> out(samples);
  for (std::size_t i = 0; i < samples; i++) {
    out[i] = static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / kRate));
  }
  return out;
}

// What a sound holds at one frequency, away from its ends: amplitude through a Hann window.
double amplitude_at(std::span<const float> samples, double hertz) {
  const auto middle = samples.subspan(samples.size() / 4, samples.size() / 2);
  double real = 0, imaginary = 0, weight = 0;
  for (std::size_t i = 0; i < middle.size(); i++) {
    const double place = static_cast<double>(i);
    const double window = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * place / static_cast<double>(middle.size()));
    const double angle = 2 * std::numbers::pi * hertz * place / kRate;
    real += window * middle[i] * std::cos(angle), imaginary += window * middle[i] * std::sin(angle), weight += window;
  }
  return 2 * std::hypot(real, imaginary) / weight;
}

double loudest_frequency(std::span<const float> samples, double from, double to) {
  double best = from, loudest = 0;
  for (double hertz = from; hertz <= to; hertz += 0.25) {
    const double amplitude = amplitude_at(samples, hertz);
    if (amplitude > loudest) loudest = amplitude, best = hertz;
  }
  return best;
}

double mean_square(std::span<const float> samples) {
  double sum = 0;
  for (const double sample : samples) sum += sample * sample;
  return sum / static_cast<double>(samples.size());
}

// The tone is where it should be, as loud as it was, and little else sounds.
void check_tone(std::span<const float> samples, double hertz) {
  CHECK(std::abs(loudest_frequency(samples, hertz - 30, hertz + 30) - hertz) < 1);
  const double amplitude = amplitude_at(samples, hertz);
  CHECK(amplitude == doctest::Approx(0.5).epsilon(0.02));
  const double power = mean_square(samples.subspan(samples.size() / 4, samples.size() / 2));
  CHECK(10 * std::log10(std::abs(power - amplitude * amplitude / 2) / power) < -30);
}

}  // namespace

TEST_CASE("a stretched tone keeps its pitch and has the length that was asked") {
  const std::vector<float> signal = tone(440, 40001);
  for (const double factor : {0.5, 0.8, 1.25, 2.0}) {
    CAPTURE(factor);
    const Result<std::vector<float>> out = time_stretch(signal, factor);
    REQUIRE(out);
    CHECK(out->size() == static_cast<std::size_t>(std::floor(40001 * factor + 0.5)));
    check_tone(*out, 440);
  }
}

TEST_CASE("two tones stay two tones") {
  std::vector<float> signal = tone(440, 40000);
  const std::vector<float> other = tone(1337, 40000);
  for (std::size_t i = 0; i < signal.size(); i++) signal[i] += other[i];
  const Result<std::vector<float>> out = time_stretch(signal, 1.25);
  REQUIRE(out);
  CHECK(amplitude_at(*out, 440) == doctest::Approx(0.5).epsilon(0.02));
  CHECK(amplitude_at(*out, 1337) == doctest::Approx(0.5).epsilon(0.02));
}

TEST_CASE("a factor of 1 gives the sound back") {
  const std::vector<float> signal = test_signal(10000, 7);
  const Result<std::vector<float>> out = time_stretch(signal, 1);
  REQUIRE(out);
  REQUIRE(out->size() == signal.size());
  for (std::size_t i = 0; i < signal.size(); i++) REQUIRE(std::abs((*out)[i] - signal[i]) < 1e-5f);
}

TEST_CASE("a shifted tone has the new pitch and the old length") {
  const std::vector<float> signal = tone(440, 40000);
  for (const double semitones : {-12.0, -3.0, 0.0, 0.5, 3.0}) {
    CAPTURE(semitones);
    const Result<std::vector<float>> out = pitch_shift(signal, semitones);
    REQUIRE(out);
    CHECK(out->size() == signal.size());
    check_tone(*out, 440 * std::exp2(semitones / 12));
  }
}

TEST_CASE("drum beats stay short, loud and in their place") {
  constexpr std::size_t kReach = 128;  // samples: 6 ms
  const std::vector<float> signal = test_drums(kBeat, 8);
  // The loudest 64 samples within kReach of a place.
  const auto loudest = [](std::span<const float> samples, std::size_t place) {
    double best = 0;
    for (std::size_t i = place - kReach; i < place + kReach; i += 8) {
      best = std::max(best, mean_square(samples.subspan(i, 64)));
    }
    return best;
  };
  for (const double factor : {0.5, 0.8, 1.25, 2.0}) {
    CAPTURE(factor);
    const Result<std::vector<float>> out = time_stretch(signal, factor);
    REQUIRE(out);
    for (std::size_t place = kBeat / 2; place < signal.size(); place += kBeat) {
      CAPTURE(place);
      const auto new_place = static_cast<std::size_t>(static_cast<double>(place) * factor);
      CHECK(std::abs(10 * std::log10(loudest(*out, new_place) / loudest(signal, place))) < 1);
    }
  }
}

TEST_CASE("silence, nothing and a few samples are taken") {
  for (const std::size_t samples : {0u, 1u, 2u, 100u, 2047u}) {
    for (const bool silent : {false, true}) {
      const std::vector<float> signal = silent ? std::vector<float>(samples, 0.0f) : test_signal(samples, 3);
      const Result<std::vector<float>> longer = time_stretch(signal, 1.5);
      const Result<std::vector<float>> higher = pitch_shift(signal, 5);
      REQUIRE(longer);
      REQUIRE(higher);
      CHECK(longer->size() == static_cast<std::size_t>(static_cast<double>(samples) * 1.5 + 0.5));
      CHECK(higher->size() == samples);
      for (const auto* out : {&*longer, &*higher}) {
        CHECK(std::ranges::all_of(*out, [&](float value) { return std::isfinite(value) && (!silent || value == 0); }));
      }
    }
  }
}

TEST_CASE("a factor or a shift beyond the range is refused") {
  for (const double factor : {0.0, 0.2, 4.1, -1.0, std::nan("")}) {
    const Result<std::vector<float>> out = time_stretch(std::vector<float>(10), factor);
    REQUIRE(!out);
    CHECK(out.error().code == ErrorCode::out_of_range);
  }
  for (const double semitones : {-24.5, 25.0, std::nan("")}) CHECK(!pitch_shift(std::vector<float>(10), semitones));
}

TEST_CASE("stretch and shift have the same bits on every platform") {
  const std::vector<float> signal = test_signal(20000, 7);
  CHECK(bits_hash(*time_stretch(signal, 1.25)) == 3471417175785927983u);
  CHECK(bits_hash(*time_stretch(signal, 0.8)) == 9637565212484380614u);
  CHECK(bits_hash(*pitch_shift(signal, 3)) == 1852404299559303844u);
  CHECK(bits_hash(*time_stretch(test_drums(kBeat, 8), 1.25)) == 5081657268974682893u);
  CHECK(bits_hash(*pitch_shift(test_drums(kBeat, 8), -2)) == 1542286152514481283u);
}
