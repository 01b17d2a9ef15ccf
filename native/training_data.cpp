#include "native/training_data.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/sha256.h"
#include "native/row_chunks.h"

namespace genrelens {

Features measure_features(const System& system, const TrainingData& data) {
  Features features{.mel = system.mel, .level = system.level, .frames = system.frames, .picture = system.picture};
  if (system.normalisation) {
    features.mean = system.normalisation->mean;
    features.deviation = system.normalisation->deviation;
    return features;
  }
  const RowChunks chunks(features, system.hop_frames, system.last_chunk);
  std::vector<float> input(chunks.input_size());
  double sum = 0, squares = 0, count = 0;
  for (const std::size_t track : data.train.tracks) {
    for (std::size_t i = 0; i < chunks.count(data.folder.columns); i++) {
      chunks.fill(data.folder.levels_of(track), i, input);
      for (const float value : input) {
        sum += value;
        squares += static_cast<double>(value) * value;
      }
      count += static_cast<double>(input.size());
    }
  }
  features.mean = sum / count;
  features.deviation = std::sqrt(std::max(1e-6, squares / count - features.mean * features.mean));
  return features;
}

PlainValues fingerprint(const TrainingData& data) {
  std::vector<std::uint8_t> levels;
  std::string genres;  // a line each
  for (const std::string& label : data.labels) genres += label + "\n";
  for (const Split* split : {&data.train, &data.valid}) {
    for (const std::size_t track : split->tracks) {
      const std::span<const std::uint8_t> row = data.folder.levels_of(track);
      levels.insert(levels.end(), row.begin(), row.end());
      genres += data.folder.tracks[track].genre + "\n";
    }
  }
  return {{"tracks", split_hash(data.folder, std::array{data.train, data.valid})},
          {"rows", sha256(levels)},
          {"track_genres", sha256(genres)}};
}

}  // namespace genrelens
