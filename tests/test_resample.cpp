#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/resample.h"
#include "tests/signal.h"

using namespace genrelens;

namespace {

struct Rates {
  int source;
  int target;
  double lower_nyquist() const { return std::min(source, target) / 2.0; }
};

// The five of everyday, and three whose phases are interpolated.
constexpr Rates kEveryday[] = {{44100, 22050}, {48000, 22050}, {22050, 44100}, {8000, 22050}, {44100, 16000}};
constexpr Rates kAwkward[] = {{44101, 22050}, {22050, 44101}, {22049, 22050}};

std::vector<float> resample(const Rates& rates, std::span<const float> samples) {
  Result<Resampler> resampler = Resampler::create(rates.source, rates.target);
  REQUIRE(resampler);
  std::vector<float> out;
  resampler->push(samples, out);
  resampler->finish(out);
  return out;
}

std::vector<float> sine(double hertz, int rate, std::size_t samples) {
  std::vector<float> signal(samples);
  for (std::size_t i = 0; i < samples; i++) {
    signal[i] = static_cast<float>(std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rate));
  }
  return signal;
}

double decibel(double amplitude) { return 20 * std::log10(std::max(amplitude, 1e-12)); }

// What became of a full-scale sine, away from the ends of the song.
struct Response {
  double gain = 0;   // of the tone itself, amplitude
  double shift = 0;  // of the tone itself, radians; 0: no delay
  double rest = 0;   // amplitude of a sine with the power of all that is not the tone
};

Response respond(const Rates& rates, double hertz) {
  const auto samples = static_cast<std::size_t>(rates.source / 4);
  const std::vector<float> out = resample(rates, sine(hertz, rates.source, samples));
  const std::size_t begin = out.size() / 4, end = out.size() * 3 / 4;
  double ss = 0, cc = 0, sc = 0, ys = 0, yc = 0, power = 0;
  const auto phase = [&](std::size_t i) {
    return 2 * std::numbers::pi * hertz * static_cast<double>(i) / rates.target;
  };
  for (std::size_t i = begin; i < end; i++) {
    const double s = std::sin(phase(i)), c = std::cos(phase(i)), y = out[i];
    ss += s * s, cc += c * c, sc += s * c, ys += y * s, yc += y * c, power += y * y;
  }
  const double count = static_cast<double>(end - begin);
  if (hertz >= rates.lower_nyquist()) return {.rest = std::sqrt(2 * power / count)};
  const double determinant = ss * cc - sc * sc;
  const double a = (ys * cc - yc * sc) / determinant, b = (yc * ss - ys * sc) / determinant;
  double rest = 0;
  for (std::size_t i = begin; i < end; i++) {
    const double error = out[i] - a * std::sin(phase(i)) - b * std::cos(phase(i));
    rest += error * error;
  }
  return {.gain = std::hypot(a, b), .shift = std::atan2(b, a), .rest = std::sqrt(2 * rest / count)};
}

void check_quality(const Rates& rates) {
  CAPTURE(rates.source);
  CAPTURE(rates.target);
  double ripple = 0, aliases = -200, shift = 0;
  for (const double place : {0.01, 0.1, 0.25, 0.4, 0.55, 0.7, 0.8, 0.85, 0.88, 0.9}) {
    const Response response = respond(rates, place * rates.lower_nyquist());
    ripple = std::max(ripple, std::abs(decibel(response.gain)));
    shift = std::max(shift, std::abs(response.shift));
    aliases = std::max(aliases, decibel(response.rest));
  }
  for (const double place : {1.001, 1.02, 1.05, 1.1, 1.3, 1.6, 1.95, 2.5}) {
    const double hertz = place * rates.lower_nyquist();
    if (hertz < rates.source / 2.0) aliases = std::max(aliases, decibel(respond(rates, hertz).rest));
  }
  MESSAGE(rates.source << " -> " << rates.target << ": ripple " << ripple << " dB, aliases " << aliases << " dB");
  CHECK(ripple <= 0.1);
  CHECK(aliases <= -90);
  CHECK(shift <= 1e-4);
}

}  // namespace

