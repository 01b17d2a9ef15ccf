// The same training with several seeds: how far its scores lie apart.
//
//   std::map<std::string, Spread> spread = score_spread(scores_of_each_model);   // Evaluation::scores
#pragma once

#include <map>
#include <span>
#include <string>

#include "core/card.h"

namespace genrelens {

struct Spread {
  double mean = 0;
  double deviation = 0;  // of a sample: divided by models − 1; 0 for one model
  double lowest = 0;
  double highest = 0;
};

// One a score that every model has; NaN where one of them is.
std::map<std::string, Spread> score_spread(std::span<const std::map<std::string, Score>> models);

}  // namespace genrelens
