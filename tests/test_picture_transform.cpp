#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "core/picture_transform.h"
#include "tests/npy.h"
#include "tests/signal.h"

using namespace genrelens;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes test_picture(std::size_t count) {
  Bytes bytes;
  for (const float sample : test_signal(count, 5)) {
    const double level = std::clamp(double{sample} / 1.125 + 0.5, 0.0, 1.0);
    bytes.push_back(static_cast<std::uint8_t>(std::floor(level * 255 + 0.5)));
  }
  return bytes;
}

Bytes transformed(const Bytes& picture, std::size_t rows, std::size_t columns, const PictureTransform& transform) {
  Bytes out(picture.size());
  transform_picture(picture, rows, columns, transform, out);
  return out;
}

// As in tools/golden/picture_transform.py.
const std::vector<PictureTransform> kSquare = {
    {},
    {.rotation = 20},
    {.rotation = -157.5},
    {.column_shift = 3.3, .row_shift = -2.6},
    {.shear = 15},
    {.column_zoom = 0.8, .row_zoom = 1.2},
    {.mirrored = true, .brightness = 0.7},
    {.brightness = 1.3},
    {.rotation = -13.7,
     .column_shift = -3.1,
     .row_shift = 2.9,
     .shear = -11.3,
     .column_zoom = 1.15,
     .row_zoom = 0.83,
     .mirrored = true,
     .brightness = 1.21},
};
const std::vector<PictureTransform> kWide = {{.rotation = 17.2,
                                              .column_shift = 4.4,
                                              .row_shift = -1.7,
                                              .shear = 9.6,
                                              .column_zoom = 0.87,
                                              .row_zoom = 1.11,
                                              .brightness = 0.93}};

void check_against(const std::string& name, const std::vector<PictureTransform>& transforms, std::size_t rows,
                   std::size_t columns, std::size_t channels) {
  const auto reference = read_npy<std::uint8_t>(std::string(GENRELENS_FIXTURES) + "/" + name + ".npy");
  REQUIRE(reference);
  if (!reference) return;
  const std::size_t values = rows * columns * channels;
  REQUIRE(reference->values.size() == transforms.size() * values);
  const Bytes picture = test_picture(values);
  for (std::size_t i = 0; i < transforms.size(); i++) {
    CAPTURE(i);
    const Bytes out = transformed(picture, rows, columns, transforms[i]);
    int greatest = 0;
    for (std::size_t at = 0; at < values; at++) {
      greatest = std::max(greatest, std::abs(out[at] - reference->values[i * values + at]));
    }
    CHECK(greatest == 0);
  }
}

std::string refusal(const PictureTransformOptions& options) {
  const std::optional<Error> error = check_picture_transform(options);
  if (!error) return "";
  CHECK(error->code == ErrorCode::out_of_range);
  return error->message;
}

}  // namespace

TEST_CASE("transformed pictures equal the reference arrays of scipy and PIL, byte by byte") {
  check_against("picture_transform_square", kSquare, 24, 24, 3);
  check_against("picture_transform_wide", kWide, 20, 31, 1);
}

TEST_CASE("a transform of nothing changes nothing, twice the mirror neither") {
  const Bytes picture = test_picture(12 * 17 * 3);
  CHECK(transformed(picture, 12, 17, {}) == picture);
  const Bytes mirrored = transformed(picture, 12, 17, {.mirrored = true});
  CHECK(mirrored != picture);
  CHECK(transformed(mirrored, 12, 17, {.mirrored = true}) == picture);
}

TEST_CASE("what is moved away leaves the nearest pixel behind") {
  const Bytes row{10, 20, 30, 40};
  CHECK(transformed(row, 1, 4, {.column_shift = 1}) == Bytes{20, 30, 40, 40});
  CHECK(transformed(row, 1, 4, {.column_shift = -2}) == Bytes{10, 10, 10, 20});
  CHECK(transformed(row, 4, 1, {.row_shift = 100}) == Bytes{40, 40, 40, 40});
}

TEST_CASE("half a turn of a picture is its reverse, within the cut to bytes") {
  Bytes picture = test_picture(8 * 9);
  const Bytes turned = transformed(picture, 8, 9, {.rotation = 180});
  std::ranges::reverse(picture);
  for (std::size_t i = 0; i < picture.size(); i++) CHECK(std::abs(turned[i] - picture[i]) <= 1);
}

