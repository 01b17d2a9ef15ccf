#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/calibration.h"
#include "tests/golden_metrics.h"

using namespace genrelens;

namespace {

using Rows = std::vector<std::size_t>;

doctest::Approx near(double value) { return doctest::Approx(value).epsilon(1e-13); }

// The reference leaves the empty bins out.
void check_table(const std::vector<ReliabilityBin>& table, const Rows& rows, const std::vector<double>& accuracy,
                 const std::vector<double>& confidence) {
  std::size_t filled = 0;
  for (std::size_t b = 0; b < table.size(); b++) {
    CAPTURE(b);
    const ReliabilityBin& bin = table[b];
    CHECK(bin.low == near(static_cast<double>(b) / static_cast<double>(table.size())));
    CHECK(bin.high == near(static_cast<double>(b + 1) / static_cast<double>(table.size())));
    if (bin.rows == 0) {
      CHECK(bin.accuracy == 0);
      CHECK(bin.confidence == 0);
      continue;
    }
    REQUIRE(filled < rows.size());
    CHECK(bin.rows == rows[filled]);
    CHECK(bin.accuracy == near(accuracy[filled]));
    CHECK(bin.confidence == near(confidence[filled]));
    CHECK(bin.confidence > bin.low);
    CHECK(bin.confidence <= bin.high);
    filled++;
  }
  CHECK(filled == rows.size());
}

}  // namespace

TEST_CASE("reliability, calibration error and Brier score equal the reference's") {
  for (const golden::Fixture* fixture : {&golden::kPlain, &golden::kTied}) {
    const auto table = [fixture](std::size_t bins) {
      return reliability_table(fixture->truth, fixture->probabilities, fixture->labels, bins);
    };
    REQUIRE(table(10).size() == 10);
    REQUIRE(table(15).size() == 15);
    check_table(table(10), fixture->bin_rows10, fixture->bin_accuracy10, fixture->bin_confidence10);
    check_table(table(15), fixture->bin_rows15, fixture->bin_accuracy15, fixture->bin_confidence15);
    CHECK(expected_calibration_error(table(10)) == near(fixture->calibration_error10));
    CHECK(expected_calibration_error(table(15)) == near(fixture->calibration_error15));
    CHECK(expected_calibration_error(fixture->truth, fixture->probabilities, fixture->labels) ==
          expected_calibration_error(table(15)));
    CHECK(brier_score(fixture->truth, fixture->probabilities, fixture->labels) == near(fixture->brier));
  }
}

TEST_CASE("no rows") {
  CHECK(expected_calibration_error({}, {}, 3) == 0);
  CHECK(expected_calibration_error({}) == 0);
  CHECK(brier_score({}, {}, 3) == 0);
  const std::vector<ReliabilityBin> table = reliability_table({}, {}, 3, 2);
  REQUIRE(table.size() == 2);
  CHECK(table[1].rows == 0);
  CHECK(table[1].low == 0.5);
  CHECK(table[1].high == 1);
}

TEST_CASE("one row") {
  const Rows one = {1}, other = {0};
  const std::vector<float> certain = {0, 1}, wrong = {1, 0}, half = {0.5f, 0.5f};
  CHECK(expected_calibration_error(one, certain, 2) == 0);
  CHECK(expected_calibration_error(one, wrong, 2) == 1);
  CHECK(expected_calibration_error(one, half, 2) == 0.5);    // a tie: the first label is the guess
  CHECK(expected_calibration_error(other, half, 2) == 0.5);  // right, with confidence 0.5
  CHECK(reliability_table(one, half, 2, 1)[0].accuracy == 0);
  CHECK(reliability_table(other, half, 2, 1)[0].accuracy == 1);
  CHECK(brier_score(one, certain, 2) == 0);
  CHECK(brier_score(one, wrong, 2) == 2);
  CHECK(brier_score(one, half, 2) == 0.5);
}

TEST_CASE("bins include their upper edge") {
  // Confidences 0.5 and 0.75 lie in bins 2 and 3 of four, (0.25, 0.5] and (0.5, 0.75]: if 0.5 fell into the upper
  // bin, one right and one wrong row would partly cancel.
  const Rows truth = {0, 1};
  const std::vector<float> probabilities = {0.5f, 0.25f, 0.25f, 0.75f, 0.125f, 0.125f};
  CHECK(expected_calibration_error(truth, probabilities, 3, 4) == doctest::Approx((0.5 + 0.75) / 2));
  const std::vector<ReliabilityBin> table = reliability_table(truth, probabilities, 3, 4);
  for (const std::size_t bin : {1u, 2u}) CHECK(table[bin].rows == 1);
}

TEST_CASE("values that are no probabilities stay within the bins") {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  const Rows truth = {0};
  CHECK(reliability_table(truth, std::vector<float>{0, 0}, 2, 4)[0].rows == 1);
  CHECK(reliability_table(truth, std::vector<float>{kInfinity, 0}, 2, 4)[3].rows == 1);
  CHECK(reliability_table(truth, std::vector<float>{kNan, kNan}, 2, 4)[0].rows == 1);
  CHECK(std::isnan(expected_calibration_error(truth, std::vector<float>{kNan, kNan}, 2)));
  CHECK(std::isnan(brier_score(truth, std::vector<float>{kNan, kNan}, 2)));
}

TEST_CASE("the surest rows come first, as many as are covered") {
  const std::vector<std::size_t> truth = {0, 1, 0, 1};
  const std::vector<float> probabilities = {0.9f, 0.1f, 0.8f, 0.2f,
                                            0.6f, 0.4f, 0.3f, 0.7f};  // right but for the second
  CHECK(accuracy_at_coverage(truth, probabilities, 2, 0.25) == 1);
  CHECK(accuracy_at_coverage(truth, probabilities, 2, 0.4) == doctest::Approx(1 / 1.6));  // the second in part
  CHECK(accuracy_at_coverage(truth, probabilities, 2, 0.75) == doctest::Approx(2.0 / 3));
  CHECK(accuracy_at_coverage(truth, probabilities, 2, 1) == 0.75);
  CHECK(accuracy_at_coverage({}, {}, 2, 0.5) == 0);
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> broken = {kNan, kNan, 0.8f, 0.2f, 0.6f, 0.4f, 0.3f, 0.7f};
  CHECK(accuracy_at_coverage(truth, broken, 2, 0.25) == 0);  // what is no number is never sure
}
