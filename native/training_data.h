// What a training learns from and chooses by: tracks of a feature folder.
#pragma once

#include <string>
#include <vector>

#include "core/card.h"
#include "core/plain_values.h"
#include "native/feature_folder.h"
#include "native/system.h"

namespace genrelens {

struct TrainingData {
  const FeatureFolder& folder;
  Split train;
  Split valid;
  std::vector<std::string> labels;
};

// The system's features, with the mean and deviation of the training chunks where the system has none of its own.
Features measure_features(const System& system, const TrainingData& data);

// Hashes by which other data is known: "tracks" of their ids and splits, "rows" of their levels, "track_genres" of the
// labels and of each track's.
PlainValues fingerprint(const TrainingData& data);

}  // namespace genrelens
