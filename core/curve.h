// How well one label's probability tells its rows from the rest, at every threshold. Equal to scikit-learn 1.2.
//
//   RocCurve curve = roc_curve(truth, probabilities, labels, label);       // what a plot draws
//   double area = roc_auc(curve);
//   std::vector<CurveAreas> areas = curve_areas(truth, probabilities, labels);
//   double macro = macro_average(areas).roc_auc;                           // one against the rest
//
// truth: label indices, one a row; probabilities: (rows, labels). Rows of equal probability pass a threshold together.
// A probability that is NaN, where scikit-learn raises, makes the curves of its label empty.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace genrelens {

// Points from (0, 0) to (1, 1). Those that only continue a step or a straight run of them are left out
// (drop_intermediate). Empty where no row or every row is of the label: scikit-learn warns and one rate is NaN.
struct RocCurve {
  std::vector<double> false_positive_rate;
  std::vector<double> true_positive_rate;
  std::vector<double> thresholds;  // falling; first the highest probability + 1, which nothing passes
};

RocCurve roc_curve(std::span<const std::size_t> truth, std::span<const float> probabilities, std::size_t labels,
                   std::size_t label);

// Area by trapezoids, which counts a tie as half; NaN for an empty curve, where scikit-learn raises.
double roc_auc(const RocCurve& curve);

// Recall falls from 1 to 0, and the last point is precision 1, recall 0, of no threshold: thresholds has one element
// less. Where no row is of the label, the recall is 1 at every threshold (scikit-learn warns). Empty for no rows, where
// scikit-learn raises.
struct PrecisionRecallCurve {
  std::vector<double> precision;
  std::vector<double> recall;
  std::vector<double> thresholds;  // rising
};

PrecisionRecallCurve precision_recall_curve(std::span<const std::size_t> truth, std::span<const float> probabilities,
                                            std::size_t labels, std::size_t label);

// Area under the steps: the sum of precision × the recall gained, without interpolation. 0 where no row is of the
// label, for an empty curve too.
double average_precision(const PrecisionRecallCurve& curve);

struct CurveAreas {
  double roc_auc = 0;            // NaN where no row or every row is of the label
  double average_precision = 0;  // 0 where no row is of the label
  std::size_t support = 0;
};

// One a label, each against the rest.
std::vector<CurveAreas> curve_areas(std::span<const std::size_t> truth, std::span<const float> probabilities,
                                    std::size_t labels);

// Unweighted mean over the labels; support is the sum. roc_auc is the mean over the labels that have one, NaN if none
// has, where scikit-learn raises as soon as one lacks it; average_precision is over all, 0 for no labels.
CurveAreas macro_average(std::span<const CurveAreas> areas);

// Mean weighted with the support, else as macro_average; average_precision is 0 for no rows.
CurveAreas weighted_average(std::span<const CurveAreas> areas);

}  // namespace genrelens
