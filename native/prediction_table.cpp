#include "native/prediction_table.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <set>

#include "native/csv.h"
#include "native/file.h"
#include "native/number_text.h"

namespace genrelens {
namespace {

constexpr std::string_view kFixedColumns[] = {"id", "truth", "guess"};
constexpr std::size_t kFirstLabel = std::size(kFixedColumns);

Error bad_line(std::size_t row, const std::string& what) {
  return {.code = ErrorCode::bad_field, .message = "Track " + std::to_string(row + 1) + " of the table " + what + "."};
}

std::optional<std::size_t> index_of(std::span<const std::string> labels, const std::string& name) {
  const auto found = std::find(labels.begin(), labels.end(), name);
  if (found == labels.end()) return {};
  return static_cast<std::size_t>(found - labels.begin());
}

std::optional<float> parse_probability(const std::string& text) {
  const std::optional<float> value = parse_number<float>(text);
  return value && *value >= 0 && *value <= 1 ? value : std::nullopt;
}

std::optional<Error> append_fields(PredictionTable& predictions, const std::vector<std::string>& fields,
                                   std::size_t row) {
  TrackTable& table = predictions.table;
  const std::optional<std::size_t> truth = index_of(predictions.labels, fields[1]);
  const std::optional<std::size_t> guess = index_of(predictions.labels, fields[2]);
  if (!truth) return bad_line(row, "is " + fields[1] + ", which is no label of its first line");
  if (!guess) return bad_line(row, "was guessed " + fields[2] + ", which is no label of its first line");
  table.ids.push_back(fields[0]);
  table.truth.push_back(*truth);
  table.guess.push_back(*guess);
  for (std::size_t i = kFirstLabel; i < fields.size(); i++) {
    const std::optional<float> probability = parse_probability(fields[i]);
    if (!probability)
      return bad_line(row, "has the probability \"" + fields[i] + "\"; it must be a number from 0 to 1");
    table.probabilities.push_back(*probability);
  }
  return {};
}

}  // namespace

std::string prediction_csv(const TrackTable& table, std::span<const std::string> labels) {
  std::string text = "id,truth,guess";
  for (const std::string& label : labels) text += ',' + csv_field(label);
  for (std::size_t row = 0; row < table.ids.size(); row++) {
    text += '\n' + csv_field(table.ids[row]);
    text += ',' + csv_field(labels[table.truth[row]]);
    text += ',' + csv_field(labels[table.guess[row]]);
    for (std::size_t i = 0; i < table.labels; i++) {
      char field[32];
      std::snprintf(field, sizeof field, ",%.6f", static_cast<double>(table.probabilities[row * table.labels + i]));
      text += field;
    }
  }
  return text + "\n";
}

Result<PredictionTable> parse_predictions(std::string_view text) {
  const Result<CsvTable> csv = parse_csv(text);
  if (!csv) return csv.error();
  if (csv->names.size() < kFirstLabel + 2 ||
      !std::equal(std::begin(kFixedColumns), std::end(kFixedColumns), csv->names.begin())) {
    return Error{.code = ErrorCode::missing_field,
                 .message = "The first line must be id, truth, guess and at least two labels."};
  }
  if (csv->rows.empty()) return Error{.code = ErrorCode::damaged, .message = "The table has no tracks."};
  PredictionTable predictions{.labels = {csv->names.begin() + kFirstLabel, csv->names.end()}};
  predictions.table.labels = predictions.labels.size();
  std::set<std::string> ids;
  for (std::size_t row = 0; row < csv->rows.size(); row++) {
    if (const auto error = append_fields(predictions, csv->rows[row], row)) return *error;
    if (!ids.insert(csv->rows[row][0]).second) return bad_line(row, "is " + csv->rows[row][0] + " once more");
  }
  return predictions;
}

Result<PredictionTable> read_predictions(const std::filesystem::path& path) {
  std::error_code ignored;
  const std::filesystem::path file = std::filesystem::is_directory(path, ignored) ? path / kPredictionFile : path;
  const Result<std::string> text = read_text(file);
  if (!text) return text.error();
  Result<PredictionTable> predictions = parse_predictions(*text);
  if (!predictions) return in_file(file, predictions.error());
  return predictions;
}

}  // namespace genrelens
