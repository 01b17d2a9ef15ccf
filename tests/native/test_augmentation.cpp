#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "native/augmentation.h"

using namespace genrelens;

namespace {

constexpr std::size_t kBands = 32, kColumns = 90, kFrames = 40;

std::vector<std::uint8_t> noise_row() {
  Random random(3);
  std::vector<std::uint8_t> row(kBands * kColumns);
  for (std::uint8_t& value : row) value = static_cast<std::uint8_t>(random.below(200));
  return row;
}

std::vector<float> augmented(const std::vector<std::uint8_t>& row, const Augmentation& options, std::uint64_t seed) {
  Random random(seed);
  std::vector<float> chunk(kBands * kFrames);
  augment(row, kBands, kFrames, LevelReference::maximum, options, random, chunk);
  return chunk;
}

constexpr Augmentation kNone = {
    .stretch = 0, .shift_bands = 0, .tilt = 0, .floor = 0, .masks = {.time_masks = 0, .band_masks = 0}};

}  // namespace

TEST_CASE("with everything off, a chunk is columns of the row, relative to its maximum") {
  const std::vector<std::uint8_t> row = noise_row();
  const std::vector<float> chunk = augmented(row, kNone, 1);
  CHECK(*std::max_element(chunk.begin(), chunk.end()) == 1.0f);
  std::size_t found = 0;
  for (std::size_t begin = 0; begin + kFrames <= kColumns; begin++) {
    std::uint8_t loudest = 0;
    for (std::size_t band = 0; band < kBands; band++) {
      for (std::size_t i = 0; i < kFrames; i++) loudest = std::max(loudest, row[band * kColumns + begin + i]);
    }
    bool same = true;
    for (std::size_t band = 0; band < kBands && same; band++) {
      for (std::size_t i = 0; i < kFrames && same; i++) {
        const int stored = row[band * kColumns + begin + i];
        const double level = static_cast<double>(stored) / 255 + 1 - static_cast<double>(loudest) / 255;
        same = std::abs(chunk[band * kFrames + i] - level) < 1e-6;
      }
    }
    found += same ? 1 : 0;
  }
  CHECK(found == 1);
}

TEST_CASE("where levels refer to one, a chunk is as loud as it was") {
  const std::vector<std::uint8_t> row(kBands * kColumns, 51);
  Random random(1);
  std::vector<float> chunk(kBands * kFrames);
  augment(row, kBands, kFrames, LevelReference::one, kNone, random, chunk);
  for (const float level : chunk) CHECK(level == doctest::Approx(0.2).epsilon(1e-6));
}

TEST_CASE("the same seed gives the same chunk, another seed another") {
  const std::vector<std::uint8_t> row = noise_row();
  CHECK(augmented(row, {}, 5) == augmented(row, {}, 5));
  CHECK(augmented(row, {}, 5) != augmented(row, {}, 6));
}

TEST_CASE("levels stay in 0…1 and above the drawn floor") {
  const std::vector<std::uint8_t> row = noise_row();
  for (std::uint64_t seed = 0; seed < 200; seed++) {
    const std::vector<float> chunk = augmented(row, {}, seed);
    const auto [lowest, highest] = std::minmax_element(chunk.begin(), chunk.end());
    CHECK(*lowest >= 0);
    CHECK(*highest <= 1);
  }
}

TEST_CASE("a row shorter than a chunk and a silent row are served") {
  std::vector<float> chunk(kBands * kFrames);
  Random random(1);
  augment(std::vector<std::uint8_t>(kBands * 3, 7), kBands, kFrames, LevelReference::maximum, kNone, random, chunk);
  CHECK(std::all_of(chunk.begin(), chunk.end(), [](float level) { return level == 1; }));
  augment(std::vector<std::uint8_t>(kBands * kColumns, 0), kBands, kFrames, LevelReference::maximum, kNone, random,
          chunk);
  CHECK(std::all_of(chunk.begin(), chunk.end(), [](float level) { return level == 0; }));
}

TEST_CASE("over a telephone only a band in the middle is heard, and only as often as is asked for") {
  const std::vector<std::uint8_t> row(kBands * kColumns, 120);
  Augmentation options = kNone;
  options.narrow = 0.5;
  int narrowed = 0;
  for (std::uint64_t seed = 0; seed < 200; seed++) {
    const std::vector<float> chunk = augmented(row, options, seed);
    const auto heard = [&](std::size_t band) { return chunk[band * kFrames] > 0; };
    for (std::size_t band = 4; band < 20; band++) CHECK(heard(band));
    if (!heard(0) || !heard(kBands - 1)) narrowed++;
  }
  CHECK(narrowed > 70);
  CHECK(narrowed < 130);
  options.narrow = 0;
  CHECK(augmented(row, options, 1) == augmented(row, kNone, 1));
  CHECK(scaled({.narrow = 0.4}, 0.5).narrow == doctest::Approx(0.2));
}
