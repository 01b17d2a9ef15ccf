// How good a set of predictions is, counted from labels. Definitions equal scikit-learn 1.2's.
//
//   std::vector<std::size_t> truth, guess;                 // label indices, one a track
//   double accuracy = accuracy_score(truth, guess);
//   std::vector<std::size_t> confusion = confusion_matrix(truth, guess, labels);
//   double f1 = macro_average(class_scores(confusion, labels)).f1;
//
// Everything is counted over tracks, or over whatever the rows are; what a row is, is the caller's honesty.
// For no rows, where scikit-learn raises or divides by zero, every score is 0.
// Beside it: core/curve.h (ROC, precision and recall), core/calibration.h (reliability, Brier),
// core/significance.h (intervals, McNemar's test).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace genrelens {

// Share of rows whose guess is the truth.
double accuracy_score(std::span<const std::size_t> truth, std::span<const std::size_t> guess);

// Share of rows whose truth is among the k highest probabilities. Among equal ones the later label ranks first, as in
// scikit-learn, so that k = 1 differs from accuracy_score where the highest two are equal. k ≥ 1; 1 for k ≥ labels,
// where scikit-learn warns. Two labels are ranked like more, where scikit-learn wants one column and a threshold.
// probabilities: (rows, labels).
double top_k_accuracy_score(std::span<const std::size_t> truth, std::span<const float> probabilities,
                            std::size_t labels, std::size_t k);

// −mean ln p(truth), p clipped to [ε, 1 − ε] and each row then divided by its sum; ε = 2⁻⁵², as for scikit-learn's
// float64. Of one label, where scikit-learn raises: 0. probabilities: (rows, labels).
double log_loss(std::span<const std::size_t> truth, std::span<const float> probabilities, std::size_t labels);

// (labels, labels): row = truth, column = guess.
std::vector<std::size_t> confusion_matrix(std::span<const std::size_t> truth, std::span<const std::size_t> guess,
                                          std::size_t labels);

// Each row divided by its sum, so that the diagonal is the recall; a row of zeros, a label that is never true, stays 0.
std::vector<double> row_normalized(std::span<const std::size_t> confusion, std::size_t labels);

struct ClassScore {
  double precision = 0;  // 0 where nothing was guessed; scikit-learn warns
  double recall = 0;     // 0 where nothing was true; scikit-learn warns
  double f1 = 0;         // 0 where both are
  std::size_t support = 0;
};

// One a label, from a confusion matrix.
std::vector<ClassScore> class_scores(std::span<const std::size_t> confusion, std::size_t labels);

// Unweighted mean over the labels; support is the sum.
ClassScore macro_average(std::span<const ClassScore> scores);

// Mean weighted with the support; support is the sum.
ClassScore weighted_average(std::span<const ClassScore> scores);

// Correlation of truth and guess, −1…1 (Matthews 1975, for more than two labels Gorodkin 2004), from a confusion
// matrix. 0 where the truth or the guess is one label alone.
double matthews_correlation(std::span<const std::size_t> confusion, std::size_t labels);

// Agreement beyond chance, −1…1 (Cohen 1960, unweighted), from a confusion matrix. NaN where truth and guess are one
// and the same label alone: chance explains everything, and scikit-learn divides 0 by 0.
double cohen_kappa(std::span<const std::size_t> confusion, std::size_t labels);

}  // namespace genrelens
