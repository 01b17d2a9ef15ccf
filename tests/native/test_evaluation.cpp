#include <doctest/doctest.h>

#include <cmath>

#include "core/random.h"
#include "native/evaluation.h"
#include "scratch_folder.h"

using namespace genrelens;

namespace {

// One chunk a track, two labels: the logit of label 1 is 0, that of label 0 is `lead`.
SplitAnswers answers_with(const std::vector<std::pair<std::size_t, float>>& tracks) {
  SplitAnswers answers{.labels = 2};
  for (const auto& [truth, lead] : tracks) {
    answers.tracks.push_back(
        {.id = "t" + std::to_string(answers.tracks.size()), .truth = truth, .chunks = {{0, 9, {lead, 0}}}});
  }
  return answers;
}

}  // namespace

TEST_CASE("every chunk of every track is asked, in order") {
  const ScratchFolder scratch;
  write_tiny_folder(scratch.path(), 3);
  const Result<FeatureFolder> folder = read_feature_folder(scratch.path());
  REQUIRE(folder);
  Features features;
  features.frames = 100;
  const RowChunks chunks(features, 50, LastChunk::repeat);
  std::vector<std::size_t> asked;
  const RunNetwork run = [&](std::span<const float> inputs, std::size_t count) -> Result<std::vector<float>> {
    CHECK(inputs.size() == count * 128 * 100);
    asked.push_back(count);
    return std::vector<float>(count * 2, static_cast<float>(asked.size()));
  };
  const std::vector<std::size_t> tracks = {0, 2};
  const std::vector<std::string> labels = {"hiss", "hum"};
  const Result<SplitAnswers> answers = answer_rows(*folder, tracks, labels, chunks, run);
  REQUIRE(answers);
  CHECK(asked == std::vector<std::size_t>{2, 2});
  CHECK(answers->tracks[1].id == "t2");
  CHECK(answers->tracks[1].truth == 1);
  CHECK(answers->tracks[1].chunks[1].begin_seconds == doctest::Approx(50 * 0.0896));
  CHECK(answers->tracks[1].chunks[1].end_seconds == doctest::Approx(120 * 0.0896));
  CHECK(answers->tracks[1].chunks[1].logits == std::vector<float>{2, 2});

  const std::vector<std::string> other_labels = {"hiss", "rock"};
  const Result<SplitAnswers> unknown = answer_rows(*folder, tracks, other_labels, chunks, run);
  REQUIRE(!unknown);
  CHECK(unknown.error().message == "Track t0 is hum, which is not one of the model's labels.");
}

TEST_CASE("the logit of music is kept, and changes no score of a genre") {
  const ScratchFolder scratch;
  write_tiny_folder(scratch.path(), 3);
  const Result<FeatureFolder> folder = read_feature_folder(scratch.path());
  REQUIRE(folder);
  Features features;
  features.frames = 100;
  const RowChunks chunks(features, 50, LastChunk::repeat);
  const auto answer = [&](bool music) {
    const RunNetwork run = [&](std::span<const float>, std::size_t count) -> Result<std::vector<float>> {
      std::vector<float> logits;
      for (std::size_t i = 0; i < count; i++) {
        logits.insert(logits.end(), {static_cast<float>(i), 1.5f});
        if (music) logits.push_back(9);
      }
      return logits;
    };
    const std::vector<std::size_t> tracks = {0, 2};
    const std::vector<std::string> labels = {"hiss", "hum"};
    return std::move(*answer_rows(*folder, tracks, labels, chunks, run));
  };
  const SplitAnswers with = answer(true), without = answer(false);
  CHECK(with.tracks[1].chunks[1].logits == std::vector<float>{1, 1.5f, 9});
  CHECK(track_table(with, 2).probabilities == track_table(without, 2).probabilities);
  CHECK(chunk_table(with, 2).rows.probabilities == chunk_table(without, 2).rows.probabilities);
  CHECK(chunk_table(with, 2).rows.guess == chunk_table(without, 2).rows.guess);
}

TEST_CASE("scores are those of the tracks") {
  const TrackTable table = track_table(answers_with({{0, 2}, {0, -1}, {1, -3}, {1, -1}}), 1);
  CHECK(table.guess == std::vector<std::size_t>{0, 1, 1, 1});
  const Evaluation evaluation = evaluate(table);
  CHECK(evaluation.tracks == 4);
  CHECK(evaluation.scores.at("track_accuracy").value == doctest::Approx(0.75));
  CHECK(evaluation.scores.at("track_accuracy").low == doctest::Approx(0.25));
  CHECK(evaluation.scores.at("track_accuracy").high == doctest::Approx(1));
  const auto loss = [](double lead) { return std::log(1 + std::exp(-lead)); };
  CHECK(evaluation.scores.at("log_loss").value ==
        doctest::Approx((loss(2) + loss(-1) + loss(3) + loss(1)) / 4).epsilon(1e-5));
  CHECK(evaluation.scores.at("macro_recall").value == doctest::Approx(0.75));
  CHECK(evaluation.scores.at("macro_precision").value == doctest::Approx((1 + 2.0 / 3) / 2));
  CHECK(evaluation.confusion == std::vector<std::size_t>{1, 1, 0, 2});
  CHECK(evaluation.classes[1].support == 2);
}

