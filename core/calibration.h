// Whether a probability means what it says: of all answers given with 70 %, are 70 % right?
//
//   std::vector<ReliabilityBin> table = reliability_table(truth, probabilities, labels);  // what a diagram draws
//   double error = expected_calibration_error(table);                                      // its one number
//
// truth: label indices, one a row; probabilities: (rows, labels). The guess of a row is its highest probability, the
// first of equal ones, and that probability is its confidence.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace genrelens {

// The rows whose confidence lies in (low, high]; the first bin holds 0 too.
struct ReliabilityBin {
  double low = 0;
  double high = 0;
  std::size_t rows = 0;
  double confidence = 0;  // mean, 0 for no rows
  double accuracy = 0;    // share of right guesses, 0 for no rows
};

// `bins` ≥ 1 of equal width over [0, 1] (Guo et al. 2017), the empty ones too, which scikit-learn's calibration_curve
// leaves out.
std::vector<ReliabilityBin> reliability_table(std::span<const std::size_t> truth, std::span<const float> probabilities,
                                              std::size_t labels, std::size_t bins = 15);

// Mean over the rows of their bin's |accuracy − confidence|; 0 for no rows. scikit-learn has no such function.
double expected_calibration_error(std::span<const ReliabilityBin> table);

// The same, of the table that these make.
double expected_calibration_error(std::span<const std::size_t> truth, std::span<const float> probabilities,
                                  std::size_t labels, std::size_t bins = 15);

// Mean over the rows of the sum over the labels of (probability − truth)², truth being 1 or 0: 0…2 (Brier 1950). It is
// the sum over the labels of scikit-learn's brier_score_loss, so twice its value for two labels; 0 for no rows.
double brier_score(std::span<const std::size_t> truth, std::span<const float> probabilities, std::size_t labels);

// The share of right guesses among the surest rows: `coverage` of all by their confidence, the last one in part, and of
// equally sure rows the first ones. Coverage against risk (El-Yaniv and Wiener 2010): risk is 1 − this. coverage: above
// 0, at most 1. 0 for no rows.
double accuracy_at_coverage(std::span<const std::size_t> truth, std::span<const float> probabilities,
                            std::size_t labels, double coverage);

}  // namespace genrelens
