#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/level.h"
#include "core/picture.h"
#include "tests/compare.h"
#include "tests/signal.h"

using namespace genrelens;

namespace {

std::vector<float> resized(const PictureOptions& options, const std::vector<float>& matrix, std::size_t bands) {
  const Result<Picture> picture = Picture::create(options, bands, matrix.size() / bands);
  REQUIRE(picture);
  std::vector<float> out(picture->rows() * picture->columns());
  picture->resize(matrix, out);
  return out;
}

std::vector<std::uint8_t> painted(const PictureOptions& options, const std::vector<float>& levels, std::size_t bands) {
  const Result<Picture> picture = Picture::create(options, bands, levels.size() / bands);
  REQUIRE(picture);
  std::vector<std::uint8_t> bytes(picture->values());
  picture->paint(levels, bytes);
  return bytes;
}

// 0…1
std::vector<float> test_levels(std::size_t count) {
  std::vector<float> levels = test_signal(count, 5);
  for (float& level : levels) level = level / 1.125f + 0.5f;
  return levels;
}

std::string refusal(const PictureOptions& options, std::size_t bands = 1, std::size_t frames = 1) {
  const Result<Picture> picture = Picture::create(options, bands, frames);
  if (picture) return "";
  CHECK(picture.error().code == ErrorCode::out_of_range);
  return picture.error().message;
}

}  // namespace

TEST_CASE("resized matrices equal the reference arrays, element by element") {
  const std::vector<float> matrix = test_signal(20 * 31, 1);
  PictureOptions options{.rows = 33, .columns = 50, .top = TopRow::lowest_band};
  CHECK(greatest_difference(resized(options, matrix, 20), "picture_larger") <= 1e-6);
  options.rows = 7;
  options.columns = 9;
  CHECK(greatest_difference(resized(options, matrix, 20), "picture_smaller") <= 1e-6);
}

TEST_CASE("colour maps equal the reference tables and never grow darker") {
  for (const auto& [colours, name] : {std::pair(ColourMap::meadow, "meadow"), std::pair(ColourMap::ember, "ember")}) {
    const auto table = read_npy<std::uint8_t>(std::string(GENRELENS_FIXTURES) + "/colours_" + name + ".npy");
    REQUIRE(table);
    if (!table) return;
    REQUIRE(table->values.size() == 768);
    double before = 0;
    for (std::size_t level = 0; level < 256; level++) {
      const Colour colour = colour_of(static_cast<std::uint8_t>(level), colours);
      const std::uint8_t* expected = &table->values[3 * level];
      CHECK(colour == Colour{expected[0], expected[1], expected[2]});
      const double luminance = 0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue;
      CHECK(luminance >= before);
      before = luminance;
    }
  }
  CHECK(colour_of(77, ColourMap::grey) == Colour{77, 77, 77});
}

TEST_CASE("a matrix of the picture's size stays as it is, the highest band on top if wished") {
  const std::vector<float> matrix{1, 2, 3, 4, 5, 6};  // (2, 3)
  PictureOptions options{.rows = 2, .columns = 3, .top = TopRow::lowest_band};
  CHECK(resized(options, matrix, 2) == matrix);
  options.top = TopRow::highest_band;
  CHECK(resized(options, matrix, 2) == std::vector<float>{4, 5, 6, 1, 2, 3});
  options = {.rows = 1, .columns = 5};
  CHECK(resized(options, {0.25f}, 1) == std::vector<float>(5, 0.25f));
}

TEST_CASE("a painted picture is the resized one, stored and coloured") {
  const std::vector<float> levels = test_levels(40 * 61);
  for (const PictureOptions& options : {PictureOptions{}, PictureOptions{.rows = 288, .columns = 432},
                                        PictureOptions{.rows = 256, .columns = 256, .colours = ColourMap::grey},
                                        PictureOptions{.colours = ColourMap::meadow, .top = TopRow::lowest_band}}) {
    const std::vector<std::uint8_t> bytes = painted(options, levels, 40);
    std::vector<std::uint8_t> expected;
    for (const float level : resized(options, levels, 40)) {
      const Colour colour = colour_of(stored_level(level), options.colours);
      expected.push_back(colour.red);
      if (options.colours == ColourMap::grey) continue;
      expected.push_back(colour.green);
      expected.push_back(colour.blue);
    }
    CHECK(bytes == expected);
    CHECK(std::adjacent_find(bytes.begin(), bytes.end(), std::not_equal_to<>()) != bytes.end());
  }
  CHECK(painted({}, levels, 40).size() == 128 * 128 * 3);
  CHECK(painted({.rows = 288, .columns = 432}, levels, 40).size() == 288 * 432 * 3);
  CHECK(painted({.rows = 256, .columns = 256, .colours = ColourMap::grey}, levels, 40).size() == 256 * 256);
}

TEST_CASE("pictures have the same bits on every platform") {
  const std::vector<std::uint8_t> bytes = painted({.rows = 288, .columns = 432}, test_levels(128 * 334), 128);
  CHECK(bits_hash(std::vector<float>(bytes.begin(), bytes.end())) == 15682530164916420185u);
  CHECK(bits_hash(resized({}, test_levels(128 * 334), 128)) == 13233881142187438628u);
}

TEST_CASE("levels beyond 0…1 and what is no number are painted as the ends of the map") {
  const PictureOptions options{.rows = 1, .columns = 3, .colours = ColourMap::grey};
  CHECK(painted(options, {-1.0f, 2.0f, 1.5f}, 1) == std::vector<std::uint8_t>{0, 255, 255});
  CHECK(painted(options, {-1.0f, -5.0f, -0.1f}, 1) == std::vector<std::uint8_t>{0, 0, 0});
  CHECK(painted({.rows = 1, .columns = 1, .colours = ColourMap::grey}, {std::nanf("")}, 1)[0] == 0);
}

TEST_CASE("options that cannot be served are named with what is allowed") {
  CHECK(refusal({}).empty());
  CHECK(refusal({.rows = 0}).starts_with("rows is 0"));
  CHECK(refusal({.columns = 4097}).starts_with("columns is 4097"));
  CHECK(refusal({}, 0, 1).starts_with("bands is 0"));
  CHECK(refusal({}, 1, 0).starts_with("frames is 0"));
}