TEST_CASE("chunks are counted one by one, and their intervals are those of tracks") {
  SplitAnswers answers = answers_with({{0, 2}, {0, -1}, {1, -3}, {1, -1}, {0, 1}, {1, 2}});
  const Evaluation by_track = evaluate(track_table(answers, 1));
  for (TrackAnswers& track : answers.tracks) track.chunks.insert(track.chunks.end(), 4, track.chunks.front());
  const ChunkTable table = chunk_table(answers, 1);
  CHECK(table.first_rows == std::vector<std::size_t>{0, 5, 10, 15, 20, 25});
  CHECK(table.rows.ids[9] == "t1");
  const Evaluation by_chunk = evaluate(table);
  CHECK(by_chunk.tracks == 6);
  CHECK(by_chunk.rows == 30);
  CHECK(by_chunk.confusion == std::vector<std::size_t>{10, 5, 5, 10});
  // Five times the same chunk is no more evidence than one.
  for (const auto& [name, score] : by_track.scores) {
    CAPTURE(name);
    const Score& chunk = by_chunk.scores.at(name == "track_accuracy" ? "chunk_accuracy" : name);
    CHECK(chunk.value == doctest::Approx(score.value));
    CHECK((std::isnan(score.low) || chunk.low == doctest::Approx(score.low)));
    CHECK((std::isnan(score.high) || chunk.high == doctest::Approx(score.high)));
  }
  answers.tracks[0].chunks[2].logits = {0, 9};
  CHECK(evaluate(chunk_table(answers, 1)).scores.at("chunk_accuracy").value == doctest::Approx(19.0 / 30));
}

TEST_CASE("the temperature cools what is too sure of itself and sharpens what is too timid") {
  // Right three times of four: the best probability is 3/4, the best logit ln 3.
  const auto lead_of = [](float lead) { return answers_with({{0, lead}, {0, lead}, {0, lead}, {1, lead}}); };
  for (const float lead : {0.5f, 1.0f, 2.0f, 4.0f}) {
    CAPTURE(lead);
    CHECK(fit_temperature(lead_of(lead)) == doctest::Approx(lead / std::log(3.0)).epsilon(0.03));
  }
}

TEST_CASE("the threshold keeps what is right often enough") {
  const TrackTable table = track_table(answers_with({{0, 4}, {0, 3}, {1, 2}, {0, 1.5f}, {1, 1}, {1, 0.5f}}), 1);
  // By falling probability: right, right, wrong, right, wrong, wrong.
  const auto probability = [](double lead) { return 1 / (1 + std::exp(-lead)); };
  CHECK(choose_unsure_below(table, 1.0) == doctest::Approx(probability(3)));
  CHECK(choose_unsure_below(table, 0.75) == doctest::Approx(probability(1.5)));
  CHECK(choose_unsure_below(table, 0.5) == doctest::Approx(probability(0.5)));
  CHECK(choose_unsure_below(track_table(answers_with({{1, 1}}), 1), 0.5) == 1);
}

TEST_CASE("the calibration error's interval reaches down where every probability means what it says") {
  // 150 tracks right as often as they are sure, 20 times. The true error is 0; the percentiles begin at 0.06 or so.
  Random random(3);
  int held = 0;
  for (int repeat = 0; repeat < 20; repeat++) {
    std::vector<std::pair<std::size_t, float>> tracks;
    for (int i = 0; i < 150; i++) {
      const double probability = random.uniform(0.5, 1);
      const auto lead = static_cast<float>(std::log(probability / (1 - probability)));
      tracks.emplace_back(random.uniform() < probability ? 0 : 1, lead);
    }
    const Score score = evaluate(track_table(answers_with(tracks), 1)).scores.at("expected_calibration_error");
    CHECK(score.value > 0.02);
    CHECK(score.low >= 0);
    CHECK(score.high >= score.value);
    CHECK(score.high < 0.3);
    held += score.low < 0.03 ? 1 : 0;
  }
  CHECK(held >= 18);
}

TEST_CASE("the calibration error's interval stays away from 0 where the network is far too sure") {
  std::vector<std::pair<std::size_t, float>> tracks;
  for (std::size_t i = 0; i < 200; i++) tracks.emplace_back(i % 2, 4.0f);  // 98 % sure, right half the time
  const Score score = evaluate(track_table(answers_with(tracks), 1)).scores.at("expected_calibration_error");
  CHECK(score.value == doctest::Approx(0.482).epsilon(0.01));
  CHECK(score.low > 0.38);
  CHECK(score.high < 0.58);
}

TEST_CASE("the tracks that reach the threshold are called music, with an interval even if all do") {
  const SplitAnswers answers{
      .labels = 2,
      .tracks = {{.id = "a", .truth = 0, .chunks = {{0, 9, {1, 0, 3}}, {9, 18, {1, 0, -1}}}},  // 0.95 and 0.27
                 {.id = "b", .truth = 0, .chunks = {{0, 9, {1, 0, -3}}}},
                 {.id = "c", .truth = 1, .chunks = {{0, 9, {0, 1}}}}}};
  const TrackTable table = track_table(answers, 1);
  REQUIRE(table.music.size() == 3);
  CHECK(table.music[1] == doctest::Approx(1 / (1 + std::exp(3.0))));
  CHECK(table.music[2] == 1);
  CHECK(music_share(table, 0.5).value == doctest::Approx(2.0 / 3));
  CHECK(music_share(table, 0).low == doctest::Approx(0.43850).epsilon(1e-4));
}
