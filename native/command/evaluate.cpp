// genrelens evaluate: how good a model is on a split of a feature folder.
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "native/command/command.h"
#include "native/command/measurement_text.h"
#include "native/csv.h"
#include "native/feature_folder.h"
#include "native/file.h"
#include "native/measurement.h"
#include "native/prediction_table.h"
#include "native/printable.h"
#include "native/report/metrics_json.h"
#include "native/report/report_page.h"
#include "native/score_spread.h"
#include "native/split.h"

namespace genrelens {
namespace {

struct Options {
  std::vector<std::string> models;
  DataOptions data;
  std::string split = "valid";
  bool json = false;
  std::string csv;
  std::string out;
};

std::optional<Error> write_outputs(const std::filesystem::path& folder, const Measurement& measurement,
                                   const ReportData& data) {
  if (const auto error = write_tables(folder, measurement)) return error;
  return write_text(folder / "report.html", report_page(data));
}

Result<Measurement> measure(const std::string& model_folder, const FeatureFolder& folder, const Split& split) {
  Result<Model> model = open_model(model_folder);
  if (!model) return model.error();
  return measure_with_bar(*model, folder, split, model_folder);
}

int show_one(const Options& options, const FeatureFolder& features, const Measurement& measurement) {
  if (options.json) {
    std::puts(json_text(metrics_json(measurement)).c_str());
  } else {
    print_measurement(measurement);
  }
  if (!options.csv.empty()) {
    const std::string table = prediction_csv(measurement.tracks, measurement.card.labels);
    if (const auto error = write_text(options.csv, table)) return report(*error);
  }
  if (!options.out.empty()) {
    const ReportData data = read_report_data(measurement, features, options.data.folder, options.models.front());
    if (const auto error = write_outputs(options.out, measurement, data)) return report(*error);
  }
  return kSuccess;
}

void print_spread(const Options& options, const std::vector<Measurement>& measurements,
                  const std::map<std::string, Spread>& spread) {
  const Measurement& first = measurements.front();
  std::printf("%zu models on %zu tracks of %s\n%s\n\n", measurements.size(), first.by_track.tracks,
              printable(first.split.name).c_str(), first.split_note.c_str());
  for (std::size_t i = 0; i < measurements.size(); i++) {
    const std::string accuracy = score_text(measurements[i].by_track.scores.at("track_accuracy"));
    std::printf("accuracy %s  %s\n", accuracy.c_str(), options.models[i].c_str());
  }
  std::printf("\n%-26s %7s   %9s   %s\n", "", "mean", "deviation", "lowest … highest");
  for (const auto& [name, of_score] : spread) {
    std::printf("%-26s %7.3f ± %9.3f   %.3f … %.3f\n", name.c_str(), of_score.mean, of_score.deviation, of_score.lowest,
                of_score.highest);
  }
}

// A folder for each model, named by its place on the command line: two runs may have the same name.
int show_several(const Options& options, const FeatureFolder& features, const std::vector<Measurement>& measurements) {
  std::vector<std::map<std::string, Score>> scores;
  for (const Measurement& measurement : measurements) scores.push_back(measurement.by_track.scores);
  const std::map<std::string, Spread> spread = score_spread(scores);
  const nlohmann::ordered_json json = spread_json(measurements, spread);
  if (options.json) {
    std::puts(json_text(json).c_str());
  } else {
    print_spread(options, measurements, spread);
  }
  if (options.out.empty()) return kSuccess;
  for (std::size_t i = 0; i < measurements.size(); i++) {
    const std::filesystem::path folder = std::filesystem::path(options.out) / std::to_string(i + 1);
    const ReportData data = read_report_data(measurements[i], features, options.data.folder, options.models[i]);
    if (const auto error = write_outputs(folder, measurements[i], data)) return report(*error);
  }
  if (const auto error = write_text(std::filesystem::path(options.out) / "metrics.json", json_text(json, 2) + "\n")) {
    return report(*error);
  }
  return kSuccess;
}

int evaluate_models(const Options& options) {
  if (options.models.size() > 1 && !options.csv.empty()) {
    std::fprintf(stderr, "genrelens: --csv is for one model; --out writes a table for each of several.\n");
    return kBadUsage;
  }
  int status = kSuccess;
  const std::optional<FeatureFolder> folder = read_data(options.data, status);
  if (!folder) return status;
  const std::string name = split_named(*folder, options.split);
  if (const auto error = unknown_split(*folder, name)) return report_usage(*error);
  const Result<Split> split = find_split(*folder, name);
  if (!split) return report(split.error());
  for (const std::string& id : split->left_out) note(id + " has no row and is left out.");
  std::vector<Measurement> measurements;
  for (const std::string& model : options.models) {
    Result<Measurement> measured = measure(model, *folder, *split);
    if (!measured) return report(measured.error());
    if (!measurements.empty() && measured->card.labels != measurements.front().card.labels) {
      return report({.code = ErrorCode::bad_field,
                     .message = model + " and " + options.models.front() + " have different labels."});
    }
    for (const std::string& warning : measured->warnings) note(warning);
    measurements.push_back(std::move(*measured));
  }
  return measurements.size() == 1 ? show_one(options, *folder, measurements.front())
                                  : show_several(options, *folder, measurements);
}

}  // namespace

void add_evaluate(CLI::App& program, int& status) {
  const auto options = std::make_shared<Options>();
  options->models = {default_model()};
  CLI::App* command = program.add_subcommand("evaluate", "Measure a model on tracks whose features are computed");
  command
      ->add_option("--model", options->models,
                   "Folder with card.json and the network; given again (several seeds): mean and deviation too")
      ->expected(1)
      ->take_all()
      ->capture_default_str();
  add_data_options(command, options->data);
  command->add_option("--split", options->split, "Which tracks, as tracks.csv or --splits names them")
      ->capture_default_str();
  command->add_flag("--json", options->json, "One JSON object");
  command->add_option("--csv", options->csv, "Also write each track's probabilities to this file")
      ->check(output_file(".csv"));
  command
      ->add_option("--out", options->out,
                   "Also write metrics.json, predictions.csv, report.txt and report.html to this folder")
      ->check(output_folder());
  command->callback([options, &status] { status = evaluate_models(*options); });
}

}  // namespace genrelens
