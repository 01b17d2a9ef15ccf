#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/random.h"
#include "core/resample.h"
#include "tests/resampler_response.h"
#include "tests/signal.h"

using namespace genrelens;

namespace {

// Of everyday, then from end to end of what is allowed, then some whose phases are interpolated.
constexpr Rates kEveryday[] = {{44100, 22050}, {48000, 22050}, {22050, 44100}, {8000, 22050},
                               {44100, 16000}, {11025, 22050}, {44100, 32000}, {96000, 44100}};
constexpr Rates kFar[] = {{384000, 22050}, {22050, 384000}, {4000, 384000}, {384000, 4000}, {192000, 48000}};
constexpr Rates kAwkward[] = {{44101, 22050}, {22050, 44101}, {22049, 22050}, {96001, 22050},
                              {22050, 96001}, {4001, 383999}, {383999, 4001}, {11026, 11025}};

std::vector<float> resample(const Rates& rates, std::span<const float> samples) {
  Result<Resampler> resampler = Resampler::create(rates.source, rates.target);
  REQUIRE(resampler);
  std::vector<float> out;
  resampler->push(samples, out);
  resampler->finish(out);
  return out;
}

void check_quality(const Rates& rates) {
  CAPTURE(rates.source);
  CAPTURE(rates.target);
  Result<Resampler> resampler = Resampler::create(rates.source, rates.target);
  REQUIRE(resampler);
  double ripple = 0, aliases = -200, shift = 0;
  for (const double place : {0.01, 0.1, 0.25, 0.4, 0.55, 0.7, 0.8, 0.85, 0.88, 0.9}) {
    const Response response = respond(*resampler, rates, place * rates.lower_nyquist());
    ripple = std::max(ripple, std::abs(decibel_of(response.gain)));
    shift = std::max(shift, std::abs(response.shift));
    aliases = std::max(aliases, decibel_of(response.rest));
  }
  // Between 0.9 and 1 a tone may fade, but its image may not sound; above 1 nothing may.
  for (const double place : {0.93, 0.97, 0.99, 1.001, 1.02, 1.05, 1.1, 1.3, 1.6, 1.95, 2.5, 4.7, 11.3, 41.9, 95.0}) {
    const double hertz = place * rates.lower_nyquist();
    if (hertz < rates.source / 2.0) aliases = std::max(aliases, decibel_of(respond(*resampler, rates, hertz).rest));
  }
  MESSAGE(rates.source << " -> " << rates.target << ": ripple " << ripple << " dB, aliases " << aliases << " dB, shift "
                       << shift << " rad");
  CHECK(ripple <= 0.1);
  CHECK(aliases <= -90);
  CHECK(shift <= 1e-4);
}

}  // namespace

TEST_CASE("the passband is flat, undelayed and free of aliases") {
  for (const Rates& rates : kEveryday) check_quality(rates);
  for (const Rates& rates : kFar) check_quality(rates);
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

TEST_CASE("the length is exact from 4 kHz to 384 kHz, whatever the two rates") {
  Random random(4);
  for (int i = 0; i < 40; i++) {
    const Rates rates{4000 + static_cast<int>(random.below(380001)), 4000 + static_cast<int>(random.below(380001))};
    CAPTURE(rates.source);
    CAPTURE(rates.target);
    const std::uint64_t samples = random.below(3000);
    const auto up = static_cast<std::uint64_t>(rates.target), down = static_cast<std::uint64_t>(rates.source);
    const std::vector<float> out = resample(rates, std::vector<float>(static_cast<std::size_t>(samples), 0.5f));
    CHECK(out.size() == (samples * up + down - 1) / down);
    CHECK(std::ranges::all_of(out, [](float value) { return std::abs(value) < 1; }));
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
  CHECK(bits_hash(resample({384000, 4000}, signal)) == 5345588621115176085u);
  CHECK(bits_hash(resample({4001, 383999}, signal)) == 9583185498451946449u);
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
