// What a training says of itself while it runs.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "native/evaluation.h"
#include "native/weights.h"

namespace genrelens {

struct BatchProgress {
  int epoch = 0;  // from 1
  std::size_t batch = 0;
  std::size_t batches = 0;
  double loss = 0;      // mean of the epoch so far
  double accuracy = 0;  // of the epoch's chunks so far, mixed chunks counted by their greater part
  double chunks_per_second = 0;
};

struct EpochResult {
  int epoch = 0;  // from 1
  double learning_rate = 0;
  double train_loss = 0;
  double train_accuracy = 0;
  double valid_loss = 0;        // log loss over tracks, of the averaged weights
  double valid_accuracy = 0;    // over tracks
  double learning_seconds = 0;  // without the validation
  double seconds = 0;           // with it
  std::size_t chunks = 0;       // learnt, by all processes together
  bool best = false;            // the lowest valid_loss so far
};

// valid_loss and valid_accuracy, from the answers of the validation tracks.
void judge_epoch(EpochResult& result, const SplitAnswers& answers);

struct TrainingEvents {
  // False: stop at once; this epoch is lost.
  std::function<bool(const BatchProgress&)> batch;
  // history: all epochs, the newest last. weights: the averaged ones after it. False: stop here.
  std::function<bool(std::span<const EpochResult> history, const Weights& weights)> epoch;
  // What a user should know, a sentence.
  std::function<void(const std::string&)> note;
};

// history.csv: a line an epoch.
std::string history_table(std::span<const EpochResult> history);

}  // namespace genrelens
