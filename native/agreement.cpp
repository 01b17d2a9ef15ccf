#include "native/agreement.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "core/random.h"

namespace genrelens {
namespace {

double difference(const ChunkLogits& left, const ChunkLogits& right) {
  assert(left.logits.size() == right.logits.size());
  double largest = 0;
  for (std::size_t i = 0; i < left.logits.size(); i++) {
    largest = std::max(largest, std::abs(double{left.logits[i]} - double{right.logits[i]}));
  }
  return largest;
}

}  // namespace

// Accuracy, if what the first network says is the truth.
Agreement agreement(const SplitAnswers& expected, const SplitAnswers& answers, double temperature) {
  assert(expected.tracks.size() == answers.tracks.size());
  TrackTable tracks = track_table(answers, temperature);
  tracks.truth = track_table(expected, temperature).guess;
  ChunkTable chunks = chunk_table(answers, temperature);
  chunks.rows.truth = chunk_table(expected, temperature).rows.guess;
  Agreement result{.by_track = evaluate(tracks).scores.at("track_accuracy"),
                   .by_chunk = evaluate(chunks).scores.at("chunk_accuracy")};
  for (std::size_t track = 0; track < answers.tracks.size(); track++) {
    const std::vector<ChunkLogits>&left = expected.tracks[track].chunks, &right = answers.tracks[track].chunks;
    assert(left.size() == right.size());
    for (std::size_t chunk = 0; chunk < left.size(); chunk++) {
      result.largest_difference = std::max(result.largest_difference, difference(left[chunk], right[chunk]));
    }
  }
  return result;
}

Result<SplitAnswers> answer_random(Model& model, std::size_t count) {
  Random random(model.card.golden_seed);
  std::vector<float> input(model.session.input_size());
  SplitAnswers answers{.labels = model.card.labels.size(), .tracks = {}};
  for (std::size_t number = 0; number < count; number++) {
    for (float& value : input) value = static_cast<float>(random.uniform());
    Result<OnnxAnswer> answer = model.session.run(input, 1);
    if (!answer) return answer.error();
    answers.tracks.push_back({.id = std::to_string(number), .truth = 0, .chunks = {{.logits = answer->logits}}});
  }
  return answers;
}

}  // namespace genrelens
