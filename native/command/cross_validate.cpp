// genrelens cross-validate: how good a system is by k folds, from the runs of its folds.
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "native/command/command.h"
#include "native/command/measurement_text.h"
#include "native/cross_validation.h"
#include "native/feature_folder.h"
#include "native/measurement.h"
#include "native/model_card.h"
#include "native/printable.h"
#include "native/report/metrics_json.h"
#include "native/split.h"

namespace genrelens {
namespace {

constexpr char kTest[] = "test";

struct Options {
  std::vector<std::string> runs;
  DataOptions data;
  bool json = false;
  std::string out;
};

struct Run {
  std::string folder;
  Model model;
  std::size_t fold = 0;  // 0: not found yet
};

// Why two runs cannot be of one system's folds; empty if they can.
std::optional<Error> refuse_pair(const Run& first, const Run& second) {
  const Card &left = first.model.card, &right = second.model.card;
  const char* why = left.labels != right.labels                 ? " have different labels."
                    : left.origin.system != right.origin.system ? " are of different systems."
                                                                : nullptr;
  if (why == nullptr) return {};
  return Error{.code = ErrorCode::bad_field, .message = second.folder + " and " + first.folder + why};
}

std::optional<std::vector<Run>> open_runs(const Options& options, int& status) {
  std::vector<Run> runs;
  for (const std::string& folder : options.runs) {
    Result<Model> model = open_model(folder);
    if (!model) {
      status = report(model.error());
      return {};
    }
    runs.push_back({.folder = folder, .model = std::move(*model)});
    if (const auto error = refuse_pair(runs.front(), runs.back())) {
      status = report(*error);
      return {};
    }
  }
  return runs;
}

// The run whose card has the hash of this fold's tracks; null after the error was reported.
Run* find_run(std::vector<Run>& runs, const FeatureFolder& folder, std::size_t fold, const std::string& splits) {
  Run* found = nullptr;
  for (Run& run : runs) {
    if (!has_tracks_of(run.model.card, folder).value_or(false)) continue;
    if (found != nullptr) {
      report_usage({.code = ErrorCode::bad_field,
                    .message = found->folder + " and " + run.folder + " are both of fold " + std::to_string(fold) +
                               " of " + splits + "."});
      return nullptr;
    }
    found = &run;
  }
  if (found == nullptr) {
    report_usage({.code = ErrorCode::missing_field,
                  .message = "None of the runs was trained on fold " + std::to_string(fold) + " of " + splits + "."});
    return nullptr;
  }
  found->fold = fold;
  return found;
}

std::optional<Measurement> measure_fold(std::vector<Run>& runs, DataOptions data, std::size_t fold, int& status) {
  data.fold = fold;
  const std::optional<FeatureFolder> folder = read_data(data, status);
  if (!folder) return {};
  Run* run = find_run(runs, *folder, fold, data.splits);
  if (run == nullptr) {
    status = kBadUsage;
    return {};
  }
  const Result<Split> split = find_split(*folder, kTest);
  if (!split) {
    status = report(split.error());
    return {};
  }
  Result<Measurement> measured = measure_with_bar(run->model, *folder, *split, printable(run->folder));
  if (!measured) {
    status = report(measured.error());
    return {};
  }
  return std::move(*measured);
}

void print_folds(const std::vector<Measurement>& folds, const Measurement& all) {
  for (std::size_t fold = 0; fold < folds.size(); fold++) {
    const Evaluation& found = folds[fold].by_track;
    std::printf("fold %zu: accuracy %s on %zu tracks\n", fold + 1,
                score_text(found.scores.at("track_accuracy")).c_str(), found.tracks);
  }
  std::printf("\nAll folds together, ");
  print_measurement(all);
}

int cross_validate(const Options& options) {
  const Result<SplitTable> table = read_splits(options.data.splits);
  if (!table) return report(table.error());
  if (table->folds == 0) {
    return report_usage({.code = ErrorCode::bad_field,
                         .message = options.data.splits + " has no folds; split --kind artist-k-fold makes some."});
  }
  int status = kSuccess;
  std::optional<std::vector<Run>> runs = open_runs(options, status);
  if (!runs) return status;
  std::vector<Measurement> folds;
  for (std::size_t fold = 1; fold <= table->folds; fold++) {
    std::optional<Measurement> measured = measure_fold(*runs, options.data, fold, status);
    if (!measured) return status;
    folds.push_back(std::move(*measured));
  }
  for (const Run& run : *runs) {
    if (run.fold == 0) note(run.folder + " is of none of the folds and was left out.");
  }
  const Measurement all = join_folds(folds);
  for (const std::string& warning : all.warnings) note(warning);
  if (options.json) {
    std::puts(json_text(metrics_json(all)).c_str());
  } else {
    print_folds(folds, all);
  }
  if (options.out.empty()) return kSuccess;
  if (const auto error = write_tables(options.out, all)) return report(*error);
  return kSuccess;
}

}  // namespace

void add_cross_validate(CLI::App& program, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand(
      "cross-validate", "How good a system is by k folds: every track by a network that has not learned it");
  command->add_option("RUN", options->runs, "Run folders of genrelens train, one for each --fold, in any order")
      ->required();
  add_data_options(command, options->data);
  command->get_option("--splits")->required();
  command->remove_option(command->get_option("--fold"));
  command->add_flag("--json", options->json, "One JSON object");
  command->add_option("--out", options->out, "Also write metrics.json, predictions.csv and report.txt to this folder")
      ->check(output_folder());
  command->callback([options, &status] { status = cross_validate(*options); });
}

}  // namespace genrelens
