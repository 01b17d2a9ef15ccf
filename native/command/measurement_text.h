// What the commands print of a measurement, and the tables that they write.
#pragma once

#include <filesystem>
#include <optional>

#include "core/result.h"
#include "native/measurement.h"

namespace genrelens {

// On stdout: scores by track with their intervals, scores by genre, and the confusion matrix.
void print_measurement(const Measurement& measurement);

// metrics.json, predictions.csv and report.txt.
std::optional<Error> write_tables(const std::filesystem::path& folder, const Measurement& measurement);

}  // namespace genrelens
