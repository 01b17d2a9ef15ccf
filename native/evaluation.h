// From a network's answers for the chunks of many tracks to numbers that can be defended: counted over tracks, with
// intervals.
//
//   Result<SplitAnswers> answers = answer_rows(folder, split.tracks, labels, chunks, run);
//   TrackTable table = track_table(*answers, card.temperature);
//   Evaluation evaluation = evaluate(table);
//   Evaluation by_chunk = evaluate(chunk_table(*answers, card.temperature));   // to show, not to compare with others
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/card.h"
#include "core/curve.h"
#include "core/metrics.h"
#include "core/result.h"
#include "native/feature_folder.h"
#include "native/row_chunks.h"

namespace genrelens {

struct ChunkLogits {
  double begin_seconds = 0;
  double end_seconds = 0;
  std::vector<float> logits;  // one a label, and that of music where the network gives it
};

struct TrackAnswers {
  std::string id;
  std::size_t truth = 0;  // label
  std::vector<ChunkLogits> chunks;
};

struct SplitAnswers {
  std::size_t labels = 0;
  std::vector<TrackAnswers> tracks;
};

// The genre's number; nothing if it is none of them.
std::optional<std::size_t> label_of(std::span<const std::string> labels, const std::string& genre);

// (count, input) → (count, labels) logits, or (count, labels + 1): core/prediction.h.
using RunNetwork = std::function<Result<std::vector<float>>(std::span<const float> inputs, std::size_t count)>;

// Every chunk of every track, a track at a time. Errors: a genre that is not among the labels, or what `run` says.
Result<SplitAnswers> answer_rows(const FeatureFolder& folder, std::span<const std::size_t> tracks,
                                 std::span<const std::string> labels, const RowChunks& chunks, const RunNetwork& run);

// One row a track.
struct TrackTable {
  std::size_t labels = 0;
  std::vector<std::string> ids;
  std::vector<std::size_t> truth;
  std::vector<std::size_t> guess;
  std::vector<float> probabilities;  // (tracks, labels)
  std::vector<float> music;          // probability that it is music, one a track; 1 where the network cannot tell
};

TrackTable track_table(const SplitAnswers& answers, double temperature);

// One row a chunk, the tracks' one after another.
struct ChunkTable {
  TrackTable rows;                      // ids: of the chunk's track
  std::vector<std::size_t> first_rows;  // one a track: the number of its first row
};

ChunkTable chunk_table(const SplitAnswers& answers, double temperature);

// The temperature, 0.25…4, of the smallest log loss over tracks (Guo et al. 2017).
double fit_temperature(const SplitAnswers& answers);

// A share with its 95 % interval by Wilson; all ≥ 1.
Score share_score(std::size_t right, std::size_t all);

// The share of tracks that reach the threshold, which is how many of them a listener would be given a genre for.
Score music_share(const TrackTable& table, double music_below);

// The lowest threshold at which the tracks that reach it are right at least `wanted` of the time; 1 if there is none.
double choose_unsure_below(const TrackTable& table, double wanted);

struct Evaluation {
  std::size_t tracks = 0;
  std::size_t rows = 0;  // that were counted: tracks, or their chunks
  // track_accuracy or chunk_accuracy, macro_f1 … with 95 % intervals: percentile bootstrap over tracks, but the basic
  // one for expected_calibration_error, whose percentiles lie too high (section 5.2 of Davison and Hinkley 1997).
  std::map<std::string, Score> scores;
  std::vector<ClassScore> classes;
  std::vector<CurveAreas> areas;       // one a label
  std::vector<std::size_t> confusion;  // (labels, labels): row = truth, column = guess
};

// Scores of core/metrics, core/curve and core/calibration; NaN where those say so. What is drawn for an interval is
// tracks in both: the chunks of one track are heard alike, so that drawing chunks would make it far too narrow.
Evaluation evaluate(const TrackTable& table);
Evaluation evaluate(const ChunkTable& table);

}  // namespace genrelens
