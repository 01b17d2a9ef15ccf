#include <doctest/doctest.h>

#include <cmath>

#include "core/random.h"
#include "native/music_logit.h"
#include "native/onnx_session.h"
#include "native/onnx_writer.h"
#include "native/system.h"
#include "random_weights.h"

using namespace genrelens;

namespace {

constexpr std::size_t kSize = 12;

// Music lies higher along one of the numbers; two are the same for all.
std::vector<HeardClip> clips(std::size_t count, bool music, std::uint64_t seed) {
  Random random(seed);
  std::vector<HeardClip> result;
  for (std::size_t i = 0; i < count; i++) {
    HeardClip clip{.music = music, .embeddings = {}};
    for (int chunk = 0; chunk < 4; chunk++) {
      std::vector<float> embedding(kSize, 3);
      for (std::size_t number = 2; number < kSize; number++) embedding[number] = static_cast<float>(random.normal());
      embedding[5] += music ? 2 : -2;
      clip.embeddings.push_back(embedding);
    }
    result.push_back(clip);
  }
  return result;
}

std::vector<HeardClip> both_kinds() {
  std::vector<HeardClip> all = clips(20, true, 1);
  for (const HeardClip& clip : clips(20, false, 2)) all.push_back(clip);
  return all;
}

}  // namespace

TEST_CASE("what is music is learnt from both kinds, and judged on clips that were not learnt") {
  const std::vector<HeardClip> all = both_kinds();
  const MusicReading reading = fit_music_reading(all);
  REQUIRE(reading.weights.size() == kSize);
  for (const HeardClip& clip : clips(30, true, 3)) CHECK(music_probability(reading, clip) > 0.5);
  for (const HeardClip& clip : clips(30, false, 4)) CHECK(music_probability(reading, clip) < 0.5);
  const MusicJudgement judged = cross_validate_music(all, clips(50, true, 5));
  CHECK(judged.music_let_through.value == 1);
  CHECK(judged.other_sound_refused.value == 1);
}

TEST_CASE("of a reading that is there already only the border is learnt") {
  MusicReading known{.weights = std::vector<float>(kSize), .bias = 9};  // the right direction, a border far off
  known.weights[5] = 1;
  const std::vector<HeardClip> all = both_kinds();
  const MusicReading moved = rescale(known, fit_music_reading(read_clips(all, known)));
  REQUIRE(moved.weights.size() == kSize);
  for (std::size_t i = 0; i < kSize; i++) CHECK((i == 5 ? moved.weights[i] > 0 : moved.weights[i] == 0));
  CHECK(std::abs(moved.bias / moved.weights[5]) < 0.3);  // the kinds lie 2 and −2 from 0
  for (const HeardClip& clip : clips(30, true, 3)) {
    CHECK(music_probability(known, clip) > 0.5);
    CHECK(music_probability(moved, clip) > 0.5);
  }
  for (const HeardClip& clip : clips(30, false, 4)) CHECK(music_probability(moved, clip) < 0.5);
}

TEST_CASE("what tells nothing is no better than chance by cross-validation, however well it is learnt by heart") {
  std::vector<HeardClip> all = both_kinds();
  Random random(6);
  for (HeardClip& clip : all) {
    for (std::vector<float>& embedding : clip.embeddings) embedding[5] = static_cast<float>(random.normal());
  }
  const MusicJudgement judged = cross_validate_music(all, {});
  CHECK(judged.music_let_through.value + judged.other_sound_refused.value < 1.5);
}

TEST_CASE("one kind may be far more frequent") {
  const std::vector<HeardClip> many = clips(400, true, 7);
  const MusicJudgement judged = cross_validate_music(both_kinds(), many);
  CHECK(judged.other_sound_refused.value >= 0.95);
}

// Wilson's interval for 16 of 16 is 0.8064 … 1; scipy's binomtest(16, 16).proportion_ci(method="wilson") says so.
TEST_CASE("all right of a few is not taken for certain") {
  std::vector<HeardClip> all = clips(16, true, 1);
  for (const HeardClip& clip : clips(10, false, 2)) all.push_back(clip);
  std::vector<double> probabilities(16, 0.9);
  probabilities.resize(26, 0.1);
  probabilities[25] = 0.6;
  const MusicJudgement judged = judge_music(all, probabilities);
  CHECK(judged.music_let_through.value == 1);
  CHECK(judged.music_let_through.low == doctest::Approx(0.80639).epsilon(1e-4));
  CHECK(judged.music_let_through.high == doctest::Approx(1));
  CHECK(judged.other_sound_refused.value == doctest::Approx(0.9));
  CHECK(judged.other_sound_refused.low == doctest::Approx(0.59585).epsilon(1e-4));
  CHECK(judged.other_sound_refused.high == doctest::Approx(0.98212).epsilon(1e-4));
}

TEST_CASE("the logit that is appended reads the embedding, and the labels' stay as they are") {
  const System& system = *find_system("mel-resnet");
  const Network network = system.network(3), longer = system.network(4);
  Random random(8);
  const Weights weights = random_weights(network, random);
  REQUIRE(!refuse_music_logit(network));
  MusicReading reading{.weights = std::vector<float>(128), .bias = 0.25F};
  for (float& weight : reading.weights) weight = static_cast<float>(random.normal());
  Weights more = weights;
  append_music_logit(more, network, reading);
  const OnnxOptions names{.input = kInputName, .logits = kLogitsName, .embedding = kEmbeddingName, .threads = 1};
  Result<OnnxSession> before = OnnxSession::create(write_onnx(network, weights), names);
  Result<OnnxSession> after = OnnxSession::create(write_onnx(longer, more), names);
  REQUIRE(before);
  REQUIRE(after);
  std::vector<float> input(before->input_size());
  for (float& value : input) value = static_cast<float>(random.normal());
  const Result<OnnxAnswer> labels = before->run(input, 1), all = after->run(input, 1);
  REQUIRE(labels);
  REQUIRE(all);
  REQUIRE(all->logits.size() == 4);
  for (std::size_t i = 0; i < 3; i++) CHECK(all->logits[i] == doctest::Approx(labels->logits[i]).epsilon(1e-5));
  const HeardClip clip{.music = true, .embeddings = {labels->embedding}};
  CHECK(1 / (1 + std::exp(-all->logits[3])) == doctest::Approx(music_probability(reading, clip)).epsilon(1e-4));
}

TEST_CASE("a network that reads its labels from something else is refused") {
  Network network("odd", {.channels = 1, .height = 4, .width = 4});
  const int x = network.embedding(network.global_average_pool(network.input()));
  network.dense(network.relu(x), "logits", 2);
  REQUIRE(refuse_music_logit(network));
  CHECK(refuse_music_logit(network)->message ==
        "odd reads its labels from something else than its embedding: it cannot be taught to tell music.");
}
