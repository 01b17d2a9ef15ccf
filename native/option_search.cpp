#include "native/option_search.h"

#include <algorithm>
#include <cmath>

#include "core/random.h"
#include "native/csv.h"
#include "native/number_text.h"

namespace genrelens {
namespace {

constexpr double kMostWhole = 1e9;
constexpr double kLowestRate = 1e-9, kHighestRate = 10;  // what TrainingOptions allow

// As it stands in the table and in the options file, so that nothing is rounded twice.
double rounded(double value) { return std::strtod(number_text("%.3g", value).c_str(), nullptr); }

// values: the table's columns in order, checked by check_trial.
Trial trial_of(const std::vector<double>& values, bool own_dropout) {
  Trial trial{.number = static_cast<int>(std::clamp(values[0], 0.0, kMostWhole)),
              .learning_rate = values[1],
              .augmentation = values[3],
              .valid_loss = values[4],
              .valid_accuracy = values[5],
              .best_epoch = static_cast<int>(std::clamp(values[6], 0.0, kMostWhole)),
              .seconds = values[7]};
  if (!own_dropout) trial.dropout = values[2];
  return trial;
}

std::optional<Error> check_trial(const Trial& trial, const std::vector<double>& values, std::size_t number) {
  const std::string name = "Trial " + std::to_string(number);
  if (values[0] != static_cast<double>(number)) {
    return Error{ErrorCode::bad_field, "Trial " + number_text("%g", values[0]) + " stands where trial " +
                                           std::to_string(number) + " must be; they are numbered 1, 2, 3 …"};
  }
  TrainingOptions options;
  if (const auto error = change_options(options, drawn_values(trial))) {
    return Error{error->code, name + ": " + error->message};
  }
  // All comparisons are false for NaN. The loss of a training that ran away is infinite.
  const bool allowed = trial.valid_loss >= 0 && trial.valid_accuracy >= 0 && trial.valid_accuracy <= 1 &&
                       values[6] == trial.best_epoch && trial.seconds >= 0 && std::isfinite(trial.seconds);
  if (allowed) return {};
  return Error{ErrorCode::out_of_range, name +
                                            " must have a valid_loss of 0 or more, a valid_accuracy from 0 to 1, a "
                                            "whole best_epoch and seconds of 0 or more."};
}

}  // namespace

TrainingOptions trial_options(const TrainingOptions& base, const SearchSpace& space, std::uint64_t seed, int number) {
  TrainingOptions options = base;
  if (number == 1) return options;
  Random random(Random(seed).next() + static_cast<std::uint64_t>(number));
  const double exponent = random.uniform(-1, 1);
  const double rate = base.learning_rate * std::pow(space.rate_factor, exponent);
  options.learning_rate = rounded(std::clamp(rate, kLowestRate, kHighestRate));
  options.dropout = rounded(random.uniform(0, space.most_dropout));
  options.augmentation = rounded(random.uniform(0, space.most_augmentation));
  return options;
}

std::string trials_table(std::span<const Trial> trials) {
  std::string table = "trial,learning_rate,dropout,augmentation,valid_loss,valid_accuracy,best_epoch,seconds\n";
  for (const Trial& trial : trials) {
    table += std::to_string(trial.number) + "," + number_text("%.17g", trial.learning_rate) + "," +
             (trial.dropout ? number_text("%.17g", *trial.dropout) : "") + "," +
             number_text("%.17g", trial.augmentation) + "," + number_text("%.6f", trial.valid_loss) + "," +
             number_text("%.4f", trial.valid_accuracy) + "," + std::to_string(trial.best_epoch) + "," +
             number_text("%.1f", trial.seconds) + "\n";
  }
  return table;
}

Result<std::vector<Trial>> parse_trials(std::string_view table) {
  const Result<CsvTable> csv = parse_csv(table);
  if (!csv) return csv.error();
  std::vector<std::size_t> columns;
  for (const char* name :
       {"trial", "learning_rate", "dropout", "augmentation", "valid_loss", "valid_accuracy", "best_epoch", "seconds"}) {
    const auto column = csv->column(name);
    if (!column) return Error{ErrorCode::missing_field, std::string("There is no column ") + name + "."};
    columns.push_back(*column);
  }
  std::vector<Trial> trials;
  for (const std::vector<std::string>& row : csv->rows) {
    std::vector<double> values;
    for (const std::size_t column : columns) {
      const bool own = row[column].empty() && column == columns[2];
      const std::optional<double> value = own ? 0 : parse_number<double>(row[column]);
      if (!value) {
        return Error{ErrorCode::bad_field,
                     "Trial " + std::to_string(trials.size() + 1) + " has \"" + row[column] + "\" for a number."};
      }
      values.push_back(*value);
    }
    const Trial trial = trial_of(values, row[columns[2]].empty());
    if (const auto error = check_trial(trial, values, trials.size() + 1)) return *error;
    trials.push_back(trial);
  }
  return trials;
}

const Trial* best_trial(std::span<const Trial> trials) {
  const Trial* best = nullptr;
  for (const Trial& trial : trials) {
    if (std::isfinite(trial.valid_loss) && (!best || trial.valid_loss < best->valid_loss)) best = &trial;
  }
  return best;
}

PlainValues drawn_values(const Trial& trial) {
  PlainValues values = {{"learning_rate", trial.learning_rate}, {"augmentation", trial.augmentation}};
  if (trial.dropout) values["dropout"] = *trial.dropout;
  return values;
}

}  // namespace genrelens
