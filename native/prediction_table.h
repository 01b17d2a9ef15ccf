// predictions.csv: what a model said about each track, in a table that other programs read and `compare` reads back.
//
//   write_text("out/predictions.csv", prediction_csv(table, card.labels));
//   Result<PredictionTable> first = read_predictions("out");        // the folder or the file
//
// Columns: id, truth, guess, then a probability for each label, under its name.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "native/evaluation.h"

namespace genrelens {

struct PredictionTable {
  std::vector<std::string> labels;
  TrackTable table;
};

inline constexpr char kPredictionFile[] = "predictions.csv";

std::string prediction_csv(const TrackTable& table, std::span<const std::string> labels);

// Errors name the line: a column that is missing, a truth or guess that is none of the labels, a probability that is no
// number from 0 to 1, an id that comes twice; and a table without tracks.
Result<PredictionTable> parse_predictions(std::string_view text);

// Of a file, or of a folder that `evaluate --out` wrote. Errors name the file.
Result<PredictionTable> read_predictions(const std::filesystem::path& path);

}  // namespace genrelens
