// A random search (Bergstra and Bengio 2012) of learning rate, dropout and augmentation strength. The first trial is
// what the search starts from; what a later one draws depends on the seed and its number alone, so that a search that
// was stopped goes on as if it had not been.
//
//   const TrainingOptions options = trial_options(base, space, seed, number);      // number from 1
//   trials.push_back({number, options, result of the training});
//   if (auto error = write_text("trials.csv", trials_table(trials))) …
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "native/training_options.h"

namespace genrelens {

struct SearchSpace {
  double rate_factor = 10;       // learning rates from base / factor to base · factor, evenly in their logarithm
  double most_dropout = 0.7;     // from 0, evenly
  double most_augmentation = 2;  // from 0, evenly
};

// The options that one trial is trained with: base with three others drawn, at three digits.
TrainingOptions trial_options(const TrainingOptions& base, const SearchSpace& space, std::uint64_t seed, int number);

struct Trial {
  int number = 0;  // from 1
  double learning_rate = 0;
  std::optional<double> dropout;  // empty: the system's own
  double augmentation = 0;
  double valid_loss = 0;  // of the best epoch; infinite if the training failed
  double valid_accuracy = 0;
  int best_epoch = 0;
  double seconds = 0;

  bool operator==(const Trial&) const = default;
};

// trials.csv: a line a trial.
std::string trials_table(std::span<const Trial> trials);

// Errors name the trial: they are not numbered 1, 2, 3 …, options that a training cannot have, figures that it cannot
// give.
Result<std::vector<Trial>> parse_trials(std::string_view table);

// The one of the lowest validation loss; null if there is none.
const Trial* best_trial(std::span<const Trial> trials);

// What the trial drew, for write_options().
PlainValues drawn_values(const Trial& trial);

}  // namespace genrelens
