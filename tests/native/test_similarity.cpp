#include <doctest/doctest.h>

#include "native/similarity.h"

using namespace genrelens;

namespace {

// Directions in the plane: 0°, 10°, 90°, 100°, and 20° but ten times as long.
Embeddings plane() {
  return {.size = 2,
          .values = {1, 0, 0.98481f, 0.17365f, 0, 1, -0.17365f, 0.98481f, 9.3969f, 3.4202f},
          .genres = {0, 0, 1, 1, 1},
          .artists = {"Ann", "Ann", "Bob", "", "Cy"}};
}

std::vector<std::size_t> numbers(const std::vector<Neighbour>& neighbours) {
  std::vector<std::size_t> tracks;
  for (const Neighbour& neighbour : neighbours) tracks.push_back(neighbour.track);
  return tracks;
}

}  // namespace

TEST_CASE("the nearest songs are those of the smallest angle, whatever the length") {
  const std::vector<Neighbour> nearest = nearest_tracks(plane(), 0, 9);
  CHECK(numbers(nearest) == std::vector<std::size_t>{1, 4, 2, 3});
  CHECK(nearest[1].similarity == doctest::Approx(0.93969));
  CHECK(nearest[3].similarity == doctest::Approx(-0.17365));
  CHECK(numbers(nearest_tracks(plane(), 2, 2)) == std::vector<std::size_t>{3, 4});
}

TEST_CASE("songs of the same artist can be left out; nobody is not an artist") {
  CHECK(numbers(nearest_tracks(plane(), 0, 1, SameArtist::left_out)) == std::vector<std::size_t>{4});
  CHECK(nearest_tracks(plane(), 3, 9, SameArtist::left_out).size() == 4);
}

TEST_CASE("precision is the share of the nearest that has the genre") {
  const std::vector<std::size_t> counts = {1, 2};
  const std::map<std::size_t, Score> precision = precision_at(plane(), counts, SameArtist::counts);
  // Nearest two: 0 → 1, 4; 1 → 0 and 4 (a tie to float's rounding); 2 → 3, 4; 3 → 2, 4; 4 → 1, 0.
  CHECK(precision.at(2).value == doctest::Approx((0.5 + 0.5 + 1 + 1 + 0) / 5));
  CHECK(precision.at(2).low < precision.at(2).value);
  CHECK(precision.at(2).high > precision.at(2).value);
  CHECK(precision_at(plane(), std::vector<std::size_t>{4}, SameArtist::counts).at(4).value ==
        doctest::Approx(chance_precision(plane().genres)));
  CHECK(precision_at({}, counts, SameArtist::counts).empty());
}

TEST_CASE("chance finds a genre as often as it is there") {
  CHECK(chance_precision(std::vector<std::size_t>{0, 0, 1, 1, 1}) == doctest::Approx((2 + 6) / 20.0));
  CHECK(chance_precision(std::vector<std::size_t>{3}) == 0);
}

TEST_CASE("a song's embedding is the mean of its chunks'") {
  CHECK(mean_embedding(std::vector<float>{1, 2, 3, 6}, 2) == std::vector<float>{2, 4});
  const Embeddings silent = {.size = 1, .values = {0, 1}, .genres = {0, 0}, .artists = {"", ""}};
  CHECK(nearest_tracks(silent, 0, 1)[0].similarity == 0);
}
