#include "native/model_card.h"

#include <array>
#include <cmath>

#include "native/split.h"

namespace genrelens {
namespace {

constexpr std::uint64_t kGoldenSeed = 1;
constexpr double kSureShare = 0.75;  // of the songs that are called sure, so many are meant to be right

}  // namespace

Card describe_model(const System& system, const Features& features, const std::vector<std::string>& labels) {
  Card card;
  card.name = system.name;
  card.title = system.title;
  card.licence = "Apache-2.0";
  card.origin.system = system.name;
  card.labels = labels;
  card.sample_rate = system.mel.sample_rate;
  const auto seconds = [&](std::size_t samples) { return static_cast<double>(samples) / system.mel.sample_rate; };
  card.hop_seconds = seconds(system.hop_frames * static_cast<std::size_t>(system.mel.hop_length));
  card.last_chunk = system.last_chunk;
  card.features = features;
  card.chunk_seconds = seconds(card.chunk_rule().length);
  card.golden_seed = kGoldenSeed;
  return card;
}

void judge_model(Card& card, const std::string& split_name, const SplitAnswers& answers) {
  card.temperature = fit_temperature(answers);
  const TrackTable table = track_table(answers, card.temperature);
  card.unsure_below = choose_unsure_below(table, kSureShare);
  write_scores(card, split_name, evaluate(table));
}

void write_scores(Card& card, const std::string& split_name, const Evaluation& by_track) {
  card.split_name = split_name;
  card.split_tracks = by_track.tracks;
  card.metrics.clear();
  for (const auto& [name, score] : by_track.scores) {
    const bool finite = std::isfinite(score.value) && std::isfinite(score.low) && std::isfinite(score.high);
    if (finite) card.metrics[name] = score;  // JSON has no NaN
  }
}

std::optional<bool> has_tracks_of(const Card& card, const FeatureFolder& folder) {
  if (card.origin.split_hash.empty()) return {};
  const Result<Split> train = find_split(folder, card.origin.split), valid = find_split(folder, card.split_name);
  if (!train || !valid) return {};
  return split_hash(folder, std::array{*train, *valid}) == card.origin.split_hash;
}

std::vector<std::string> score_warnings(const Card& card, const FeatureFolder& folder, const std::string& split_name) {
  std::vector<std::string> warnings;
  if (split_name == card.origin.split) {
    warnings.push_back("The model's card says that it was trained on the split \"" + split_name +
                       "\": these scores are not those of new songs.");
  } else if (!has_tracks_of(card, folder).value_or(true)) {
    warnings.push_back("The model's " + card.origin.split + " and " + card.split_name +
                       " are not those of this folder: it may have learnt tracks that are judged here.");
  }
  if (is_leaky(split_name) || is_leaky(card.origin.split)) {
    warnings.push_back(
        "LEAKY: pieces of the same recordings are learnt and judged; a score says nothing about new songs.");
  }
  return warnings;
}

}  // namespace genrelens
