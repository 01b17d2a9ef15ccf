#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/curve.h"
#include "tests/golden_metrics.h"

using namespace genrelens;

namespace {

using Rows = std::vector<std::size_t>;
using Values = std::vector<double>;

const golden::Fixture* const kFixtures[] = {&golden::kPlain, &golden::kTied};

doctest::Approx near(double value) { return doctest::Approx(value).epsilon(1e-13); }

void check_values(const Values& values, const Values& expected) {
  REQUIRE(values.size() == expected.size());
  for (std::size_t i = 0; i < values.size(); i++) {
    CAPTURE(i);
    CHECK(values[i] == near(expected[i]));
  }
}

void check_area(double area, double expected) {
  if (std::isnan(expected)) {
    CHECK(std::isnan(area));
  } else {
    CHECK(area == near(expected));
  }
}

// Two labels, of which label 1 has these probabilities.
std::vector<float> against_one(const std::vector<float>& scores) {
  std::vector<float> probabilities;
  for (const float score : scores) probabilities.insert(probabilities.end(), {1 - score, score});
  return probabilities;
}

}  // namespace

TEST_CASE("curves equal the reference's, point by point") {
  for (const golden::Fixture* fixture : kFixtures) {
    for (std::size_t label = 0; label < fixture->labels; label++) {  // kPlain: label 4 is never true
      CAPTURE(label);
      const RocCurve roc = roc_curve(fixture->truth, fixture->probabilities, fixture->labels, label);
      check_values(roc.false_positive_rate, fixture->roc[label].x);
      check_values(roc.true_positive_rate, fixture->roc[label].y);
      check_values(roc.thresholds, fixture->roc[label].thresholds);
      check_area(roc_auc(roc), fixture->roc_auc[label]);

      const PrecisionRecallCurve curve =
          precision_recall_curve(fixture->truth, fixture->probabilities, fixture->labels, label);
      check_values(curve.precision, fixture->precision_recall[label].x);
      check_values(curve.recall, fixture->precision_recall[label].y);
      check_values(curve.thresholds, fixture->precision_recall[label].thresholds);
      check_area(average_precision(curve), fixture->average_precision[label]);
    }
  }
}

TEST_CASE("areas of the labels and their averages equal the reference's") {
  for (const golden::Fixture* fixture : kFixtures) {
    const std::vector<CurveAreas> areas = curve_areas(fixture->truth, fixture->probabilities, fixture->labels);
    REQUIRE(areas.size() == fixture->labels);
    for (std::size_t label = 0; label < fixture->labels; label++) {
      CAPTURE(label);
      check_area(areas[label].roc_auc, fixture->roc_auc[label]);
      check_area(areas[label].average_precision, fixture->average_precision[label]);
      CHECK(areas[label].support == fixture->support[label]);
    }
    const CurveAreas macro = macro_average(areas), weighted = weighted_average(areas);
    check_area(macro.roc_auc, fixture->macro_areas[0]);
    check_area(macro.average_precision, fixture->macro_areas[1]);
    CHECK(macro.support == fixture->truth.size());
    check_area(weighted.roc_auc, fixture->weighted_areas[0]);
    check_area(weighted.average_precision, fixture->weighted_areas[1]);
    CHECK(weighted.support == fixture->truth.size());
  }
}

TEST_CASE("the four rows of scikit-learn's manual") {
  const Rows truth = {0, 0, 1, 1};
  const std::vector<float> probabilities = against_one({0.125f, 0.375f, 0.25f, 0.75f});
  const RocCurve roc = roc_curve(truth, probabilities, 2, 1);
  CHECK(roc.false_positive_rate == Values{0, 0, 0.5, 0.5, 1});
  CHECK(roc.true_positive_rate == Values{0, 0.5, 0.5, 1, 1});
  CHECK(roc.thresholds == Values{1.75, 0.75, 0.375, 0.25, 0.125});
  CHECK(roc_auc(roc) == 0.75);
  CHECK(average_precision(precision_recall_curve(truth, probabilities, 2, 1)) == near(0.5 + 0.5 * 2 / 3));
}

