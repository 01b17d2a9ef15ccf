// One model on one split of a feature folder: its answers and how good they are.
//
//   Result<Measurement> measured = measure_model(*model, *folder, *split, {});
//   write_text("metrics.json", json_text(metrics_json(*measured), 2));   // native/report/metrics_json.h
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/card.h"
#include "native/evaluation.h"
#include "native/feature_folder.h"
#include "native/model_folder.h"
#include "native/similarity.h"

namespace genrelens {

struct Measurement {
  Card card;
  Split split;
  std::string split_hash;             // split_hash() of it
  std::string split_note;             // one sentence: what the card says the model had to do with this split
  std::vector<std::string> warnings;  // why the scores may be too good, a sentence each; native/model_card.h
  SplitAnswers answers;
  TrackTable tracks;
  Evaluation by_track;
  Evaluation by_chunk;
  std::optional<Score> music;              // share of the tracks that it calls music; nothing where it cannot tell
  Embeddings embeddings;                   // one a track
  std::map<std::size_t, Score> precision;  // of the k nearest tracks, by k
  std::map<std::size_t, Score> precision_of_other_artists;  // of the k nearest by others than the track's artist
};

// progress: told the share of the tracks that were asked, 0…1; may be empty.
// Errors: the folder's rows are not what the network takes, or a genre is none of its labels.
Result<Measurement> measure_model(Model& model, const FeatureFolder& folder, const Split& split,
                                  const std::function<void(double)>& progress);

// Whether the split's scores are to be believed: learned from, chosen on, or neither, by the card's names and its hash.
std::string split_note(const Card& card, const FeatureFolder& folder, const Split& split);

// Share of the tracks whose highest probability reaches the card's threshold, and of those how many are right.
struct SureTracks {
  std::size_t tracks = 0;
  std::size_t right = 0;
};

SureTracks sure_tracks(const TrackTable& table, double unsure_below);

}  // namespace genrelens
