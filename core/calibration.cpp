#include "core/calibration.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace genrelens {

std::vector<ReliabilityBin> reliability_table(std::span<const std::size_t> truth, std::span<const float> probabilities,
                                              std::size_t labels, std::size_t bins) {
  assert(probabilities.size() == truth.size() * labels && labels > 0 && bins > 0);
  std::vector<ReliabilityBin> table(bins);
  for (std::size_t row = 0; row < truth.size(); row++) {
    const std::span<const float> of_row = probabilities.subspan(row * labels, labels);
    const auto highest = std::max_element(of_row.begin(), of_row.end());
    // Bin b holds (b / bins, (b + 1) / bins]; the product is exact in double, so an edge falls where it should.
    const double edge = std::ceil(static_cast<double>(*highest) * static_cast<double>(bins)) - 1;
    ReliabilityBin& bin = table[edge > 0 ? static_cast<std::size_t>(std::min(edge, static_cast<double>(bins - 1))) : 0];
    bin.rows++;
    bin.confidence += static_cast<double>(*highest);
    bin.accuracy += static_cast<std::size_t>(highest - of_row.begin()) == truth[row] ? 1.0 : 0.0;
  }
  for (std::size_t b = 0; b < bins; b++) {
    ReliabilityBin& bin = table[b];
    bin.low = static_cast<double>(b) / static_cast<double>(bins);
    bin.high = static_cast<double>(b + 1) / static_cast<double>(bins);
    if (bin.rows == 0) continue;
    bin.confidence /= static_cast<double>(bin.rows);
    bin.accuracy /= static_cast<double>(bin.rows);
  }
  return table;
}

double expected_calibration_error(std::span<const ReliabilityBin> table) {
  double sum = 0, rows = 0;
  for (const ReliabilityBin& bin : table) {
    sum += std::abs(bin.accuracy - bin.confidence) * static_cast<double>(bin.rows);
    rows += static_cast<double>(bin.rows);
  }
  return rows > 0 ? sum / rows : 0.0;
}

double expected_calibration_error(std::span<const std::size_t> truth, std::span<const float> probabilities,
                                  std::size_t labels, std::size_t bins) {
  return expected_calibration_error(reliability_table(truth, probabilities, labels, bins));
}

double accuracy_at_coverage(std::span<const std::size_t> truth, std::span<const float> probabilities,
                            std::size_t labels, double coverage) {
  assert(probabilities.size() == truth.size() * labels && coverage > 0 && coverage <= 1);
  struct Row {
    float confidence;
    std::size_t number;
    bool right;
  };
  std::vector<Row> rows;
  for (std::size_t row = 0; row < truth.size(); row++) {
    const std::span<const float> of_row = probabilities.subspan(row * labels, labels);
    const auto highest = std::max_element(of_row.begin(), of_row.end());
    const bool right = static_cast<std::size_t>(highest - of_row.begin()) == truth[row];
    rows.push_back({std::isnan(*highest) ? -1.0F : *highest, row, right});
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return a.confidence != b.confidence ? a.confidence > b.confidence : a.number < b.number;
  });
  const double covered = coverage * static_cast<double>(rows.size());
  double right = 0;
  for (std::size_t row = 0; row < rows.size(); row++) {
    const double part = std::clamp(covered - static_cast<double>(row), 0.0, 1.0);
    right += rows[row].right ? part : 0;
  }
  return rows.empty() ? 0.0 : right / covered;
}

double brier_score(std::span<const std::size_t> truth, std::span<const float> probabilities, std::size_t labels) {
  assert(probabilities.size() == truth.size() * labels);
  double sum = 0;
  for (std::size_t row = 0; row < truth.size(); row++) {
    assert(truth[row] < labels);
    for (std::size_t label = 0; label < labels; label++) {
      const double difference =
          static_cast<double>(probabilities[row * labels + label]) - (label == truth[row] ? 1.0 : 0.0);
      sum += difference * difference;
    }
  }
  return truth.empty() ? 0.0 : sum / static_cast<double>(truth.size());
}

}  // namespace genrelens
