// models/RESULTS.md: what trained systems reached, from what their runs wrote down, beside what their papers claim.
//
//   Result<TrainingResult> result = read_result("runs/leo-cnn");      // run.json and evaluation/metrics.json
//   write_text("models/RESULTS.md", result_table(results));
//
// Nothing in the table is typed by hand: another run, another table.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "core/card.h"
#include "core/result.h"
#include "native/run_record.h"

namespace genrelens {

struct TrainingResult {
  std::string name;  // of the run's folder
  RunRecord run;
  std::string split;  // that was judged
  std::size_t tracks = 0;
  Score track_accuracy;  // with 95 % intervals, bootstrap over tracks
  Score chunk_accuracy;
};

// A run folder with run.json, card.json, and evaluation/metrics.json of `genrelens evaluate --out RUN/evaluation`.
// Errors name the file and what to do: missing; metrics of another network than the run's (trained or exported anew
// since), of tracks that it learnt, of a part of the tracks that chose it, or with a warning of evaluate's.
Result<TrainingResult> read_result(const std::filesystem::path& folder);

// Markdown: one table of honest splits and one of leaky ones, where there are such, each row with its interval; below
// them what a row's training had less of than its system asks for.
std::string result_table(std::span<const TrainingResult> results);

}  // namespace genrelens
