#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "core/metrics.h"
#include "tests/golden_metrics.h"

using namespace genrelens;

namespace {

using Rows = std::vector<std::size_t>;

doctest::Approx near(double value) { return doctest::Approx(value).epsilon(1e-13); }

double golden_accuracy_of(std::span<const std::size_t> rows) {
  Rows truth, guess;
  for (const std::size_t row : rows) {
    truth.push_back(golden::kTruth[row]);
    guess.push_back(golden::kGuess[row]);
  }
  return accuracy_score(truth, guess);
}

}  // namespace

TEST_CASE("accuracy, log loss and calibration error equal the reference's") {
  CHECK(accuracy_score(golden::kTruth, golden::kGuess) == near(golden::kAccuracy));
  CHECK(log_loss(golden::kTruth, golden::kProbabilities, golden::kLabels) == near(golden::kLogLoss));
  const auto calibration_error = [](std::size_t bins) {
    return expected_calibration_error(golden::kTruth, golden::kProbabilities, golden::kLabels, bins);
  };
  CHECK(calibration_error(15) == near(golden::kCalibrationError15));
  CHECK(calibration_error(10) == near(golden::kCalibrationError10));
}

TEST_CASE("scores of each label and their averages equal the reference's") {
  const Rows confusion = confusion_matrix(golden::kTruth, golden::kGuess, golden::kLabels);
  CHECK(confusion == Rows(golden::kConfusion.begin(), golden::kConfusion.end()));

  const std::vector<ClassScore> scores = class_scores(confusion, golden::kLabels);
  REQUIRE(scores.size() == golden::kLabels);
  for (std::size_t label = 0; label < golden::kLabels; label++) {  // label 3 is never guessed, label 4 never true
    CHECK(scores[label].precision == near(golden::kPrecision[label]));
    CHECK(scores[label].recall == near(golden::kRecall[label]));
    CHECK(scores[label].f1 == near(golden::kF1[label]));
    CHECK(scores[label].support == golden::kSupport[label]);
  }
  const ClassScore macro = macro_average(scores), weighted = weighted_average(scores);
  CHECK(macro.precision == near(golden::kMacro[0]));
  CHECK(macro.recall == near(golden::kMacro[1]));
  CHECK(macro.f1 == near(golden::kMacro[2]));
  CHECK(macro.support == golden::kTruth.size());
  CHECK(weighted.precision == near(golden::kWeighted[0]));
  CHECK(weighted.recall == near(golden::kWeighted[1]));
  CHECK(weighted.f1 == near(golden::kWeighted[2]));
  CHECK(weighted.support == golden::kTruth.size());
}

TEST_CASE("bootstrap equals the reference's, with the same rows drawn") {
  const Interval wide = bootstrap(golden::kTruth.size(), golden_accuracy_of, {.resamples = 400, .seed = 7});
  CHECK(wide.low == near(golden::kInterval95[0]));
  CHECK(wide.high == near(golden::kInterval95[1]));
  const Interval narrow =
      bootstrap(golden::kTruth.size(), golden_accuracy_of, {.resamples = 101, .confidence = 0.8, .seed = 8});
  CHECK(narrow.low == near(golden::kInterval80[0]));
  CHECK(narrow.high == near(golden::kInterval80[1]));
}

TEST_CASE("no rows") {
  CHECK(accuracy_score({}, {}) == 0);
  CHECK(log_loss({}, {}, 3) == 0);
  CHECK(expected_calibration_error({}, {}, 3) == 0);
  CHECK(confusion_matrix({}, {}, 2) == Rows{0, 0, 0, 0});
  CHECK(class_scores({}, 0).empty());
  const ClassScore none = macro_average({});
  CHECK(none.f1 == 0);
  const ClassScore weighted = weighted_average(class_scores(Rows{0, 0, 0, 0}, 2));
  CHECK(weighted.f1 == 0);
  CHECK(weighted.support == 0);
  const Interval interval = bootstrap(0, [](std::span<const std::size_t>) { return 1.0; }, {});
  CHECK(interval.low == 0);
  CHECK(interval.high == 0);
}

TEST_CASE("one row") {
  const Rows one = {1}, other = {0};
  CHECK(accuracy_score(one, one) == 1);
  CHECK(accuracy_score(one, other) == 0);
  const std::vector<float> certain = {0, 1}, wrong = {1, 0}, half = {0.5f, 0.5f};
  CHECK(log_loss(one, certain, 2) == doctest::Approx(0).epsilon(1e-12));
  CHECK(log_loss(one, wrong, 2) == doctest::Approx(-std::log(1e-15)));
  CHECK(expected_calibration_error(one, certain, 2) == 0);
  CHECK(expected_calibration_error(one, wrong, 2) == 1);
  CHECK(expected_calibration_error(one, half, 2) == 0.5);    // a tie: the first label is the guess
  CHECK(expected_calibration_error(other, half, 2) == 0.5);  // right, with confidence 0.5
  const Interval interval =
      bootstrap(1, [](std::span<const std::size_t> rows) { return rows[0] == 0 ? 3.0 : 4.0; }, {});
  CHECK(interval.low == 3);
  CHECK(interval.high == 3);
}

TEST_CASE("bins of the calibration error include their upper edge") {
  // Confidences 0.5 and 0.75 lie in bins 2 and 3 of four, (0.25, 0.5] and (0.5, 0.75]: if 0.5 fell into the upper
  // bin, one right and one wrong row would partly cancel.
  const Rows truth = {0, 1};
  const std::vector<float> probabilities = {0.5f, 0.25f, 0.25f, 0.75f, 0.125f, 0.125f};
  CHECK(expected_calibration_error(truth, probabilities, 3, 4) == doctest::Approx((0.5 + 0.75) / 2));
}

TEST_CASE("bootstrap: percentiles interpolate, every row can be drawn, the seed decides") {
  int calls = 0;
  const auto counter = [&](std::span<const std::size_t>) { return static_cast<double>(calls++); };
  const Interval interval = bootstrap(5, counter, {.resamples = 11, .confidence = 0.5});  // 0 … 10: ranks 2.5 and 7.5
  CHECK(interval.low == 2.5);
  CHECK(interval.high == 7.5);

  Rows seen(5, 0);
  const auto sum = [&](std::span<const std::size_t> rows) {
    for (const std::size_t row : rows) seen.at(row)++;
    return static_cast<double>(std::accumulate(rows.begin(), rows.end(), std::size_t{0}));
  };
  const Interval first = bootstrap(5, sum, {.resamples = 50, .seed = 1});
  for (const std::size_t count : seen) CHECK(count > 0);
  const Interval same = bootstrap(5, sum, {.resamples = 50, .seed = 1});
  const Interval other = bootstrap(5, sum, {.resamples = 50, .seed = 3});
  CHECK(first.low == same.low);
  CHECK(first.high == same.high);
  CHECK((first.low != other.low || first.high != other.high));

  const auto undefined = [](std::span<const std::size_t>) { return std::numeric_limits<double>::quiet_NaN(); };
  CHECK(std::isnan(bootstrap(5, undefined, {.resamples = 3}).low));
}
