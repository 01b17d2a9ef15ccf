#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "core/level.h"
#include "core/mel.h"
#include "tests/npy.h"
#include "tests/signal.h"

using namespace genrelens;

namespace {

const std::string kFixtures = GENRELENS_FIXTURES;

// The options of tools/golden/mel.py's "mel_torchaudio".
MelOptions torchaudio() {
  return {.sample_rate = 16000,
          .fft_length = 512,
          .window_length = 400,
          .hop_length = 160,
          .padding = Padding::zero,
          .bands = 64,
          .scale = MelScale::htk,
          .norm = MelNorm::none,
          .low_frequency = 125,
          .high_frequency = 7500};
}

std::vector<float> mel_power(const MelOptions& options, std::span<const float> samples) {
  const Result<MelSpectrogram> mel = MelSpectrogram::create(options);
  REQUIRE(mel);
  std::vector<float> power(mel->frames(samples.size()) * static_cast<std::size_t>(options.bands));
  mel->compute(samples, power, *mel->workspace());
  return power;
}

void compare(const std::vector<float>& values, const std::string& fixture) {
  CAPTURE(fixture);
  const auto reference = read_npy<float>(kFixtures + "/" + fixture + ".npy");
  REQUIRE(reference);
  if (!reference) return;
  REQUIRE(values.size() == reference->values.size());
  if (values.size() != reference->values.size()) return;
  double relative = 0;
  double decibel = 0;
  for (std::size_t i = 0; i < values.size(); i++) {
    const double expected = reference->values[i];
    if (expected == 0) {
      CHECK(values[i] == 0);
      continue;
    }
    relative = std::max(relative, std::abs(values[i] - expected) / expected);
    decibel = std::max(decibel, std::abs(10 * std::log10(values[i] / expected)));
  }
  CHECK(relative <= 1e-4);
  CHECK(decibel <= 1e-3);
}

std::vector<float> tone(double hertz, double rate, std::size_t samples) {
  std::vector<float> signal(samples);
  for (std::size_t i = 0; i < samples; i++) {
    signal[i] = static_cast<float>(std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rate));
  }
  return signal;
}

std::string refusal(const MelOptions& options) {
  const Result<MelSpectrogram> mel = MelSpectrogram::create(options);
  if (mel) return "";
  CHECK(mel.error().code == ErrorCode::out_of_range);
  return mel.error().message;
}

}  // namespace

TEST_CASE("spectrograms equal the reference arrays, element by element") {
  compare(mel_power({}, test_signal(6000, 1)), "mel_librosa");
  compare(mel_power({}, test_signal(300, 1)), "mel_short");
  compare(mel_power(torchaudio(), test_signal(3000, 1)), "mel_torchaudio");

  MelOptions magnitude = torchaudio();
  magnitude.padding = Padding::none;
  magnitude.power = 1;
  compare(mel_power(magnitude, test_signal(3000, 1)), "mel_magnitude");

  const MelOptions odd{.sample_rate = 11025,
                       .fft_length = 250,
                       .window_length = 201,
                       .hop_length = 77,
                       .bands = 20,
                       .norm = MelNorm::none,
                       .low_frequency = 50,
                       .high_frequency = 5000};
  compare(mel_power(odd, test_signal(2000, 1)), "mel_odd");

  const MelOptions torchaudio_defaults{.sample_rate = 16000,
                                       .fft_length = 400,
                                       .window_length = 400,
                                       .hop_length = 200,
                                       .scale = MelScale::htk,
                                       .norm = MelNorm::none,
                                       .high_frequency = 8000};
  compare(mel_power(torchaudio_defaults, test_signal(1500, 1)), "mel_torchaudio_defaults");
}

TEST_CASE("filter banks equal the reference arrays") {
  compare(MelSpectrogram::create(torchaudio())->filter_bank(), "bank_htk");
  compare(MelSpectrogram::create({.fft_length = 512, .window_length = 512, .bands = 40})->filter_bank(), "bank_slaney");
  MelOptions kaldi = torchaudio();
  kaldi.scale = MelScale::kaldi;
  compare(MelSpectrogram::create(kaldi)->filter_bank(), "bank_kaldi");
}

TEST_CASE("the log-mel of a known signal has the same bits on every platform") {
  const std::vector<float> signal = test_signal(66150, 7);
  const std::vector<float> power = mel_power({}, signal);
  std::vector<float> picture(power.size());
  levels(power, power.size() / 128, 128, {}, picture);
  CHECK(bits_hash(signal) == 18366234244751634697u);
  CHECK(bits_hash(power) == 12677388717503265476u);
  CHECK(bits_hash(picture) == 12366470209518431162u);
  CHECK(bits_hash(mel_power(torchaudio(), signal)) == 2629137789022960970u);
}

TEST_CASE("a tone falls into the bands that hold its frequency") {
  const Result<MelSpectrogram> mel = MelSpectrogram::create({});
  const std::vector<float> bank = mel->filter_bank();
  for (const std::size_t bin : {10u, 41u, 186u, 700u}) {
    const double hertz = static_cast<double>(bin) * 22050 / 2048;
    const std::vector<float> power = mel_power({}, tone(hertz, 22050, 22050));
    const auto frame = power.begin() + 20 * 128;
    const auto loudest = static_cast<std::size_t>(std::max_element(frame, frame + 128) - frame);
    CHECK(bank[loudest * 1025 + bin] > 0);
  }
}

