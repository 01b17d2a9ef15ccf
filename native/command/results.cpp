// genrelens results: the table of what runs reached.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "native/command/command.h"
#include "native/file.h"
#include "native/result_table.h"

namespace genrelens {
namespace {

struct Options {
  std::vector<std::string> runs;
  std::string out;
};

int write_results(const Options& options) {
  std::vector<TrainingResult> results;
  for (const std::string& argument : options.runs) {
    const Result<TrainingResult> result = read_result(without_mark(argument));
    if (!result) return report(result.error());
    const bool again =
        std::any_of(results.begin(), results.end(), [&](const auto& other) { return other.name == result->name; });
    if (again) {
      return report_usage({.code = ErrorCode::bad_field,
                           .message = "Two runs are named " + result->name + "; their rows could not be told apart."});
    }
    results.push_back(*result);
  }
  const std::string table = result_table(results);
  if (options.out.empty()) return std::fputs(table.c_str(), stdout) < 0 ? kBadData : kSuccess;
  if (const auto error = write_text(options.out, table)) return report(*error);
  return kSuccess;
}

}  // namespace

void add_results(CLI::App& program, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("results", "The table of what runs reached, beside the papers' claims");
  command->add_option("RUN", options->runs, "Run folders of genrelens train, each with evaluate --out RUN/evaluation")
      ->required();
  command->add_option("--out", options->out, "Markdown file to write; else it is printed")->check(output_file(".md"));
  command->callback([options, &status] { status = write_results(*options); });
}

}  // namespace genrelens
