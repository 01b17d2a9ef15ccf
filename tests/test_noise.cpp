#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/exponential.h"
#include "core/noise.h"
#include "tests/signal.h"

using namespace genrelens;

namespace {

double mean_square(std::span<const float> samples) {
  double sum = 0;
  for (const double sample : samples) sum += sample * sample;
  return sum / static_cast<double>(samples.size());
}

// Power of an octave around `hertz` of a 48 kHz signal, by a sum of single frequencies a block apart.
double octave_power(std::span<const float> samples, double hertz) {
  constexpr std::size_t kBlock = 4800;  // 10 Hz a line
  constexpr double kTurn = 2 * 3.14159265358979323846;
  double power = 0;
  int lines = 0;
  for (double line = hertz; line < 2 * hertz - 1; line += hertz / 20, lines++) {
    const double cosine = std::cos(kTurn * line / 48000), sine = std::sin(kTurn * line / 48000);
    for (std::size_t begin = 0; begin + kBlock <= samples.size(); begin += kBlock) {
      double real = 0, imaginary = 0;
      for (std::size_t i = 0; i < kBlock; i++) {
        const double window = 0.5 - 0.5 * std::cos(kTurn * static_cast<double>(i) / kBlock);
        const double turned = real * cosine - imaginary * sine;
        imaginary = real * sine + imaginary * cosine;
        real = turned + window * samples[begin + i];
      }
      power += real * real + imaginary * imaginary;
    }
  }
  return power / lines;
}

}  // namespace

TEST_CASE("e^x is that of the C library") {
  for (double x = -600; x < 600; x += 0.37) CHECK(exponential(x) == doctest::Approx(std::exp(x)).epsilon(1e-15));
  CHECK(exponential(0) == 1);
  CHECK(exponential(-1e300) == 0);
  CHECK(amplitude_of(20) == doctest::Approx(10).epsilon(1e-14));
}

TEST_CASE("noise stands as far below the signal as was asked") {
  for (const NoiseColour colour : {NoiseColour::white, NoiseColour::pink}) {
    for (const double snr : {-5.0, 0.0, 20.0, 40.0}) {
      Random random(3);
      const std::vector<float> signal = test_signal(20000, 7);
      std::vector<float> noisy = signal;
      add_noise(noisy, colour, snr, random);
      for (std::size_t i = 0; i < signal.size(); i++) noisy[i] -= signal[i];
      CHECK(std::abs(10 * std::log10(mean_square(signal) / mean_square(noisy)) - snr) < 0.1);
    }
  }
}

TEST_CASE("white noise is flat and pink noise falls by 3 dB an octave") {
  for (const NoiseColour colour : {NoiseColour::white, NoiseColour::pink}) {
    Random random(11);
    std::vector<float> noise(480000);
    make_noise(colour, random, noise);
    const double expected = colour == NoiseColour::pink ? -10 * std::log10(2.0) : 0;
    double before = octave_power(noise, 250);
    for (const double hertz : {500.0, 1000.0, 2000.0, 4000.0, 8000.0}) {
      const double power = octave_power(noise, hertz);
      CHECK(std::abs(10 * std::log10(power / before) - expected) < 0.5);
      before = power;
    }
  }
}

TEST_CASE("gain is decibels") {
  std::vector<float> samples = {0.5f, -0.25f, 0};
  apply_gain(samples, 20);
  CHECK(samples[0] == doctest::Approx(5));
  CHECK(samples[1] == doctest::Approx(-2.5));
  CHECK(samples[2] == 0);
}

TEST_CASE("every place of a crop occurs, and none beyond the end") {
  const std::vector<float> samples = test_signal(10, 1);
  Random random(5);
  int seen[7] = {};
  for (int i = 0; i < 500; i++) {
    const auto piece = crop(samples, 4, random);
    REQUIRE(piece.size() == 4);
    seen[piece.data() - samples.data()]++;
  }
  CHECK(*std::ranges::min_element(seen) > 40);
  CHECK(crop(samples, 10, random).size() == 10);
  CHECK(crop(samples, 11, random).size() == 10);
  CHECK(crop({}, 4, random).empty());
  CHECK(crop(samples, 0, random).empty());
}

TEST_CASE("silence, one sample and none are taken") {
  Random random(1);
  std::vector<float> silence(100, 0.0f), none, one = {0.5f};
  add_noise(silence, NoiseColour::pink, 10, random);
  CHECK(std::ranges::all_of(silence, [](float sample) { return sample == 0; }));
  add_noise(none, NoiseColour::white, 10, random);
  add_noise(one, NoiseColour::white, 0, random);
  CHECK((one[0] == doctest::Approx(0) || one[0] == doctest::Approx(1)));
}

TEST_CASE("noise has the same bits on every platform") {
  for (const auto& [colour, hash] :
       {std::pair{NoiseColour::white, 1156364347450573865ull}, std::pair{NoiseColour::pink, 2102796210192064499ull}}) {
    Random random(2026);
    std::vector<float> samples = test_signal(20000, 7);
    add_noise(samples, colour, 15, random);
    apply_gain(samples, -3.7);
    CHECK(bits_hash(samples) == hash);
  }
}
