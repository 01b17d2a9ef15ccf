#include "core/metrics.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "core/random.h"

namespace genrelens {
namespace {

constexpr double kProbabilityClip = 1e-15;  // of log_loss

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0.0; }

// Position `rank` of sorted values, 0…size − 1, linear between neighbours; from the nearer one, as numpy's _lerp.
double interpolated(std::span<const double> sorted, double rank) {
  const auto below = static_cast<std::size_t>(rank);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double share = rank - static_cast<double>(below);
  const double difference = sorted[above] - sorted[below];
  return share < 0.5 ? sorted[below] + difference * share : sorted[above] - difference * (1 - share);
}

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

}  // namespace

double accuracy_score(std::span<const std::size_t> truth, std::span<const std::size_t> guess) {
  assert(truth.size() == guess.size());
  std::size_t right = 0;
  for (std::size_t row = 0; row < truth.size(); row++) right += truth[row] == guess[row] ? 1 : 0;
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

double expected_calibration_error(std::span<const std::size_t> truth, std::span<const float> probabilities,
                                  std::size_t labels, std::size_t bins) {
  assert(probabilities.size() == truth.size() * labels && labels > 0 && bins > 0);
  std::vector<double> right(bins, 0.0), confidence(bins, 0.0);
  for (std::size_t row = 0; row < truth.size(); row++) {
    const auto first = probabilities.begin() + static_cast<std::ptrdiff_t>(row * labels);
    const auto highest = std::max_element(first, first + static_cast<std::ptrdiff_t>(labels));
    // Bin b holds (b / bins, (b + 1) / bins]; the product is exact in double, so an edge falls where it should.
    const double edge = std::ceil(static_cast<double>(*highest) * static_cast<double>(bins)) - 1;
    const auto bin = edge > 0 ? std::min(static_cast<std::size_t>(edge), bins - 1) : 0;
    right[bin] += static_cast<std::size_t>(highest - first) == truth[row] ? 1.0 : 0.0;
    confidence[bin] += *highest;
  }
  double sum = 0;
  for (std::size_t bin = 0; bin < bins; bin++) sum += std::abs(right[bin] - confidence[bin]);
  return ratio(sum, static_cast<double>(truth.size()));
}

Interval bootstrap(std::size_t rows, const std::function<double(std::span<const std::size_t>)>& statistic,
                   const BootstrapOptions& options) {
  assert(options.resamples > 0 && options.confidence >= 0 && options.confidence <= 1);
  if (rows == 0) return {};
  Random random(options.seed);
  std::vector<std::size_t> drawn(rows);
  std::vector<double> values;
  for (std::size_t resample = 0; resample < options.resamples; resample++) {
    for (std::size_t& row : drawn) row = static_cast<std::size_t>(random.below(rows));
    values.push_back(statistic(drawn));
    if (std::isnan(values.back())) {
      const double none = std::numeric_limits<double>::quiet_NaN();
      return {none, none};
    }
  }
  std::sort(values.begin(), values.end());
  const auto last = static_cast<double>(values.size() - 1);
  const double outside = (1 - options.confidence) / 2;
  return {interpolated(values, outside * last), interpolated(values, (1 - outside) * last)};
}

}  // namespace genrelens
