#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "core/front_end.h"
#include "tests/compare.h"
#include "tests/signal.h"

using namespace genrelens;

namespace {

const std::string kYamnet = std::string(GENRELENS_SHARED) + "/weights/reference/yamnet_test_";

std::vector<float> log_mel(const FrontEnd& front, std::span<const float> samples) {
  const Result<MelSpectrogram> mel = MelSpectrogram::create(front.mel);
  REQUIRE(mel);
  std::vector<float> bands(mel->frames(samples.size()) * static_cast<std::size_t>(front.mel.bands));
  mel->compute(samples, bands, *mel->workspace());
  natural_levels(bands, front.logarithm, bands);
  return bands;
}

// Little-endian values of a file without a header; empty if it is absent.
template <class Value>
std::vector<Value> read_values(const std::string& path, std::size_t count) {
  static_assert(std::endian::native == std::endian::little);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  std::vector<Value> values(count);
  if (!file || std::fread(values.data(), sizeof(Value), count, file.get()) != count) values.clear();
  return values;
}

}  // namespace

TEST_CASE("front-ends equal the reference arrays, element by element") {
  CHECK(greatest_difference(log_mel(vggish_front_end(), test_signal(2960, 1)), "front_end_vggish") <= 1e-5);
  CHECK(greatest_difference(log_mel(yamnet_front_end(), test_signal(2960, 1)), "front_end_yamnet") <= 1e-5);
  CHECK(greatest_difference(log_mel(efficientat_front_end(), test_signal(3000, 1)), "front_end_efficientat") <= 1e-5);
}

// The patch of ../shared was made of the sound at peak 1 and with VGGish's offset: its least-squares fit in exp(level)
// is 4.0564496 · ours + 0.01000000, and 1 / max|x| = 4.0564496. So it proves everything but the 0.001.
TEST_CASE("the bands of YAMNet turn its own test sound into its own test patch") {
  const std::vector<std::int16_t> sound = read_values<std::int16_t>(kYamnet + "audio.bin", 15600);
  const std::vector<float> patch = read_values<float>(kYamnet + "spectra.bin", 96 * 64);
  if (sound.empty() || patch.empty()) {
    MESSAGE("skipped: ../shared/weights/reference is not there");
    return;
  }
  int peak = 0;
  for (const std::int16_t value : sound) peak = std::max(peak, std::abs(int{value}));
  REQUIRE(peak > 0);
  std::vector<float> samples;
  for (const std::int16_t value : sound) samples.push_back(static_cast<float>(value) / static_cast<float>(peak));

  FrontEnd front = yamnet_front_end();
  front.logarithm.offset = 0.01;
  const std::vector<float> ours = log_mel(front, samples);
  REQUIRE(ours.size() == patch.size());
  double greatest = 0;
  for (std::size_t i = 0; i < ours.size(); i++) {
    greatest = std::max(greatest, std::abs(double{ours[i]} - patch[i]));
  }
  CHECK(greatest <= 2e-5);
}

TEST_CASE("front-ends have the same bits on every platform") {
  const std::vector<float> samples = test_signal(20000, 7);
  CHECK(bits_hash(log_mel(vggish_front_end(), samples)) == 18303002817108601076u);
  CHECK(bits_hash(log_mel(yamnet_front_end(), samples)) == 11068334057922336423u);
  CHECK(bits_hash(log_mel(efficientat_front_end(), samples)) == 6150895450305460883u);
}

TEST_CASE("a patch takes as many samples as the networks were trained on") {
  for (const FrontEnd& front : {vggish_front_end(), yamnet_front_end()}) {
    const Result<MelSpectrogram> mel = MelSpectrogram::create(front.mel);
    CHECK(mel->samples(front.patch_frames) == 15600);  // 0.975 s
  }
  const FrontEnd front = efficientat_front_end();
  CHECK(MelSpectrogram::create(front.mel)->frames(320000) == front.patch_frames);
}

TEST_CASE("silence is the logarithm of the offset") {
  const std::vector<float> silence(32000);
  for (const FrontEnd& front : {vggish_front_end(), yamnet_front_end(), efficientat_front_end()}) {
    const auto expected =
        static_cast<float>((std::log(front.logarithm.offset) + front.logarithm.shift) / front.logarithm.divisor);
    for (const float level : log_mel(front, silence)) CHECK(level == doctest::Approx(expected));
  }
}
