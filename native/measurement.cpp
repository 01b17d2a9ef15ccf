#include "native/measurement.h"

#include <utility>

#include "native/model_card.h"
#include "native/split.h"

namespace genrelens {
namespace {

// The answers; the embeddings, which come with them, go to `embeddings`.
Result<SplitAnswers> ask_model(Model& model, const FeatureFolder& folder, const Split& split,
                               const std::function<void(double)>& progress, Embeddings& embeddings) {
  const RowChunks chunks(model.card.features, hop_frames(model.card), model.card.last_chunk);
  std::size_t done = 0;
  const RunNetwork run = [&](std::span<const float> inputs, std::size_t count) -> Result<std::vector<float>> {
    if (progress) progress(static_cast<double>(done++) / static_cast<double>(split.tracks.size()));
    Result<OnnxAnswer> answer = model.session.run(inputs, count);
    if (!answer) return answer.error();
    embeddings.size = answer->embedding.size() / count;
    const std::vector<float> mean = mean_embedding(answer->embedding, embeddings.size);
    embeddings.values.insert(embeddings.values.end(), mean.begin(), mean.end());
    return std::move(answer->logits);
  };
  return answer_rows(folder, split.tracks, model.card.labels, chunks, run);
}

}  // namespace

std::string split_note(const Card& card, const FeatureFolder& folder, const Split& split) {
  const std::string of_other_tracks =
      has_tracks_of(card, folder).value_or(false)
          ? ""
          : " The card has no hash of just these tracks, so this goes by the split's name.";
  if (is_leaky(card.origin.split) && !is_leaky(split.name)) {
    return "The model learned pieces of recordings that were dealt at random (LEAKY): pieces of these tracks may be "
           "among them.";
  }
  if (split.name == card.origin.split) {
    return "The model learned from this split, by its card: these scores say how well it remembers, not how well it "
           "hears." +
           of_other_tracks;
  }
  if (split.name == card.split_name) {
    return "The model was chosen on this split (epoch, temperature, threshold), by its card: the scores are a little "
           "optimistic." +
           of_other_tracks;
  }
  return "The model neither learned from this split nor was chosen on it, by its card." + of_other_tracks;
}

Result<Measurement> measure_model(Model& model, const FeatureFolder& folder, const Split& split,
                                  const std::function<void(double)>& progress) {
  if (const auto error = rows_fit(model.card.features, folder.recipe)) return *error;
  Embeddings embeddings;
  Result<SplitAnswers> answers = ask_model(model, folder, split, progress, embeddings);
  if (!answers) return answers.error();
  Measurement measurement{.card = model.card,
                          .split = split,
                          .split_hash = split_hash(folder, std::span(&split, 1)),
                          .split_note = split_note(model.card, folder, split),
                          .warnings = score_warnings(model.card, folder, split.name)};
  measurement.answers = std::move(*answers);
  measurement.tracks = track_table(measurement.answers, model.card.temperature);
  measurement.by_track = evaluate(measurement.tracks);
  measurement.by_chunk = evaluate(chunk_table(measurement.answers, model.card.temperature));
  if (model.card.music_below) measurement.music = music_share(measurement.tracks, *model.card.music_below);
  embeddings.genres = measurement.tracks.truth;
  for (const std::size_t track : split.tracks) embeddings.artists.push_back(folder.tracks[track].artist);
  measurement.precision = precision_at(embeddings, kNeighbourCounts, SameArtist::counts);
  measurement.precision_of_other_artists = precision_at(embeddings, kNeighbourCounts, SameArtist::left_out);
  measurement.embeddings = std::move(embeddings);
  return measurement;
}

SureTracks sure_tracks(const TrackTable& table, double unsure_below) {
  SureTracks sure;
  for (std::size_t row = 0; row < table.truth.size(); row++) {
    if (table.probabilities[row * table.labels + table.guess[row]] < unsure_below) continue;
    sure.tracks++;
    sure.right += table.guess[row] == table.truth[row] ? 1 : 0;
  }
  return sure;
}

}  // namespace genrelens
