// Two models on the same tracks: is one better, or is it chance?
//
//   Result<Comparison> compared = compare_predictions(*first, *second);   // native/prediction_table.h
//   if (compared->test.p_value < 0.05) …
#pragma once

#include <cstddef>

#include "core/card.h"
#include "core/result.h"
#include "core/significance.h"
#include "native/prediction_table.h"

namespace genrelens {

struct Comparison {
  std::size_t tracks = 0;
  std::size_t both_right = 0;
  std::size_t both_wrong = 0;
  std::size_t same_guess = 0;
  Score first_accuracy;
  Score second_accuracy;
  Score difference;  // second − first, of the same drawn tracks: narrower than the two intervals suggest
  McNemarTest test;
};

// Tracks are matched by id, in any order. Errors: the labels, the tracks or a track's truth differ.
Result<Comparison> compare_predictions(const PredictionTable& first, const PredictionTable& second);

}  // namespace genrelens
