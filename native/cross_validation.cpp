#include "native/cross_validation.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <vector>

namespace genrelens {
namespace {

template <typename Values>
void append(Values& all, const Values& more) {
  all.insert(all.end(), more.begin(), more.end());
}

void append_new(std::vector<std::string>& all, const std::vector<std::string>& more) {
  for (const std::string& one : more) {
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
  }
}

void append_rows(TrackTable& all, const TrackTable& more) {
  append(all.ids, more.ids);
  append(all.truth, more.truth);
  append(all.guess, more.guess);
  append(all.probabilities, more.probabilities);
  append(all.music, more.music);
}

}  // namespace

Measurement join_folds(std::span<const Measurement> folds) {
  assert(!folds.empty());
  const std::size_t labels = folds.front().card.labels.size();
  Measurement all{
      .card = folds.front().card,
      .split = {.name = folds.front().split.name},
      .split_note =
          "Each of these tracks was judged by the network of its own fold, which neither learned it nor was "
          "chosen on it. The intervals are over tracks, not over seeds."};
  all.card.weights_sha256.clear();
  all.card.temperature = all.card.unsure_below = 0;
  all.answers.labels = all.tracks.labels = labels;
  ChunkTable chunks{.rows = {.labels = labels}};
  for (const Measurement& fold : folds) {
    assert(fold.card.labels == folds.front().card.labels);
    all.card.temperature += fold.card.temperature / static_cast<double>(folds.size());
    all.card.unsure_below += fold.card.unsure_below / static_cast<double>(folds.size());
    append(all.split.tracks, fold.split.tracks);
    append_new(all.split.left_out, fold.split.left_out);
    append_new(all.warnings, fold.warnings);
    append(all.answers.tracks, fold.answers.tracks);
    append_rows(all.tracks, fold.tracks);
    const ChunkTable of_fold = chunk_table(fold.answers, fold.card.temperature);
    for (const std::size_t row : of_fold.first_rows) chunks.first_rows.push_back(chunks.rows.truth.size() + row);
    append_rows(chunks.rows, of_fold.rows);
  }
  all.by_track = evaluate(all.tracks);
  all.by_chunk = evaluate(chunks);
  const bool can_tell = std::all_of(folds.begin(), folds.end(), [&all](const Measurement& fold) {
    return fold.card.music_below == all.card.music_below;
  });
  if (all.card.music_below && can_tell) all.music = music_share(all.tracks, *all.card.music_below);
  return all;
}

}  // namespace genrelens
