#include "native/command/measurement_text.h"

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "native/file.h"
#include "native/number_text.h"
#include "native/prediction_table.h"
#include "native/printable.h"
#include "native/progress_bar.h"
#include "native/report/classification_report.h"
#include "native/report/metrics_json.h"

namespace genrelens {
namespace {

void print_scores(const Measurement& measurement) {
  constexpr std::pair<const char*, const char*> kLines[] = {
      {"track_accuracy", "accuracy"},   {"macro_precision", "macro precision"},
      {"macro_recall", "macro recall"}, {"macro_f1", "macro F1"},
      {"log_loss", "log loss"},         {"expected_calibration_error", "calibration error"},
  };
  print_score_heading();
  for (const auto& [name, text] : kLines) {
    print_score(text, measurement.by_track.scores.at(name));
  }
  if (measurement.music) print_score("called music", *measurement.music);
}

void print_classes(const Evaluation& evaluation, const Card& card) {
  std::printf("\n%-12s %9s %9s %9s %7s\n", "genre", "precision", "recall", "F1", "tracks");
  for (std::size_t i = 0; i < card.labels.size(); i++) {
    const ClassScore& score = evaluation.classes[i];
    std::printf("%-12s %9.3f %9.3f %9.3f %7zu\n", printable(card.labels[i]).c_str(), score.precision, score.recall,
                score.f1, score.support);
  }
  std::printf("\nconfusion: a row is the truth, a column what was said\n%-12s", "");
  for (const std::string& label : card.labels) std::printf(" %5s", first_characters(printable(label), 5).c_str());
  for (std::size_t row = 0; row < card.labels.size(); row++) {
    std::printf("\n%-12s", printable(card.labels[row]).c_str());
    for (std::size_t column = 0; column < card.labels.size(); column++) {
      std::printf(" %5zu", evaluation.confusion[row * card.labels.size() + column]);
    }
  }
  std::printf("\n");
}

}  // namespace

std::string score_text(const Score& score) {
  return number_text("%.3f", score.value) + " (" + number_text("%.3f", score.low) + " … " +
         number_text("%.3f", score.high) + ")";
}

void print_score_heading() { std::printf("%-18s %7s   %s\n", "", "value", "95 % interval"); }

void print_score(const char* name, const Score& score) {
  std::printf("%-18s %7.3f   %.3f … %.3f\n", name, score.value, score.low, score.high);
}

Result<Measurement> measure_with_bar(Model& model, const FeatureFolder& folder, const Split& split,
                                     const std::string& title) {
  ProgressBar bar;
  return measure_model(model, folder, split, [&](double share) { bar.show(share, title); });
}

void print_measurement(const Measurement& measurement) {
  std::printf("%s on %zu tracks of %s\n%s\n\n", printable(measurement.card.name).c_str(), measurement.by_track.tracks,
              printable(measurement.split.name).c_str(), measurement.split_note.c_str());
  print_scores(measurement);
  print_classes(measurement.by_track, measurement.card);
}

std::optional<Error> write_tables(const std::filesystem::path& folder, const Measurement& measurement) {
  const TrackTable& table = measurement.tracks;
  const std::vector<std::string>& labels = measurement.card.labels;
  if (const auto error = write_text(folder / "metrics.json", json_text(metrics_json(measurement), 2) + "\n"))
    return error;
  if (const auto error = write_text(folder / kPredictionFile, prediction_csv(table, labels))) return error;
  return write_text(folder / "report.txt", classification_report(table.truth, table.guess, labels));
}

}  // namespace genrelens
