#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "web/window/column_pyramid.h"

using namespace genrelens::window;

namespace {

// Columns of two bytes that differ from each other.
std::vector<std::uint8_t> some_columns(std::size_t count) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < 2 * count; i++) bytes.push_back(static_cast<std::uint8_t>((i * 7919 + i / 3) % 251));
  return bytes;
}

// Every column of every level is the largest of the pushed ones that it stands for.
void check_levels(const ColumnPyramid& pyramid, const std::vector<std::uint8_t>& bytes) {
  for (std::size_t level = 0; level < 8; level++) {
    const auto merged = static_cast<std::size_t>(pyramid.column_seconds(level) + 0.5);  // a pushed column is one second
    REQUIRE(pyramid.columns(level) == (bytes.size() / 2 + merged - 1) / merged);
    for (std::size_t column = 0; column < pyramid.columns(level); column++) {
      for (std::size_t row = 0; row < 2; row++) {
        std::uint8_t largest = 0;
        for (std::size_t i = column * merged; i < std::min((column + 1) * merged, bytes.size() / 2); i++) {
          largest = std::max(largest, bytes[2 * i + row]);
        }
        REQUIRE(pyramid.column(level, column)[row] == largest);
      }
    }
  }
}

}  // namespace

TEST_CASE("each level holds the larger of every two columns, however they came") {
  const std::vector<std::uint8_t> bytes = some_columns(1000);
  ColumnPyramid pyramid(4096);
  pyramid.start(2, 1);
  for (std::size_t begin = 0; begin < bytes.size(); begin += 2 * 37) {
    pyramid.append(std::span(bytes).subspan(begin, std::min<std::size_t>(2 * 37, bytes.size() - begin)));
  }
  CHECK(pyramid.pushed() == 1000);
  CHECK(pyramid.seconds() == 1000);
  CHECK(pyramid.largest() == *std::ranges::max_element(bytes));
  check_levels(pyramid, bytes);
}

TEST_CASE("a song of any length takes no more than so many columns, and loses only the finest") {
  for (const std::size_t count : {255U, 256U, 257U, 511U, 513U, 1024U, 1025U, 5000U}) {
    CAPTURE(count);
    const std::vector<std::uint8_t> bytes = some_columns(count);
    ColumnPyramid pyramid(256);
    pyramid.start(2, 1);
    pyramid.append(bytes);
    CHECK(pyramid.columns(0) <= 256);
    CHECK(pyramid.columns(0) > (count > 256 ? 128 : count - 1));
    check_levels(pyramid, bytes);
  }
}

TEST_CASE("a view finds the level with the coarsest columns that it wants") {
  ColumnPyramid pyramid(1 << 16);
  pyramid.start(1, 0.02);
  CHECK(pyramid.level_for(0.001) == 0);
  CHECK(pyramid.level_for(0.02) == 0);
  CHECK(pyramid.level_for(0.0401) == 1);
  CHECK(pyramid.level_for(0.1) == 2);
  CHECK(pyramid.column_seconds(2) == doctest::Approx(0.08));
}
