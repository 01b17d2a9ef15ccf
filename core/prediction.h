// From the answers for a song's chunks to the answer for the song.
//
//   ChunkProbabilities p = chunk_probabilities(logits, card.labels.size(), card.temperature);
//   Prediction prediction = aggregate(chunks, {.labels = card.labels.size(), .unsure_below = card.unsure_below});
//   label = card.labels[prediction.ranked.front().label];   // if prediction.is_music
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace genrelens {

// What a network's row of logits says of its chunk.
struct ChunkProbabilities {
  std::vector<float> genres;  // one a label, sum 1
  float music = 1;            // that it is music at all; 1 where the network cannot tell
};

// One chunk's answer.
struct ChunkAnswer {
  std::size_t number = 0;  // which chunk, from 0
  double begin_seconds = 0;
  double end_seconds = 0;            // not past the song's end
  std::vector<float> probabilities;  // one a label, sum 1
  float music = 1;                   // as in ChunkProbabilities
};

struct Ranked {
  std::size_t label = 0;  // index into the card's labels
  float probability = 0;  // 0…1
};

struct Prediction {
  std::vector<Ranked> ranked;         // all labels, most probable first, ties by label; empty before the first answer
  std::vector<ChunkAnswer> timeline;  // in order of time
  bool sure = false;                  // the highest probability reaches the card's threshold
  double music = 1;                   // probability that it is music, 0…1: the chunks' mean, weighted as the genres'
  bool is_music = true;               // it reaches the card's threshold, or the card has none
};

struct AggregateOptions {
  std::size_t labels = 0;
  double unsure_below = 0;  // 0…1
  double music_below = 0;   // 0…1; 0: everything is music
};

// exp(x / temperature) normalised, in double, shifted by the maximum so that it cannot overflow.
// Finite logits and temperature > 0.
std::vector<float> softmax(std::span<const float> logits, double temperature);

// Of the logits of one chunk: one a label, and behind them the log-odds of music where the network gives them. That one
// is in no softmax. Asserts that there are as many as that.
ChunkProbabilities chunk_probabilities(std::span<const float> logits, std::size_t labels, double temperature);

// The mean of the chunks' probabilities, each weighted with the seconds of song it heard (alike, if none heard any).
// Answers in any order; each must have `labels` probabilities.
Prediction aggregate(std::span<const ChunkAnswer> answers, const AggregateOptions& options);

}  // namespace genrelens
