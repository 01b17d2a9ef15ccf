// How good a set of predictions is. Definitions equal scikit-learn 1.2's.
//
//   std::vector<std::size_t> truth, guess;                 // label indices, one a track
//   double accuracy = accuracy_score(truth, guess);
//   Interval interval = bootstrap(truth.size(), [&](std::span<const std::size_t> rows) { … }, {.seed = 1});
//
// Everything is counted over tracks, or over whatever the rows are; what a row is, is the caller's honesty.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace genrelens {

// Share of rows whose guess is the truth; 0 for no rows.
double accuracy_score(std::span<const std::size_t> truth, std::span<const std::size_t> guess);

// −mean ln p(truth), p clipped to [1e-15, 1 − 1e-15] and each row then divided by its sum; 0 for no rows.
// probabilities: (rows, labels).
double log_loss(std::span<const std::size_t> truth, std::span<const float> probabilities, std::size_t labels);

// (labels, labels): row = truth, column = guess.
std::vector<std::size_t> confusion_matrix(std::span<const std::size_t> truth, std::span<const std::size_t> guess,
                                          std::size_t labels);

struct ClassScore {
  double precision = 0;  // 0 where nothing was guessed
  double recall = 0;     // 0 where nothing was true
  double f1 = 0;         // 0 where both are
  std::size_t support = 0;
};

// One a label, from a confusion matrix.
std::vector<ClassScore> class_scores(std::span<const std::size_t> confusion, std::size_t labels);

// Unweighted mean over the labels; support is the sum.
ClassScore macro_average(std::span<const ClassScore> scores);

// Mean weighted with the support; support is the sum.
ClassScore weighted_average(std::span<const ClassScore> scores);

// Expected calibration error: sum over equal-width bins of the highest probability of |accuracy − confidence| · share
// (Guo et al. 2017: bin m is ((m − 1) / bins, m / bins]); the first of equal probabilities is the guess; 0 for no rows.
// probabilities: (rows, labels).
double expected_calibration_error(std::span<const std::size_t> truth, std::span<const float> probabilities,
                                  std::size_t labels, std::size_t bins = 15);

struct Interval {
  double low = 0;
  double high = 0;
};

struct BootstrapOptions {
  std::size_t resamples = 2000;
  double confidence = 0.95;
  std::uint64_t seed = 0;
};

// Percentile bootstrap (Efron 1979): `statistic` of `rows` row numbers drawn with replacement, the two percentiles by
// linear interpolation (numpy's default). {0, 0} for no rows; two NaN if a statistic is NaN. resamples ≥ 1.
// Resample after resample, the row numbers are Random(seed).below(rows).
Interval bootstrap(std::size_t rows, const std::function<double(std::span<const std::size_t>)>& statistic,
                   const BootstrapOptions& options);

}  // namespace genrelens