TEST_CASE("rows of equal probability pass together, in whatever order they come") {
  const RocCurve all_tied = roc_curve(Rows{0, 1, 0, 1}, against_one({0.5f, 0.5f, 0.5f, 0.5f}), 2, 1);
  CHECK(all_tied.false_positive_rate == Values{0, 1});
  CHECK(all_tied.true_positive_rate == Values{0, 1});
  CHECK(roc_auc(all_tied) == 0.5);
  const std::vector<float> scores = {0.25f, 0.75f, 0.25f, 0.75f};
  const Rows one_order = {1, 1, 0, 0}, other_order = {0, 0, 1, 1};
  const auto average_precision_of = [&](const Rows& truth) {
    return average_precision(precision_recall_curve(truth, against_one(scores), 2, 1));
  };
  CHECK(average_precision_of(one_order) == 0.5);
  CHECK(average_precision_of(other_order) == 0.5);
}

TEST_CASE("points on a straight run are left out") {
  const RocCurve curve =
      roc_curve(Rows{1, 1, 1, 0, 0, 0}, against_one({0.75f, 0.625f, 0.5f, 0.375f, 0.25f, 0.125f}), 2, 1);
  CHECK(curve.thresholds == Values{1.75, 0.75, 0.5, 0.125});
  CHECK(roc_auc(curve) == 1);
}

TEST_CASE("no rows") {
  const RocCurve roc = roc_curve({}, {}, 2, 1);
  CHECK(roc.false_positive_rate.empty());
  CHECK(roc.true_positive_rate.empty());
  CHECK(roc.thresholds.empty());
  CHECK(std::isnan(roc_auc(roc)));
  const PrecisionRecallCurve curve = precision_recall_curve({}, {}, 2, 1);
  CHECK(curve.precision.empty());
  CHECK(curve.recall.empty());
  CHECK(curve.thresholds.empty());
  CHECK(average_precision(curve) == 0);
  for (const std::size_t labels : {0u, 2u}) {
    const std::vector<CurveAreas> areas = curve_areas({}, {}, labels);
    CHECK(areas.size() == labels);
    for (const CurveAreas& mean : {macro_average(areas), weighted_average(areas)}) {
      CHECK(std::isnan(mean.roc_auc));
      CHECK(mean.average_precision == 0);
      CHECK(mean.support == 0);
    }
  }
}

TEST_CASE("one row, so that one label is absent and the other is all there is") {
  const Rows truth = {1};
  const std::vector<float> probabilities = {0.5f, 0.5f};
  for (const std::size_t label : {0u, 1u}) {
    CAPTURE(label);
    CHECK(roc_curve(truth, probabilities, 2, label).thresholds.empty());
    const PrecisionRecallCurve curve = precision_recall_curve(truth, probabilities, 2, label);
    const double found = label == 1 ? 1 : 0;
    CHECK(curve.precision == Values{found, 1});
    CHECK(curve.recall == Values{1, 0});
    CHECK(curve.thresholds == Values{0.5});
    CHECK(average_precision(curve) == found);
  }
  const std::vector<CurveAreas> areas = curve_areas(truth, probabilities, 2);
  CHECK(std::isnan(macro_average(areas).roc_auc));
  CHECK(std::isnan(weighted_average(areas).roc_auc));
  CHECK(macro_average(areas).average_precision == 0.5);
  CHECK(weighted_average(areas).average_precision == 1);
}

TEST_CASE("a NaN empties the curves of its label alone") {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  const Rows truth = {0, 1, 1};
  const std::vector<float> probabilities = {kNan, 0.25f, 0.5f, 0.5f, 0.25f, 0.75f};
  CHECK(roc_curve(truth, probabilities, 2, 0).thresholds.empty());
  CHECK(precision_recall_curve(truth, probabilities, 2, 0).thresholds.empty());
  const std::vector<CurveAreas> areas = curve_areas(truth, probabilities, 2);
  CHECK(std::isnan(areas[0].roc_auc));
  CHECK(areas[0].average_precision == 0);
  CHECK(areas[1].roc_auc == 1);
  CHECK(macro_average(areas).roc_auc == 1);
}
