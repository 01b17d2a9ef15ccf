// What the commands print of a measurement and while it is taken, and the tables that they write.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/result.h"
#include "native/measurement.h"

namespace genrelens {

// "0.690 (0.624 … 0.751)": value and 95 % interval.
std::string score_text(const Score& score);

// On stdout: the line above scores in columns, and one of them.
void print_score_heading();
void print_score(const char* name, const Score& score);

// The model on the split, with a progress bar of that title on stderr. Errors: measure_model's.
Result<Measurement> measure_with_bar(Model& model, const FeatureFolder& folder, const Split& split,
                                     const std::string& title);

// On stdout: scores by track with their intervals, scores by genre, and the confusion matrix.
void print_measurement(const Measurement& measurement);

// metrics.json, predictions.csv and report.txt.
std::optional<Error> write_tables(const std::filesystem::path& folder, const Measurement& measurement);

}  // namespace genrelens