TEST_CASE("the passband is flat, undelayed and free of aliases") {
  for (const Rates& rates : kEveryday) check_quality(rates);
  for (const Rates& rates : kAwkward) check_quality(rates);
}

TEST_CASE("any block sizes give the same bits") {
  const std::vector<float> signal = test_signal(30000, 5);
  std::uint32_t random = 1;
  for (const Rates& rates :
       {kEveryday[0], kEveryday[1], kEveryday[3], kAwkward[0], Rates{44100, 44100}, Rates{384000, 1000}}) {
    CAPTURE(rates.source);
    const std::vector<float> whole = resample(rates, signal);
    Result<Resampler> resampler = Resampler::create(rates.source, rates.target);
    for (const std::uint32_t longest : {1u, 37u, 1000u, 9000u}) {  // one object after another song, too
      std::vector<float> out;
      for (std::size_t begin = 0; begin < signal.size();) {
        random = random * 1664525 + 1013904223;
        const std::size_t count = std::min<std::size_t>((random >> 16) % (longest + 1), signal.size() - begin);
        resampler->push(std::span(signal).subspan(begin, count), out);
        begin += count;
      }
      resampler->finish(out);
      CHECK(out == whole);
    }
  }
}

TEST_CASE("outputs come as soon as they are determined") {
  Result<Resampler> resampler = Resampler::create(44100, 22050);
  std::vector<float> out;
  resampler->push(std::vector<float>(44100), out);
  CHECK(out.size() <= 22050);
  CHECK(out.size() >= 22050 - 64);
}

TEST_CASE("the length is the ceiling of the ratio") {
  for (const Rates& rates : {Rates{44100, 22050}, Rates{48000, 22050}, Rates{8000, 22050}, Rates{44101, 22050},
                             Rates{22050, 22050}, Rates{384000, 1000}, Rates{1000, 384000}}) {
    CAPTURE(rates.source);
    const Result<Resampler> resampler = Resampler::create(rates.source, rates.target);
    for (const std::size_t samples : {0u, 1u, 2u, 3u, 100u, 441u, 5001u}) {
      const auto up = static_cast<std::size_t>(rates.target), down = static_cast<std::size_t>(rates.source);
      const std::size_t expected = (samples * up + down - 1) / down;
      CHECK(resampler->output_length(samples) == expected);
      CHECK(resample(rates, std::vector<float>(samples, 0.25f)).size() == expected);
    }
  }
}

TEST_CASE("equal rates copy, a constant stays constant, silence stays silent") {
  const std::vector<float> signal = test_signal(5000, 9);
  CHECK(resample({22050, 22050}, signal) == signal);
  for (const Rates& rates : kEveryday) {
    const std::vector<float> out = resample(rates, std::vector<float>(4000, 0.5f));
    const auto inside = std::span(out).subspan(out.size() / 3, out.size() / 3);
    for (float value : inside) CHECK(value == doctest::Approx(0.5).epsilon(1e-6));
    const std::vector<float> silence = resample(rates, std::vector<float>(4000));
    CHECK(std::all_of(silence.begin(), silence.end(), [](float value) { return value == 0; }));
  }
}

TEST_CASE("resampled bits are the same on every platform") {
  const std::vector<float> signal = test_signal(20000, 11);
  CHECK(bits_hash(resample({44100, 22050}, signal)) == 16569620821680399862u);
  CHECK(bits_hash(resample({48000, 22050}, signal)) == 12531204159571705812u);
  CHECK(bits_hash(resample({44101, 22050}, signal)) == 16882410178222608858u);
}

TEST_CASE("rates outside what is allowed are refused by name") {
  const Result<Resampler> low = Resampler::create(999, 22050);
  REQUIRE(!low);
  CHECK(low.error().code == ErrorCode::out_of_range);
  CHECK(low.error().message.find("source sample rate is 999 Hz") != std::string::npos);
  const Result<Resampler> high = Resampler::create(22050, 384001);
  REQUIRE(!high);
  CHECK(high.error().message.find("target sample rate is 384001 Hz") != std::string::npos);
  CHECK(!Resampler::create(-1, 0));
}
