#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "native/cross_validation.h"

using namespace genrelens;

namespace {

// Two labels, a track a logit pair, each heard as two equal chunks.
Measurement fold_of(const std::string& name, const std::vector<std::vector<float>>& logits, std::size_t first_track,
                    double temperature) {
  Measurement fold;
  fold.card.labels = {"blues", "rock"};
  fold.card.temperature = temperature;
  fold.card.unsure_below = temperature / 10;
  fold.card.weights_sha256 = "the first fold's";
  fold.split.name = "test";
  fold.split.left_out = {"lost"};
  fold.answers.labels = 2;
  for (std::size_t i = 0; i < logits.size(); i++) {
    fold.split.tracks.push_back(first_track + i);
    fold.answers.tracks.push_back(
        {.id = name + std::to_string(i), .truth = i % 2, .chunks = {{0, 9, logits[i]}, {9, 18, logits[i]}}});
  }
  fold.tracks = track_table(fold.answers, temperature);
  fold.by_track = evaluate(fold.tracks);
  return fold;
}

}  // namespace

TEST_CASE("every fold's tracks count once, with the probabilities that their own network gave them") {
  const std::vector<Measurement> folds = {fold_of("a", {{2, 0}, {0, 1}, {0, 3}}, 0, 1),  // right, right, wrong
                                          fold_of("b", {{1, 0}, {1, 0}}, 3, 3)};         // right, wrong
  const Measurement all = join_folds(folds);
  CHECK(all.tracks.ids == std::vector<std::string>{"a0", "a1", "a2", "b0", "b1"});
  CHECK(all.split.tracks == std::vector<std::size_t>{0, 1, 2, 3, 4});
  CHECK(all.split.left_out == std::vector<std::string>{"lost"});
  CHECK(all.by_track.tracks == 5);
  CHECK(all.by_track.scores.at("track_accuracy").value == doctest::Approx(3.0 / 5));
  CHECK(all.by_chunk.rows == 10);
  CHECK(all.by_chunk.scores.at("chunk_accuracy").value == doctest::Approx(3.0 / 5));
  CHECK(all.tracks.probabilities[0] == doctest::Approx(1 / (1 + std::exp(-2.0))));
  CHECK(all.tracks.probabilities[6] == doctest::Approx(1 / (1 + std::exp(-1.0 / 3))));
  CHECK(all.card.temperature == doctest::Approx(2));
  CHECK(all.card.unsure_below == doctest::Approx(0.2));
  CHECK(all.card.weights_sha256.empty());
  CHECK(all.precision.empty());
}
