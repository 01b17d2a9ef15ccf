#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include "core/chroma.h"
#include "core/spectrogram.h"
#include "tests/compare.h"
#include "tests/signal.h"

using namespace genrelens;

namespace {

std::vector<float> power_of(const std::vector<float>& samples) {
  const Result<Spectrogram> plan = Spectrogram::create({});
  std::vector<float> power(plan->frames(samples.size()) * plan->bins());
  plan->compute(samples, power, *plan->workspace());
  return power;
}

std::vector<float> chroma_of(const ChromaOptions& options, const std::vector<float>& power) {
  const Result<Chroma> chroma = Chroma::create(options);
  REQUIRE(chroma);
  std::vector<float> out(power.size() / chroma->bins() * Chroma::kClasses, -1.0f);
  chroma->compute(power, out);
  return out;
}

std::string refusal(const ChromaOptions& options) {
  const Result<Chroma> chroma = Chroma::create(options);
  if (chroma) return "";
  CHECK(chroma.error().code == ErrorCode::out_of_range);
  return chroma.error().message;
}

}  // namespace

TEST_CASE("chroma and its filters equal the reference arrays, element by element") {
  CHECK(greatest_share(Chroma::create({.fft_length = 1024})->filter_bank(), "bank_chroma") <= 1e-6);
  const std::vector<float> power = power_of(test_signal(10000, 1));
  CHECK(greatest_share(chroma_of({}, power), "chroma") <= 1e-5);
  const ChromaOptions tuned{.tuning = 0.3, .octave = 4, .octave_width = HUGE_VAL};
  CHECK(greatest_share(chroma_of(tuned, power), "chroma_tuned") <= 1e-5);
}

TEST_CASE("chroma has the same bits on every platform") {
  CHECK(bits_hash(chroma_of({}, power_of(test_signal(20000, 7)))) == 1073904265295155465u);
}

TEST_CASE("a tone sounds in its own class in every octave") {
  for (int note = 48; note < 96; note++) {  // MIDI numbers: 60 is C4, 69 is A4
    const double hertz = 440 * std::exp2((note - 69) / 12.0);
    std::vector<float> tone(8192);
    for (std::size_t i = 0; i < tone.size(); i++) {
      tone[i] = static_cast<float>(std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / 22050));
    }
    const std::vector<float> out = chroma_of({}, power_of(tone));
    const auto frame = out.begin() + 8 * 12;
    if (note >= 60) CHECK(std::max_element(frame, frame + 12) - frame == note % 12);  // bins are a semitone there
    CHECK(*std::max_element(frame, frame + 12) == 1);
  }
}

TEST_CASE("silence stays 0, an empty song is no trouble") {
  const std::vector<float> silence = chroma_of({}, std::vector<float>(2 * 1025));
  CHECK(silence == std::vector<float>(24));
  CHECK(chroma_of({}, {}).empty());
}

TEST_CASE("options that cannot be served are named with what is allowed") {
  CHECK(refusal({}).empty());
  CHECK(refusal({.sample_rate = 0}).starts_with("sample_rate is 0"));
  CHECK(refusal({.fft_length = 1023}).starts_with("fft_length is 1023"));
  CHECK(refusal({.fft_length = 65536}).starts_with("fft_length is 65536"));
  CHECK(refusal({.tuning = 0.6}).starts_with("tuning must be"));
  CHECK(refusal({.octave = HUGE_VAL}).starts_with("octave must be"));
  CHECK(refusal({.octave_width = 0}).starts_with("octave_width must be"));
}