TEST_CASE("brightness stops at black and at white") {
  CHECK(transformed({0, 100, 255}, 1, 3, {.brightness = 10}) == Bytes{0, 255, 255});
  CHECK(transformed({0, 100, 255}, 1, 3, {.brightness = 0}) == Bytes{0, 0, 0});
}

TEST_CASE("what is chosen fills the ranges and stays inside") {
  const PictureTransformOptions options{.mirror = 0.5};
  Random random(3);
  double lowest[7], highest[7];
  std::ranges::fill(lowest, std::numeric_limits<double>::infinity());
  std::ranges::fill(highest, -std::numeric_limits<double>::infinity());
  int mirrored = 0;
  for (int i = 0; i < 5000; i++) {
    const PictureTransform drawn = choose_picture_transform(options, 200, 400, random);
    const double values[] = {drawn.rotation,    drawn.column_shift, drawn.row_shift, drawn.shear,
                             drawn.column_zoom, drawn.row_zoom,     drawn.brightness};
    for (std::size_t k = 0; k < 7; k++) {
      lowest[k] = std::min(lowest[k], values[k]), highest[k] = std::max(highest[k], values[k]);
    }
    mirrored += drawn.mirrored ? 1 : 0;
  }
  const double low[] = {-20, -60, -30, -15, 0.8, 0.8, 0.7}, high[] = {20, 60, 30, 15, 1.2, 1.2, 1.3};
  for (std::size_t k = 0; k < 7; k++) {
    CAPTURE(k);
    const double slack = 0.01 * (high[k] - low[k]);
    CHECK((lowest[k] >= low[k] && lowest[k] < low[k] + slack));
    CHECK((highest[k] <= high[k] && highest[k] > high[k] - slack));
  }
  CHECK(std::abs(mirrored - 2500) < 150);
}

TEST_CASE("options without reach choose nothing, and draw as much as others") {
  Random still(8), moving(8);
  const PictureTransform drawn = choose_picture_transform(
      {.rotation = 0, .column_shift = 0, .row_shift = 0, .shear = 0, .zoom = 0, .darkest = 1, .brightest = 1}, 128, 128,
      still);
  const Bytes picture = test_picture(16 * 16);
  CHECK(transformed(picture, 16, 16, drawn) == picture);
  choose_picture_transform({}, 128, 128, moving);
  CHECK(still.next() == moving.next());
}

TEST_CASE("options that cannot be served are named with what is allowed") {
  CHECK(refusal({}).empty());
  CHECK(refusal({.rotation = 181}) == "rotation must be from 0 to 180 degrees.");
  CHECK(refusal({.column_shift = -0.1}) == "column_shift must be from 0 to 1 of the width.");
  CHECK(refusal({.row_shift = 1.1}) == "row_shift must be from 0 to 1 of the height.");
  CHECK(refusal({.shear = 90}) == "shear must be from 0 to 80 degrees.");
  CHECK(refusal({.zoom = 1}) == "zoom must be from 0 to 0.9.");
  CHECK(refusal({.darkest = std::nan("")}) == "darkest must be from 0 to 10.");
  CHECK(refusal({.darkest = 1.2, .brightest = 1.1}) == "brightest must be from darkest to 10.");
  CHECK(refusal({.mirror = 2}) == "mirror must be a probability from 0 to 1.");
}

TEST_CASE("a seed gives the same transformed picture on every platform") {
  const Bytes picture = test_picture(128 * 128 * 3);
  const auto chain = [&](std::uint64_t seed) {
    Random random(seed);
    std::vector<float> values;
    for (int i = 0; i < 20; i++) {
      const PictureTransform drawn = choose_picture_transform({.rotation = 180, .mirror = 0.5}, 128, 128, random);
      const Bytes out = transformed(picture, 128, 128, drawn);
      values.insert(values.end(), out.begin(), out.end());
    }
    return bits_hash(values);
  };
  CHECK(chain(2026) == 8035982066021869716u);
  CHECK(chain(2026) != chain(2027));
}
