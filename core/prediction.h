// From the answers for a song's chunks to the answer for the song.
//
//   std::vector<float> p = softmax(logits, card.temperature);
//   Prediction prediction = aggregate(chunks, {.labels = card.labels.size(), .unsure_below = card.unsure_below});
//   label = card.labels[prediction.ranked.front().label];
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace genrelens {

// One chunk's answer.
struct ChunkAnswer {
  std::size_t number = 0;  // which chunk, from 0
  double begin_seconds = 0;
  double end_seconds = 0;            // not past the song's end
  std::vector<float> probabilities;  // one a label, sum 1
};

struct Ranked {
  std::size_t label = 0;  // index into the card's labels
  float probability = 0;  // 0…1
};

struct Prediction {
  std::vector<Ranked> ranked;         // all labels, most probable first, ties by label; empty before the first answer
  std::vector<ChunkAnswer> timeline;  // in order of time
  bool sure = false;                  // the highest probability reaches the card's threshold
};

struct AggregateOptions {
  std::size_t labels = 0;
  double unsure_below = 0;  // 0…1
};

// exp(x / temperature) normalised, in double, shifted by the maximum so that it cannot overflow.
// Finite logits and temperature > 0.
std::vector<float> softmax(std::span<const float> logits, double temperature);

// The mean of the chunks' probabilities, each weighted with the seconds of song it heard (alike, if none heard any).
// Answers in any order; each must have `labels` probabilities.
Prediction aggregate(std::span<const ChunkAnswer> answers, const AggregateOptions& options);

}  // namespace genrelens
