#include <doctest/doctest.h>

#include <vector>

#include "core/audio.h"

using namespace genrelens;

TEST_CASE("one channel is copied") {
  const std::vector<float> samples{0.25f, -1.0f, 0.1f};
  std::vector<float> mono(3);
  downmix(samples, 1, mono);
  CHECK(mono == samples);
}

TEST_CASE("two channels give their mean, as single precision computes it") {
  const std::vector<float> samples{0.1f, 0.2f, 1.0f, -1.0f, 0.3f, 0.3f};
  std::vector<float> mono(3);
  downmix(samples, 2, mono);
  CHECK(mono == std::vector<float>{(0.1f + 0.2f) / 2.0f, 0.0f, 0.3f});
}

TEST_CASE("channels are summed in their order") {
  // 1 + 2^-24 rounds to 1, so the order can be seen: the other way round the small ones would count.
  const std::vector<float> samples{1.0f, 0x1p-24f, 0x1p-24f, 0x1p-24f, 0x1p-24f, 1.0f};
  std::vector<float> mono(2);
  downmix(samples, 3, mono);
  CHECK(mono[0] == 1.0f / 3.0f);
  CHECK(mono[1] == (0x1p-23f + 1.0f) / 3.0f);
}

TEST_CASE("length and duration follow from the samples") {
  const Audio audio{.sample_rate = 8000, .channels = 2, .samples = std::vector<float>(8000)};
  CHECK(audio.frames() == 4000);
  CHECK(audio.seconds() == 0.5);
  CHECK(Audio{}.frames() == 0);
  CHECK(Audio{}.seconds() == 0);
}
