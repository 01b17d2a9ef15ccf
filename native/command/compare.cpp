// genrelens compare: whether one of two models is better on the same tracks, or whether it is chance.
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "native/command/command.h"
#include "native/command/measurement_text.h"
#include "native/comparison.h"
#include "native/prediction_table.h"
#include "native/report/metrics_json.h"

namespace genrelens {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string first;
  std::string second;
  bool json = false;
};

const char* method_name(McNemarMethod method) {
  return method == McNemarMethod::exact_binomial ? "exact binomial" : "chi-square with continuity correction";
}

Json as_json(const Options& options, const Comparison& comparison) {
  const McNemarTest& test = comparison.test;
  return {
      {"first", options.first},
      {"second", options.second},
      {"tracks", comparison.tracks},
      {"first_accuracy", score_json(comparison.first_accuracy)},
      {"second_accuracy", score_json(comparison.second_accuracy)},
      {"difference", score_json(comparison.difference)},
      {"both_right", comparison.both_right},
      {"only_first_right", test.only_first_right},
      {"only_second_right", test.only_second_right},
      {"both_wrong", comparison.both_wrong},
      {"same_guess", comparison.same_guess},
      {"mcnemar", {{"method", method_name(test.method)}, {"statistic", test.statistic}, {"p_value", test.p_value}}}};
}

void print_comparison(const Options& options, const Comparison& comparison) {
  const McNemarTest& test = comparison.test;
  std::printf("first:  %s\nsecond: %s\n%zu tracks, the same guess for %zu\n\n", options.first.c_str(),
              options.second.c_str(), comparison.tracks, comparison.same_guess);
  print_score_heading();
  print_score("first accuracy", comparison.first_accuracy);
  print_score("second accuracy", comparison.second_accuracy);
  const Score& gain = comparison.difference;
  std::printf("%-18s %+7.3f   %+.3f … %+.3f\n", "second less first", gain.value, gain.low, gain.high);
  std::printf("\n%-18s %12s %12s\n", "", "second right", "second wrong");
  std::printf("%-18s %12zu %12zu\n", "first right", comparison.both_right, test.only_first_right);
  std::printf("%-18s %12zu %12zu\n", "first wrong", test.only_second_right, comparison.both_wrong);
  std::printf(
      "\nMcNemar's test (%s): p = %.3g; %s at 5 %%.\n", method_name(test.method), test.p_value,
      test.p_value < 0.05 ? "chance alone does not explain the difference" : "chance alone can explain the difference");
}

int compare(const Options& options) {
  const Result<PredictionTable> first = read_predictions(options.first);
  if (!first) return report(first.error());
  const Result<PredictionTable> second = read_predictions(options.second);
  if (!second) return report(second.error());
  const Result<Comparison> comparison = compare_predictions(*first, *second);
  if (!comparison) return report(comparison.error());
  if (options.json) {
    std::puts(json_text(as_json(options, *comparison)).c_str());
  } else {
    print_comparison(options, *comparison);
  }
  return kSuccess;
}

}  // namespace

void add_compare(CLI::App& program, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("compare", "Whether one of two models is better on the same tracks");
  command->add_option("FIRST", options->first, "predictions.csv, or the folder of evaluate --out")->required();
  command->add_option("SECOND", options->second, "The other model's, of the same tracks")->required();
  command->add_flag("--json", options->json, "One JSON object");
  command->callback([options, &status] { status = compare(*options); });
}

}  // namespace genrelens