TEST_CASE("a tone's power is that of its window") {
  // Amplitude 1 in the middle of a bin: |X| = sum of the window / 2 there, half of it in the two bins beside it.
  const MelOptions options{.power = 2, .bands = 1024, .scale = MelScale::htk, .norm = MelNorm::none};
  const Result<MelSpectrogram> mel = MelSpectrogram::create(options);
  const std::vector<float> bank = mel->filter_bank();
  const std::vector<float> power = mel_power(options, tone(500 * 22050.0 / 2048, 22050, 8192));
  double sum = 0;
  double expected = 0;
  for (std::size_t band = 0; band < 1024; band++) {
    sum += power[8 * 1024 + band];
    const float* row = &bank[band * 1025];
    expected += 512.0 * 512 * (row[500] + 0.25 * (row[499] + row[501]));
  }
  CHECK(sum == doctest::Approx(expected).epsilon(1e-4));
}

TEST_CASE("frames depend on nothing but their own samples") {
  const std::vector<float> signal = test_signal(20000, 3);
  for (const Padding padding : {Padding::none, Padding::reflect}) {
    const MelOptions options{.padding = padding};
    const std::vector<float> whole = mel_power(options, signal);
    // Cutting off k hops moves every frame to another lane, with other neighbours.
    for (std::size_t hops = 1; hops <= 5; hops++) {
      const std::vector<float> later = mel_power(options, std::span(signal).subspan(hops * 512));
      const std::size_t edge = padding == Padding::none ? 0 : 2;  // frames that see the cut
      const auto compared = static_cast<std::ptrdiff_t>(later.size() - edge * 128);
      CHECK(std::equal(later.end() - compared, later.end(), whole.end() - compared));
    }
  }
}

TEST_CASE("a workspace carries nothing from one computation to the next") {
  const Result<MelSpectrogram> mel = MelSpectrogram::create({});
  const MelWorkspacePointer workspace = mel->workspace();
  const std::vector<float> first = test_signal(3000, 1);
  const std::vector<float> loud(5000, 1.0f);
  std::vector<float> before(mel->frames(first.size()) * 128), between(mel->frames(loud.size()) * 128);
  std::vector<float> after(before.size());
  mel->compute(first, before, *workspace);
  mel->compute(loud, between, *workspace);
  mel->compute(first, after, *workspace);
  CHECK(before == after);
  CHECK(before != std::vector<float>(before.size()));
}

TEST_CASE("silence gives 0, a single sample and an empty song are no trouble") {
  for (const Padding padding : {Padding::reflect, Padding::zero}) {
    const std::vector<float> silence = mel_power({.padding = padding}, std::vector<float>(5000));
    CHECK(silence.size() == 10 * 128);
    CHECK(std::all_of(silence.begin(), silence.end(), [](float value) { return value == 0; }));
    const std::vector<float> single = mel_power({.padding = padding}, std::vector<float>{0.5f});
    CHECK(single.size() == 128);
    CHECK(std::all_of(single.begin(), single.end(), [](float value) { return std::isfinite(value); }));
    CHECK(mel_power({.padding = padding}, {}).empty());
  }
  CHECK(mel_power({.padding = Padding::none}, std::vector<float>(2047)).empty());
}

TEST_CASE("frames and samples are each other's inverse") {
  for (const Padding padding : {Padding::none, Padding::reflect, Padding::zero}) {
    const Result<MelSpectrogram> mel = MelSpectrogram::create({.padding = padding});
    for (const std::size_t frames : {1u, 2u, 3u, 4u, 5u, 173u, 1292u}) {
      const std::size_t samples = mel->samples(frames);
      CHECK(mel->frames(samples) == frames);
      CHECK(mel->frames(samples - 1) == frames - 1);
    }
  }
  CHECK(MelSpectrogram::create({})->frames(661794) == 1293);
}

TEST_CASE("options that cannot be served are named with what is allowed") {
  CHECK(refusal({}).empty());
  CHECK(refusal({.sample_rate = 0, .high_frequency = 1}).starts_with("sample_rate is 0"));
  CHECK(refusal({.fft_length = 2047}).starts_with("fft_length is 2047"));
  CHECK(refusal({.fft_length = 14}).starts_with("fft_length"));
  CHECK(refusal({.fft_length = 65536}).starts_with("fft_length"));
  CHECK(refusal({.fft_length = 2 * 1021}).find("prime factor") != std::string::npos);
  CHECK(refusal({.window_length = 2049}).starts_with("window_length is 2049"));
  CHECK(refusal({.window_length = 0}).starts_with("window_length"));
  CHECK(refusal({.hop_length = 0}).starts_with("hop_length is 0"));
  CHECK(refusal({.power = 3}).starts_with("power"));
  CHECK(refusal({.power = std::nan("")}).starts_with("power"));
  CHECK(refusal({.pre_emphasis = 1.5}).starts_with("pre_emphasis"));
  CHECK(refusal({.bands = 0}).starts_with("bands"));
  CHECK(refusal({.bands = 1025}).starts_with("bands is 1025, but must be from 1 to 1024"));
  CHECK(refusal({.low_frequency = -1}).starts_with("low_frequency"));
  CHECK(refusal({.low_frequency = 11025}).starts_with("low_frequency"));
  CHECK(refusal({.high_frequency = 11026}).find("high_frequency") != std::string::npos);
  CHECK(refusal({.high_frequency = std::nan("")}).find("high_frequency") != std::string::npos);
}
