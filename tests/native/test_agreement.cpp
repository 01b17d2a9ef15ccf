#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>

#include "native/agreement.h"

using namespace genrelens;

namespace {

SplitAnswers three_tracks() {
  const auto chunk = [](float a, float b) { return ChunkLogits{.logits = {a, b}}; };
  return {.labels = 2,
          .tracks = {{"one", 0, {chunk(2, 0), chunk(3, 0)}}, {"two", 1, {chunk(0, 1)}}, {"three", 1, {chunk(1, 0)}}}};
}

}  // namespace

TEST_CASE("what answers the same agrees, whatever the truth") {
  const Agreement found = agreement(three_tracks(), three_tracks(), 1);
  CHECK(found.by_track.value == 1);
  CHECK(found.by_chunk.value == 1);
  CHECK(found.largest_difference == 0);
}

TEST_CASE("a chunk that turns counts as a chunk, and as a track if it turns that") {
  SplitAnswers answers = three_tracks();
  answers.tracks[0].chunks[0].logits = {2, 2.5F};  // the other chunk holds the track
  Agreement found = agreement(three_tracks(), answers, 1);
  CHECK(found.by_track.value == 1);
  CHECK(found.by_chunk.value == 0.75);
  CHECK(found.largest_difference == 2.5);
  answers.tracks[1].chunks[0].logits = {1, 0};
  found = agreement(three_tracks(), answers, 1);
  CHECK(found.by_track.value == doctest::Approx(2.0 / 3));
  CHECK(found.by_chunk.value == 0.5);
  CHECK(found.by_chunk.low <= 0.5);
}

TEST_CASE("a model agrees with itself on noise, and the noise is the same each time") {
  Result<Model> model = open_model(std::filesystem::path(GENRELENS_MODELS) / "mel-resnet", 1);
  REQUIRE(model);
  if (!model) return;
  const Result<SplitAnswers> once = answer_random(*model, 3), again = answer_random(*model, 3);
  REQUIRE((once && again));
  CHECK(once->tracks.size() == 3);
  CHECK(once->tracks[0].chunks[0].logits != once->tracks[1].chunks[0].logits);
  CHECK(agreement(*once, *again, model->card.temperature).largest_difference == 0);
}
