#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/mask.h"
#include "tests/signal.h"

using namespace genrelens;

namespace {

constexpr std::size_t kBands = 20, kFrames = 30;

}  // namespace

TEST_CASE("a stripe has every width and place and stays inside") {
  Random random(1);
  int widths[6] = {};
  for (int i = 0; i < 6000; i++) {
    const Stripe stripe = choose_stripe(30, 5, random);
    REQUIRE(stripe.begin <= stripe.end);
    REQUIRE(stripe.end <= 30);
    widths[stripe.end - stripe.begin]++;
  }
  for (const int count : widths) CHECK(std::abs(count - 1000) < 150);
  for (int i = 0; i < 100; i++) CHECK(choose_stripe(2, 50, random).end <= 2);
  CHECK(choose_stripe(0, 5, random).end == 0);
}

TEST_CASE("one time mask covers whole frames, one band mask whole bands") {
  for (std::uint64_t seed = 0; seed < 50; seed++) {
    Random drawn(seed), again(seed);
    const Stripe time = choose_stripe(kFrames, 7, drawn);
    const Stripe band = choose_stripe(kBands, 4, drawn);
    std::vector<float> picture(kBands * kFrames, 1.0f);
    mask(picture, kBands, {.time_masks = 1, .time_mask_frames = 7, .band_masks = 1, .band_mask_bands = 4, .value = -2},
         again);
    for (std::size_t row = 0; row < kBands; row++) {
      for (std::size_t column = 0; column < kFrames; column++) {
        const bool masked = (column >= time.begin && column < time.end) || (row >= band.begin && row < band.end);
        REQUIRE(picture[row * kFrames + column] == (masked ? -2.0f : 1.0f));
      }
    }
  }
}

TEST_CASE("a picture without frames and masks without width change nothing") {
  Random random(1);
  std::vector<float> none;
  mask(none, 8, {}, random);
  std::vector<float> picture(12, 1.0f);
  mask(picture, 3, {.time_mask_frames = 0, .band_mask_bands = 0}, random);
  CHECK(std::ranges::all_of(picture, [](float level) { return level == 1; }));
}

TEST_CASE("mixup's shares have the mean and the deviation of Beta(a, a)") {
  for (const double shape : {0.2, 0.4, 1.0}) {
    Random random(9);
    double sum = 0, square = 0;
    constexpr int kDraws = 20000;
    for (int i = 0; i < kDraws; i++) {
      const double share = mixup_share(shape, random);
      REQUIRE((share >= 0 && share <= 1));
      sum += share, square += (share - 0.5) * (share - 0.5);
    }
    CHECK(std::abs(sum / kDraws - 0.5) < 0.01);
    CHECK(square / kDraws == doctest::Approx(1 / (4 * (2 * shape + 1))).epsilon(0.03));
  }
}

TEST_CASE("inputs and targets are blended by the share") {
  std::vector<float> input = {1, 2, 3}, target = {1, 0};
  mix(input, std::vector<float>{5, 6, 7}, 0.75);
  mix(target, std::vector<float>{0, 1}, 0.75);
  CHECK(input == std::vector<float>{2, 3, 4});
  CHECK(target == std::vector<float>{0.75f, 0.25f});
}

TEST_CASE("masks and mixup have the same bits on every platform") {
  Random random(2026);
  std::vector<float> picture = test_signal(128 * 64, 7);
  mask(picture, 64, {}, random);
  for (const double shape : {0.1, 0.3, 1.0}) mix(picture, test_signal(128 * 64, 8), mixup_share(shape, random));
  CHECK(bits_hash(picture) == 14098743397697607555u);
}
