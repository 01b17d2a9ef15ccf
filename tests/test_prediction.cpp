#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "core/prediction.h"

using namespace genrelens;

TEST_CASE("softmax equals its definition") {
  const std::vector<float> logits = {1, 2, 3};
  const std::vector<float> probabilities = softmax(logits, 2);
  const double sum = std::exp(0.5) + std::exp(1.0) + std::exp(1.5);
  REQUIRE(probabilities.size() == 3);
  CHECK(probabilities[0] == static_cast<float>(std::exp(0.5) / sum));
  CHECK(probabilities[1] == static_cast<float>(std::exp(1.0) / sum));
  CHECK(probabilities[2] == static_cast<float>(std::exp(1.5) / sum));
}

TEST_CASE("softmax neither overflows nor divides by zero") {
  const std::vector<float> large = {3e38f, -3e38f, 3e38f};
  CHECK(softmax(large, 1e-3) == std::vector<float>{0.5f, 0, 0.5f});
  CHECK(softmax(large, 1e3) == std::vector<float>{0.5f, 0, 0.5f});
  CHECK(softmax(std::vector<float>{-7}, 1) == std::vector<float>{1});
  CHECK(softmax({}, 1).empty());
}

TEST_CASE("no answers: no prediction") {
  const Prediction prediction = aggregate({}, {.labels = 3});
  CHECK(prediction.ranked.empty());
  CHECK(prediction.timeline.empty());
  CHECK_FALSE(prediction.sure);
}

TEST_CASE("chunks weigh as many seconds as they heard, in any order") {
  // The last chunk heard 1 second of 4: 0.8·(0.5, 0.25, 0.25) + 0.2·(0, 1, 0).
  const ChunkAnswer first = {0, 0, 4, {0.5f, 0.25f, 0.25f}}, last = {1, 4, 5, {0, 1, 0}};
  for (const auto& answers : {std::vector{first, last}, std::vector{last, first}}) {
    const Prediction prediction = aggregate(answers, {.labels = 3, .unsure_below = 0.3});
    REQUIRE(prediction.ranked.size() == 3);
    CHECK(prediction.ranked[0].label == 0);  // a tie in floats, by label
    CHECK(prediction.ranked[0].probability == 0.4f);
    CHECK(prediction.ranked[1].label == 1);
    CHECK(prediction.ranked[1].probability == 0.4f);
    CHECK(prediction.ranked[2].label == 2);
    CHECK(prediction.ranked[2].probability == 0.2f);
    REQUIRE(prediction.timeline.size() == 2);
    CHECK(prediction.timeline[0].number == 0);
    CHECK(prediction.timeline[1].number == 1);
    CHECK(prediction.sure);
  }
}

TEST_CASE("the order of the answers changes no bit") {
  std::vector<ChunkAnswer> answers;
  for (std::size_t i = 0; i < 50; i++) {
    const auto share = static_cast<float>(i % 7) / 7.3f;
    answers.push_back({i, 0.7 * static_cast<double>(i), 0.7 * static_cast<double>(i) + 1.9, {share, 1 - share}});
  }
  const Prediction forwards = aggregate(answers, {.labels = 2});
  const std::vector<ChunkAnswer> reversed(answers.rbegin(), answers.rend());
  const Prediction backwards = aggregate(reversed, {.labels = 2});
  for (std::size_t i = 0; i < 2; i++) CHECK(forwards.ranked[i].probability == backwards.ranked[i].probability);
  for (std::size_t i = 0; i < 50; i++) CHECK(backwards.timeline[i].number == i);
}

TEST_CASE("chunks without length count alike") {
  const std::vector<ChunkAnswer> answers = {{0, 1, 1, {1, 0}}, {1, 1, 1, {0.5f, 0.5f}}};
  const Prediction prediction = aggregate(answers, {.labels = 2});
  CHECK(prediction.ranked[0].probability == 0.75f);
}

TEST_CASE("sure from the threshold on") {
  const std::vector<ChunkAnswer> answers = {{0, 0, 1, {0.75f, 0.25f}}};
  CHECK(aggregate(answers, {.labels = 2, .unsure_below = 0}).sure);
  CHECK(aggregate(answers, {.labels = 2, .unsure_below = 0.75}).sure);
  CHECK_FALSE(aggregate(answers, {.labels = 2, .unsure_below = 0.7500001}).sure);
}

TEST_CASE("the log-odds of music stand behind the labels' logits and are in no softmax") {
  const std::vector<float> logits = {1, 2, 3, -2};
  const ChunkProbabilities said = chunk_probabilities(logits, 3, 2);
  CHECK(said.genres == softmax(std::span(logits).first(3), 2));
  CHECK(said.music == static_cast<float>(1 / (1 + std::exp(2.0))));  // whatever the temperature
  const ChunkProbabilities genres_alone = chunk_probabilities(std::span(logits).first(3), 3, 2);
  CHECK(genres_alone.genres == said.genres);
  CHECK(genres_alone.music == 1);
  CHECK(chunk_probabilities(std::vector<float>{0, 0, 3e38f}, 2, 1).music == 1);
  CHECK(chunk_probabilities(std::vector<float>{0, 0, -3e38f}, 2, 1).music == 0);
}

TEST_CASE("a song is music by the mean of its chunks, weighted as the genres") {
  // The last chunk heard 1 second of 5.
  const std::vector<ChunkAnswer> answers = {{0, 0, 4, {0.5f, 0.5f}, 0.75f}, {1, 4, 5, {1, 0}, 0.25f}};
  const auto is_music = [&](double below) { return aggregate(answers, {.labels = 2, .music_below = below}).is_music; };
  CHECK(aggregate(answers, {.labels = 2}).music == doctest::Approx(0.65));
  CHECK(is_music(0));
  CHECK(is_music(0.64));
  CHECK_FALSE(is_music(0.66));
  CHECK(aggregate(answers, {.labels = 2, .music_below = 0.66}).ranked.front().label == 0);  // what it would be
}

TEST_CASE("without word of music all is music, to the bit") {
  std::vector<ChunkAnswer> answers;
  for (std::size_t i = 0; i < 49; i++) answers.push_back({i, 0.1 * double(i), 0.1 * double(i) + 0.7, {0.5f, 0.5f}});
  const Prediction prediction = aggregate(answers, {.labels = 2, .music_below = 1});
  CHECK(prediction.music == 1);
  CHECK(prediction.is_music);
  CHECK(aggregate({}, {.labels = 2, .music_below = 1}).is_music);
}
