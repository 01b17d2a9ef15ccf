#include <doctest/doctest.h>

#include "native/row_chunks.h"

using namespace genrelens;

namespace {

Features two_bands() {
  Features features;
  features.mel.bands = 2;
  features.frames = 4;
  features.mean = 0.5;
  features.deviation = 0.25;
  return features;
}

float input_of(double level) { return static_cast<float>((level - 0.5) / 0.25); }

}  // namespace

TEST_CASE("a chunk is relative to its own maximum, and the last one repeats its columns") {
  const RowChunks chunks(two_bands(), 3, LastChunk::repeat);
  // Columns 0…5 of two bands: chunks begin at 0 and 3, the second has three columns.
  const std::vector<std::uint8_t> row = {0, 51, 102, 153, 51, 0, 204, 0, 0, 0, 0, 102};
  REQUIRE(chunks.count(6) == 2);
  std::vector<float> input(chunks.input_size());
  chunks.fill(row, 0, input);  // loudest 204: levels are v / 255 + 0.2
  const double expected_first[] = {0.2, 0.4, 0.6, 0.8, 1.0, 0.2, 0.2, 0.2};
  for (std::size_t i = 0; i < 8; i++) CHECK(input[i] == doctest::Approx(input_of(expected_first[i])).epsilon(1e-6));
  chunks.fill(row, 1, input);  // loudest 153
  const double expected_second[] = {1.0, 0.6, 0.4, 1.0, 0.4, 0.4, 0.8, 0.4};
  for (std::size_t i = 0; i < 8; i++) CHECK(input[i] == doctest::Approx(input_of(expected_second[i])).epsilon(1e-6));
}

TEST_CASE("levels that refer to one stay as they are") {
  Features features = two_bands();
  features.level = natural_level(0.01, 12);
  const RowChunks chunks(features, 4, LastChunk::repeat);
  const std::vector<std::uint8_t> row = {0, 51, 102, 153, 51, 0, 204, 0};
  std::vector<float> input(chunks.input_size());
  chunks.fill(row, 0, input);
  for (std::size_t i = 0; i < 8; i++) CHECK(input[i] == doctest::Approx(input_of(row[i] / 255.0)).epsilon(1e-6));
}

TEST_CASE("silence is level 0") {
  const RowChunks chunks(two_bands(), 4, LastChunk::repeat);
  std::vector<float> input(chunks.input_size());
  chunks.fill(std::vector<std::uint8_t>(8, 0), 0, input);
  for (const float value : input) CHECK(value == input_of(0));
}

TEST_CASE("a model is given only rows that mean what its own features mean") {
  TrackRecipe recipe;
  recipe.level = {.multiplier = 20, .range = 80};
  recipe.seconds_per_column = 0.0896;
  Features features;
  features.mel.hop_length = 1976;
  features.level = recipe.level;
  CHECK(!rows_fit(features, recipe));
  features.mel.hop_length = 512;
  REQUIRE(rows_fit(features, recipe));
  CHECK(rows_fit(features, recipe)->message ==
        "The model and the feature folder differ in seconds a column: the model has "
        "0.02322, the folder 0.0896.");
  features.mel.hop_length = 1976;
  features.level.reference = LevelReference::one;
  CHECK(rows_fit(features, recipe)->message ==
        "The model and the feature folder differ in level reference: the model has one, the folder the maximum.");
  features.level = recipe.level;
  features.mel.bands = 64;
  CHECK(rows_fit(features, recipe)->message ==
        "The model and the feature folder differ in mel bands: the model has 64, the "
        "folder 128.");
  features.mel.bands = 128;
  features.level.range = 40;
  CHECK(rows_fit(features, recipe)->message ==
        "The model and the feature folder differ in level range: the model has 40, "
        "the folder 80.");
}
