#include "core/curve.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace genrelens {
namespace {

struct ScoredRow {
  float score = 0;
  bool positive = false;  // of the label
};

// What reaches a threshold.
struct Passed {
  double threshold = 0;
  double true_positives = 0;
  double false_positives = 0;
};

// One point a different score, the highest first; the last one holds all rows. Empty if a score is NaN.
std::vector<Passed> passed_rows(std::span<const std::size_t> truth, std::span<const float> probabilities,
                                std::size_t labels, std::size_t label) {
  assert(probabilities.size() == truth.size() * labels && label < labels);
  std::vector<ScoredRow> rows;
  rows.reserve(truth.size());
  for (std::size_t row = 0; row < truth.size(); row++) {
    rows.push_back({probabilities[row * labels + label], truth[row] == label});
    if (std::isnan(rows.back().score)) return {};
  }
  std::sort(rows.begin(), rows.end(), [](const ScoredRow& a, const ScoredRow& b) { return a.score > b.score; });
  std::vector<Passed> points;
  Passed sum;
  for (std::size_t i = 0; i < rows.size(); i++) {
    (rows[i].positive ? sum.true_positives : sum.false_positives) += 1;
    sum.threshold = static_cast<double>(rows[i].score);
    const bool last_of_its_score = i + 1 == rows.size() || rows[i + 1].score != rows[i].score;
    if (last_of_its_score) points.push_back(sum);
  }
  return points;
}

// Whether the steps to and from `point` are the same: it lies on the line between its neighbours.
bool is_intermediate(const Passed& before, const Passed& point, const Passed& after) {
  return point.true_positives - before.true_positives == after.true_positives - point.true_positives &&
         point.false_positives - before.false_positives == after.false_positives - point.false_positives;
}

RocCurve roc_curve(std::span<const Passed> points) {
  RocCurve curve;
  if (points.empty() || points.back().true_positives == 0 || points.back().false_positives == 0) return curve;
  curve = {.false_positive_rate = {0}, .true_positive_rate = {0}, .thresholds = {points.front().threshold + 1}};
  for (std::size_t i = 0; i < points.size(); i++) {
    const bool inside = i > 0 && i + 1 < points.size();
    if (inside && is_intermediate(points[i - 1], points[i], points[i + 1])) continue;
    curve.false_positive_rate.push_back(points[i].false_positives / points.back().false_positives);
    curve.true_positive_rate.push_back(points[i].true_positives / points.back().true_positives);
    curve.thresholds.push_back(points[i].threshold);
  }
  return curve;
}

PrecisionRecallCurve precision_recall_curve(std::span<const Passed> points) {
  PrecisionRecallCurve curve;
  if (points.empty()) return curve;
  const double positives = points.back().true_positives;
  for (std::size_t i = points.size(); i-- > 0;) {
    curve.precision.push_back(points[i].true_positives / (points[i].true_positives + points[i].false_positives));
    curve.recall.push_back(positives > 0 ? points[i].true_positives / positives : 1);
    curve.thresholds.push_back(points[i].threshold);
  }
  curve.precision.push_back(1);
  curve.recall.push_back(0);
  return curve;
}

// Mean of the labels' areas, each times its weight. A label without a ROC curve is left out of that mean alone.
template <class Weight>
CurveAreas mean_areas(std::span<const CurveAreas> areas, Weight weight) {
  CurveAreas mean;
  double whole = 0, whole_with_roc = 0;
  for (const CurveAreas& area : areas) {
    whole += weight(area);
    mean.average_precision += weight(area) * area.average_precision;
    mean.support += area.support;
    if (std::isnan(area.roc_auc)) continue;
    whole_with_roc += weight(area);
    mean.roc_auc += weight(area) * area.roc_auc;
  }
  mean.average_precision = whole > 0 ? mean.average_precision / whole : 0.0;
  mean.roc_auc = whole_with_roc > 0 ? mean.roc_auc / whole_with_roc : std::numeric_limits<double>::quiet_NaN();
  return mean;
}

}  // namespace

RocCurve roc_curve(std::span<const std::size_t> truth, std::span<const float> probabilities, std::size_t labels,
                   std::size_t label) {
  return roc_curve(passed_rows(truth, probabilities, labels, label));
}

double roc_auc(const RocCurve& curve) {
  const std::vector<double>&x = curve.false_positive_rate, &y = curve.true_positive_rate;
  if (x.empty()) return std::numeric_limits<double>::quiet_NaN();
  double area = 0;
  for (std::size_t i = 1; i < x.size(); i++) area += (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2;
  return area;
}

PrecisionRecallCurve precision_recall_curve(std::span<const std::size_t> truth, std::span<const float> probabilities,
                                            std::size_t labels, std::size_t label) {
  return precision_recall_curve(passed_rows(truth, probabilities, labels, label));
}

double average_precision(const PrecisionRecallCurve& curve) {
  double area = 0;
  for (std::size_t i = 1; i < curve.recall.size(); i++) {
    area += (curve.recall[i - 1] - curve.recall[i]) * curve.precision[i - 1];
  }
  return area;
}

std::vector<CurveAreas> curve_areas(std::span<const std::size_t> truth, std::span<const float> probabilities,
                                    std::size_t labels) {
  std::vector<CurveAreas> areas;
  for (std::size_t label = 0; label < labels; label++) {
    const std::vector<Passed> points = passed_rows(truth, probabilities, labels, label);
    areas.push_back({.roc_auc = roc_auc(roc_curve(points)),
                     .average_precision = average_precision(precision_recall_curve(points)),
                     .support = static_cast<std::size_t>(std::count(truth.begin(), truth.end(), label))});
  }
  return areas;
}

CurveAreas macro_average(std::span<const CurveAreas> areas) {
  return mean_areas(areas, [](const CurveAreas&) { return 1.0; });
}

CurveAreas weighted_average(std::span<const CurveAreas> areas) {
  return mean_areas(areas, [](const CurveAreas& area) { return static_cast<double>(area.support); });
}

}  // namespace genrelens
