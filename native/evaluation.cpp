#include "native/evaluation.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/calibration.h"
#include "core/prediction.h"
#include "core/significance.h"

namespace genrelens {
namespace {

constexpr std::uint64_t kBootstrapSeed = 1;

void append_row(TrackTable& table, const TrackTable& from, std::size_t row) {
  table.truth.push_back(from.truth[row]);
  table.guess.push_back(from.guess[row]);
  const auto first = from.probabilities.begin() + static_cast<std::ptrdiff_t>(row * from.labels);
  table.probabilities.insert(table.probabilities.end(), first, first + static_cast<std::ptrdiff_t>(from.labels));
}

// The rows of the tracks that a resample drew, as a table of their own.
TrackTable chosen_rows(const ChunkTable& table, std::span<const std::size_t> tracks) {
  TrackTable chosen{.labels = table.rows.labels};
  for (const std::size_t track : tracks) {
    const bool last = track + 1 == table.first_rows.size();
    const std::size_t end = last ? table.rows.truth.size() : table.first_rows[track + 1];
    for (std::size_t row = table.first_rows[track]; row < end; row++) append_row(chosen, table.rows, row);
  }
  return chosen;
}

std::vector<std::size_t> confusion_of(const TrackTable& table) {
  return confusion_matrix(table.truth, table.guess, table.labels);
}

ClassScore macro_score(const TrackTable& table) {
  return macro_average(class_scores(confusion_of(table), table.labels));
}

CurveAreas macro_areas(const TrackTable& table) {
  return macro_average(curve_areas(table.truth, table.probabilities, table.labels));
}

template <int percent>
double accuracy_of_surest(const TrackTable& table) {
  return accuracy_at_coverage(table.truth, table.probabilities, table.labels, percent / 100.0);
}

const std::map<std::string, double (*)(const TrackTable&)>& statistics() {
  static const std::map<std::string, double (*)(const TrackTable&)> all = {
      {"accuracy", [](const TrackTable& t) { return accuracy_score(t.truth, t.guess); }},
      {"top_3_accuracy",
       [](const TrackTable& t) { return top_k_accuracy_score(t.truth, t.probabilities, t.labels, 3); }},
      {"macro_precision", [](const TrackTable& t) { return macro_score(t).precision; }},
      {"macro_recall", [](const TrackTable& t) { return macro_score(t).recall; }},
      {"macro_f1", [](const TrackTable& t) { return macro_score(t).f1; }},
      {"weighted_f1", [](const TrackTable& t) { return weighted_average(class_scores(confusion_of(t), t.labels)).f1; }},
      {"matthews_correlation", [](const TrackTable& t) { return matthews_correlation(confusion_of(t), t.labels); }},
      {"cohen_kappa", [](const TrackTable& t) { return cohen_kappa(confusion_of(t), t.labels); }},
      {"macro_roc_auc", [](const TrackTable& t) { return macro_areas(t).roc_auc; }},
      {"macro_average_precision", [](const TrackTable& t) { return macro_areas(t).average_precision; }},
      {"log_loss", [](const TrackTable& t) { return log_loss(t.truth, t.probabilities, t.labels); }},
      {"brier_score", [](const TrackTable& t) { return brier_score(t.truth, t.probabilities, t.labels); }},
      {"expected_calibration_error",
       [](const TrackTable& t) { return expected_calibration_error(t.truth, t.probabilities, t.labels); }},
      {"accuracy_at_coverage_25", accuracy_of_surest<25>},
      {"accuracy_at_coverage_50", accuracy_of_surest<50>},
      {"accuracy_at_coverage_75", accuracy_of_surest<75>},
      {"accuracy_at_coverage_90", accuracy_of_surest<90>},
  };
  return all;
}

// Basic bootstrap (Davison and Hinkley 1997, section 5.2): the percentiles mirrored at the value. A resample's
// calibration error is larger than the sample's by about as much as the sample's is larger than the truth, since noise
// in a bin only adds; the percentiles would double that bias, the mirror takes it off. Never below 0, and the value
// always inside.
Interval mirrored(const Interval& percentiles, double value) {
  return {std::max(0.0, 2 * value - percentiles.high), std::max(value, 2 * value - percentiles.low)};
}

// `accuracy_name` says what was counted, so that no chunk accuracy is taken for a track's.
Evaluation evaluate_rows(const ChunkTable& table, const std::string& accuracy_name) {
  const TrackTable& rows = table.rows;
  Evaluation evaluation{.tracks = table.first_rows.size(), .rows = rows.truth.size()};
  for (const auto& [name, statistic] : statistics()) {
    const auto of_tracks = [&table, statistic = statistic](std::span<const std::size_t> tracks) {
      return statistic(chosen_rows(table, tracks));
    };
    const double value = statistic(rows);
    Interval interval = bootstrap(evaluation.tracks, of_tracks, {.seed = kBootstrapSeed});
    if (name == "expected_calibration_error") interval = mirrored(interval, value);
    evaluation.scores[name == "accuracy" ? accuracy_name : name] = {value, interval.low, interval.high};
  }
  evaluation.confusion = confusion_of(rows);
  evaluation.classes = class_scores(evaluation.confusion, rows.labels);
  evaluation.areas = curve_areas(rows.truth, rows.probabilities, rows.labels);
  return evaluation;
}

}  // namespace

std::optional<std::size_t> label_of(std::span<const std::string> labels, const std::string& genre) {
  const auto found = std::find(labels.begin(), labels.end(), genre);
  if (found == labels.end()) return {};
  return static_cast<std::size_t>(found - labels.begin());
}

Result<SplitAnswers> answer_rows(const FeatureFolder& folder, std::span<const std::size_t> tracks,
                                 std::span<const std::string> labels, const RowChunks& chunks, const RunNetwork& run) {
  SplitAnswers answers{.labels = labels.size()};
  const double seconds = folder.recipe.seconds_per_column;
  for (const std::size_t number : tracks) {
    const Track& track = folder.tracks[number];
    const std::optional<std::size_t> truth = label_of(labels, track.genre);
    if (!truth) {
      return Error{.code = ErrorCode::bad_field,
                   .message = "Track " + track.id + " is " + track.genre + ", which is not one of the model's labels."};
    }
    const std::size_t count = chunks.count(folder.columns);
    std::vector<float> inputs(count * chunks.input_size());
    for (std::size_t i = 0; i < count; i++) {
      chunks.fill(folder.levels_of(number), i, std::span(inputs).subspan(i * chunks.input_size(), chunks.input_size()));
    }
    const Result<std::vector<float>> logits = run(inputs, count);
    if (!logits) return logits.error();
    const std::size_t width = logits->size() / count;
    assert(logits->size() == count * width && (width == labels.size() || width == labels.size() + 1));
    TrackAnswers answer{.id = track.id, .truth = *truth};
    for (std::size_t i = 0; i < count; i++) {
      const Chunk chunk = chunks.at(i, folder.columns);
      const auto first = logits->begin() + static_cast<std::ptrdiff_t>(i * width);
      answer.chunks.push_back({.begin_seconds = static_cast<double>(chunk.begin) * seconds,
                               .end_seconds = static_cast<double>(chunk.begin + chunk.count) * seconds,
                               .logits = {first, first + static_cast<std::ptrdiff_t>(width)}});
    }
    answers.tracks.push_back(std::move(answer));
  }
  return answers;
}

TrackTable track_table(const SplitAnswers& answers, double temperature) {
  TrackTable table{.labels = answers.labels};
  for (const TrackAnswers& track : answers.tracks) {
    std::vector<ChunkAnswer> chunks;
    for (const ChunkLogits& chunk : track.chunks) {
      ChunkProbabilities said = chunk_probabilities(chunk.logits, answers.labels, temperature);
      chunks.push_back({.number = chunks.size(),
                        .begin_seconds = chunk.begin_seconds,
                        .end_seconds = chunk.end_seconds,
                        .probabilities = std::move(said.genres),
                        .music = said.music});
    }
    const Prediction prediction = aggregate(chunks, {.labels = answers.labels});
    std::vector<float> probabilities(answers.labels);
    for (const Ranked& ranked : prediction.ranked) probabilities[ranked.label] = ranked.probability;
    table.ids.push_back(track.id);
    table.truth.push_back(track.truth);
    table.guess.push_back(prediction.ranked.front().label);
    table.probabilities.insert(table.probabilities.end(), probabilities.begin(), probabilities.end());
    table.music.push_back(static_cast<float>(prediction.music));
  }
  return table;
}

ChunkTable chunk_table(const SplitAnswers& answers, double temperature) {
  ChunkTable table{.rows = {.labels = answers.labels}};
  for (const TrackAnswers& track : answers.tracks) {
    table.first_rows.push_back(table.rows.truth.size());
    for (const ChunkLogits& chunk : track.chunks) {
      const std::vector<float> probabilities = chunk_probabilities(chunk.logits, answers.labels, temperature).genres;
      const auto highest = std::max_element(probabilities.begin(), probabilities.end());
      table.rows.ids.push_back(track.id);
      table.rows.truth.push_back(track.truth);
      table.rows.guess.push_back(static_cast<std::size_t>(highest - probabilities.begin()));
      table.rows.probabilities.insert(table.rows.probabilities.end(), probabilities.begin(), probabilities.end());
    }
  }
  return table;
}

double fit_temperature(const SplitAnswers& answers) {
  double best = 1, best_loss = 0;
  for (int step = -28; step <= 28; step++) {  // 5 % apart: finer than any split's noise
    const double temperature = std::exp(step * std::log(4.0) / 28);
    const TrackTable table = track_table(answers, temperature);
    const double loss = log_loss(table.truth, table.probabilities, table.labels);
    if (step == -28 || loss < best_loss) {
      best = temperature;
      best_loss = loss;
    }
  }
  return best;
}

Score share_score(std::size_t right, std::size_t all) {
  const Interval interval = wilson_interval(right, all);
  return {static_cast<double>(right) / static_cast<double>(all), interval.low, interval.high};
}

Score music_share(const TrackTable& table, double music_below) {
  const auto is_music = [music_below](float music) { return music >= music_below; };
  const auto count = std::count_if(table.music.begin(), table.music.end(), is_music);
  return share_score(static_cast<std::size_t>(count), table.music.size());
}

double choose_unsure_below(const TrackTable& table, double wanted) {
  std::vector<std::pair<float, bool>> tracks;  // highest probability, right
  for (std::size_t row = 0; row < table.truth.size(); row++) {
    const float highest = table.probabilities[row * table.labels + table.guess[row]];
    tracks.emplace_back(highest, table.guess[row] == table.truth[row]);
  }
  std::sort(tracks.begin(), tracks.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  double threshold = 1;
  std::size_t right = 0;
  for (std::size_t i = 0; i < tracks.size(); i++) {
    right += tracks[i].second ? 1 : 0;
    if (static_cast<double>(right) >= wanted * static_cast<double>(i + 1)) threshold = tracks[i].first;
  }
  return threshold;
}

Evaluation evaluate(const TrackTable& table) {
  ChunkTable rows{.rows = table, .first_rows = std::vector<std::size_t>(table.truth.size())};
  std::iota(rows.first_rows.begin(), rows.first_rows.end(), std::size_t{0});
  return evaluate_rows(rows, "track_accuracy");
}

Evaluation evaluate(const ChunkTable& table) { return evaluate_rows(table, "chunk_accuracy"); }

}  // namespace genrelens
