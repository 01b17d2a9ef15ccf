// Teaches a system's network with the rows of a feature folder. LibTorch is behind this header, not in it.
//
//   TrainingData data{.folder = folder, .train = train, .valid = valid, .labels = genres(folder)};
//   Features features = measure_features(system, data);
//   Result<Trained> trained = train(system, features, data, system.training, events);
//
// The same seed, data, thread count and machine give the same weights.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/card.h"
#include "core/result.h"
#include "native/feature_folder.h"
#include "native/system.h"
#include "native/weights.h"

namespace genrelens {

struct TrainingData {
  const FeatureFolder& folder;
  Split train;
  Split valid;
  std::vector<std::string> labels;
};

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
  double valid_loss = 0;      // log loss over tracks, of the averaged weights
  double valid_accuracy = 0;  // over tracks
  double seconds = 0;
  bool best = false;  // the lowest valid_loss so far
};

struct TrainingEvents {
  std::function<void(const BatchProgress&)> batch;
  // `weights` are the averaged ones after this epoch. False: end here and keep the best.
  std::function<bool(const EpochResult& result, const Weights& weights)> epoch;
};

struct Trained {
  Weights weights;  // of the best epoch
  EpochResult best;
};

// The system's features, with the mean and deviation of the training chunks where the system has none of its own.
Features measure_features(const System& system, const TrainingData& data);

// start: weights to begin with; those that are not there are fresh.
Result<Trained> train(const System& system, const Features& features, const TrainingData& data,
                      const TrainingOptions& options, const TrainingEvents& events, const Weights& start = {});

}  // namespace genrelens
