#include "native/report/metrics_json.h"

#include <string>
#include <vector>

#include "core/calibration.h"

namespace genrelens {
namespace {

using Json = nlohmann::ordered_json;

Json scores_json(const Evaluation& evaluation) {
  Json scores = Json::object();
  for (const auto& [name, score] : evaluation.scores) {
    scores[name] = score_json(score);
  }
  return scores;
}

Json classes_json(const Evaluation& evaluation, const std::vector<std::string>& labels) {
  Json classes = Json::object();
  for (std::size_t i = 0; i < labels.size(); i++) {
    const ClassScore& score = evaluation.classes[i];
    const CurveAreas& areas = evaluation.areas[i];
    classes[labels[i]] = {
        {"precision", score.precision}, {"recall", score.recall},   {"f1", score.f1},
        {"support", score.support},     {"roc_auc", areas.roc_auc}, {"average_precision", areas.average_precision}};
  }
  return classes;
}

Json confusion_json(const Evaluation& evaluation, std::size_t labels) {
  Json confusion = Json::array();
  for (std::size_t row = 0; row < labels; row++) {
    const auto first = evaluation.confusion.begin() + static_cast<std::ptrdiff_t>(row * labels);
    confusion.push_back(std::vector<std::size_t>(first, first + static_cast<std::ptrdiff_t>(labels)));
  }
  return confusion;
}

Json calibration_json(const Measurement& measurement) {
  const TrackTable& table = measurement.tracks;
  Json bins = Json::array();
  for (const ReliabilityBin& bin : reliability_table(table.truth, table.probabilities, table.labels)) {
    bins.push_back({{"low", bin.low},
                    {"high", bin.high},
                    {"tracks", bin.rows},
                    {"confidence", bin.confidence},
                    {"accuracy", bin.accuracy}});
  }
  const SureTracks sure = sure_tracks(table, measurement.card.unsure_below);
  return {{"temperature", measurement.card.temperature},
          {"unsure_below", measurement.card.unsure_below},
          {"sure", sure.tracks},
          {"sure_right", sure.right},
          {"bins", bins}};
}

Json nearest_json(const Measurement& measurement) {
  const auto by_count = [](const std::map<std::size_t, Score>& precision) {
    Json json = Json::object();
    for (const auto& [count, score] : precision) {
      json[std::to_string(count)] = score_json(score);
    }
    return json;
  };
  return {{"precision_at", by_count(measurement.precision)},
          {"precision_at_of_other_artists", by_count(measurement.precision_of_other_artists)},
          {"by_chance", chance_precision(measurement.tracks.truth)}};
}

}  // namespace

Json score_json(const Score& score) { return {{"value", score.value}, {"low", score.low}, {"high", score.high}}; }

Json metrics_json(const Measurement& measurement) {
  const std::vector<std::string>& labels = measurement.card.labels;
  const Evaluation &tracks = measurement.by_track, &chunks = measurement.by_chunk;
  return {{"model", measurement.card.name},
          {"weights", measurement.card.weights_sha256},
          {"split", measurement.split.name},
          {"split_hash", measurement.split_hash},
          {"note", measurement.split_note},
          {"warnings", measurement.warnings},
          {"tracks", tracks.tracks},
          {"left_out", measurement.split.left_out},
          {"labels", labels},
          {"scores", scores_json(tracks)},
          {"music", measurement.music ? score_json(*measurement.music) : Json()},
          {"classes", classes_json(tracks, labels)},
          {"confusion", confusion_json(tracks, labels.size())},
          {"chunks",
           {{"rows", chunks.rows},
            {"scores", scores_json(chunks)},
            {"classes", classes_json(chunks, labels)},
            {"confusion", confusion_json(chunks, labels.size())}}},
          {"calibration", calibration_json(measurement)},
          {"nearest", nearest_json(measurement)}};
}

Json spread_json(std::span<const Measurement> measurements, const std::map<std::string, Spread>& spread) {
  Json models = Json::array(), scores = Json::object();
  for (const Measurement& measurement : measurements) models.push_back(metrics_json(measurement));
  for (const auto& [name, of_score] : spread) {
    scores[name] = {{"mean", of_score.mean},
                    {"deviation", of_score.deviation},
                    {"lowest", of_score.lowest},
                    {"highest", of_score.highest}};
  }
  return {{"models", models}, {"spread", scores}};
}

std::string json_text(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace genrelens
