#include "core/metrics.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace genrelens {
namespace {

constexpr double kProbabilityClip = std::numeric_limits<double>::epsilon();  // of log_loss

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0.0; }

// Mean of the labels' scores, each times its weight; `whole` is the weights' sum.
template <class Weight>
ClassScore mean_score(std::span<const ClassScore> scores, Weight weight, double whole) {
  ClassScore mean;
  for (const ClassScore& score : scores) {
    mean.precision += weight(score) * score.precision;
    mean.recall += weight(score) * score.recall;
    mean.f1 += weight(score) * score.f1;
    mean.support += score.support;
  }
  mean.precision = ratio(mean.precision, whole);
  mean.recall = ratio(mean.recall, whole);
  mean.f1 = ratio(mean.f1, whole);
  return mean;
}

// Sums over a confusion matrix; whole numbers, exact in double.
struct Agreement {
  double rows = 0;
  double right = 0;
  double by_chance = 0;      // sum over the labels of how often each is true × how often it is guessed
  double truth_squares = 0;  // sum over the labels of (how often it is true)²
  double guess_squares = 0;
};

Agreement agreement(std::span<const std::size_t> confusion, std::size_t labels) {
  assert(confusion.size() == labels * labels);
  Agreement sums;
  for (std::size_t label = 0; label < labels; label++) {
    double of_truth = 0, of_guess = 0;
    for (std::size_t other = 0; other < labels; other++) {
      of_truth += static_cast<double>(confusion[label * labels + other]);
      of_guess += static_cast<double>(confusion[other * labels + label]);
    }
    sums.rows += of_truth;
    sums.right += static_cast<double>(confusion[label * labels + label]);
    sums.by_chance += of_truth * of_guess;
    sums.truth_squares += of_truth * of_truth;
    sums.guess_squares += of_guess * of_guess;
  }
  return sums;
}

}  // namespace

double accuracy_score(std::span<const std::size_t> truth, std::span<const std::size_t> guess) {
  assert(truth.size() == guess.size());
  std::size_t right = 0;
  for (std::size_t row = 0; row < truth.size(); row++) right += truth[row] == guess[row] ? 1 : 0;
  return ratio(static_cast<double>(right), static_cast<double>(truth.size()));
}

double top_k_accuracy_score(std::span<const std::size_t> truth, std::span<const float> probabilities,
                            std::size_t labels, std::size_t k) {
  assert(probabilities.size() == truth.size() * labels && k > 0);
  std::size_t right = 0;
  for (std::size_t row = 0; row < truth.size(); row++) {
    assert(truth[row] < labels);
    const std::span<const float> of_row = probabilities.subspan(row * labels, labels);
    const float wanted = of_row[truth[row]];
    std::size_t ahead = 0;
    for (std::size_t label = 0; label < labels; label++) {
      const bool behind = of_row[label] < wanted || (of_row[label] == wanted && label <= truth[row]);
      ahead += behind || label == truth[row] ? 0 : 1;  // so that all are ahead of a NaN
    }
    right += ahead < k ? 1 : 0;
  }
  return ratio(static_cast<double>(right), static_cast<double>(truth.size()));
}

double log_loss(std::span<const std::size_t> truth, std::span<const float> probabilities, std::size_t labels) {
  assert(probabilities.size() == truth.size() * labels);
  double sum = 0;
  for (std::size_t row = 0; row < truth.size(); row++) {
    assert(truth[row] < labels);
    const auto clipped = [&](std::size_t label) {
      return std::clamp(static_cast<double>(probabilities[row * labels + label]), kProbabilityClip,
                        1 - kProbabilityClip);
    };
    double whole = 0;
    for (std::size_t label = 0; label < labels; label++) whole += clipped(label);
    sum -= std::log(clipped(truth[row]) / whole);
  }
  return ratio(sum, static_cast<double>(truth.size()));
}

std::vector<std::size_t> confusion_matrix(std::span<const std::size_t> truth, std::span<const std::size_t> guess,
                                          std::size_t labels) {
  assert(truth.size() == guess.size());
  std::vector<std::size_t> confusion(labels * labels, 0);
  for (std::size_t row = 0; row < truth.size(); row++) {
    assert(truth[row] < labels && guess[row] < labels);
    confusion[truth[row] * labels + guess[row]]++;
  }
  return confusion;
}

std::vector<double> row_normalized(std::span<const std::size_t> confusion, std::size_t labels) {
  assert(confusion.size() == labels * labels);
  std::vector<double> shares;
  shares.reserve(confusion.size());
  for (std::size_t label = 0; label < labels; label++) {
    const std::span<const std::size_t> row = confusion.subspan(label * labels, labels);
    double support = 0;
    for (const std::size_t count : row) support += static_cast<double>(count);
    for (const std::size_t count : row) shares.push_back(ratio(static_cast<double>(count), support));
  }
  return shares;
}

std::vector<ClassScore> class_scores(std::span<const std::size_t> confusion, std::size_t labels) {
  assert(confusion.size() == labels * labels);
  std::vector<ClassScore> scores(labels);
  for (std::size_t label = 0; label < labels; label++) {
    std::size_t support = 0, guessed = 0;
    for (std::size_t other = 0; other < labels; other++) {
      support += confusion[label * labels + other];
      guessed += confusion[other * labels + label];
    }
    const auto right = static_cast<double>(confusion[label * labels + label]);
    ClassScore& score = scores[label];
    score.precision = ratio(right, static_cast<double>(guessed));
    score.recall = ratio(right, static_cast<double>(support));
    score.f1 = ratio(2 * score.precision * score.recall, score.precision + score.recall);
    score.support = support;
  }
  return scores;
}

ClassScore macro_average(std::span<const ClassScore> scores) {
  return mean_score(
      scores, [](const ClassScore&) { return 1.0; }, static_cast<double>(scores.size()));
}

ClassScore weighted_average(std::span<const ClassScore> scores) {
  double rows = 0;
  for (const ClassScore& score : scores) rows += static_cast<double>(score.support);
  return mean_score(
      scores, [](const ClassScore& score) { return static_cast<double>(score.support); }, rows);
}

double matthews_correlation(std::span<const std::size_t> confusion, std::size_t labels) {
  const Agreement sums = agreement(confusion, labels);
  const double squared_rows = sums.rows * sums.rows;
  const double spread = std::sqrt((squared_rows - sums.truth_squares) * (squared_rows - sums.guess_squares));
  return ratio(sums.right * sums.rows - sums.by_chance, spread);
}

double cohen_kappa(std::span<const std::size_t> confusion, std::size_t labels) {
  const Agreement sums = agreement(confusion, labels);
  if (sums.rows == 0) return 0;
  const double chance_disagreement = sums.rows - sums.by_chance / sums.rows;
  if (!(chance_disagreement > 0)) return std::numeric_limits<double>::quiet_NaN();
  return 1 - (sums.rows - sums.right) / chance_disagreement;
}

}  // namespace genrelens
