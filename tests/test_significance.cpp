#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "core/metrics.h"
#include "core/significance.h"
#include "tests/golden_metrics.h"

using namespace genrelens;

namespace {

using Rows = std::vector<std::size_t>;

doctest::Approx near(double value) { return doctest::Approx(value).epsilon(1e-13); }

// Relative: p-values are small, and Approx adds 1 to what it compares with.
bool equal_to_12_digits(double value, double expected) { return std::abs(value - expected) <= 1e-12 * expected; }

double golden_accuracy_of(std::span<const std::size_t> rows) {
  Rows truth, guess;
  for (const std::size_t row : rows) {
    truth.push_back(golden::kPlain.truth[row]);
    guess.push_back(golden::kPlain.guess[row]);
  }
  return accuracy_score(truth, guess);
}

}  // namespace

TEST_CASE("bootstrap equals the reference's, with the same rows drawn") {
  const std::size_t rows = golden::kPlain.truth.size();
  const Interval wide = bootstrap(rows, golden_accuracy_of, {.resamples = 400, .seed = 7});
  CHECK(wide.low == near(golden::kInterval95[0]));
  CHECK(wide.high == near(golden::kInterval95[1]));
  const Interval narrow = bootstrap(rows, golden_accuracy_of, {.resamples = 101, .confidence = 0.8, .seed = 8});
  CHECK(narrow.low == near(golden::kInterval80[0]));
  CHECK(narrow.high == near(golden::kInterval80[1]));
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

TEST_CASE("bootstrap of no rows and of one") {
  const Interval none = bootstrap(0, [](std::span<const std::size_t>) { return 1.0; }, {});
  CHECK(none.low == 0);
  CHECK(none.high == 0);
  const Interval one = bootstrap(1, [](std::span<const std::size_t> rows) { return rows[0] == 0 ? 3.0 : 4.0; }, {});
  CHECK(one.low == 3);
  CHECK(one.high == 3);
}

TEST_CASE("the interval of a share equals scipy's") {
  for (const golden::Wilson& expected : golden::kWilson) {
    CAPTURE(expected.right);
    const Interval interval = wilson_interval(expected.right, expected.all);
    CHECK(interval.low == doctest::Approx(expected.low).epsilon(1e-12));
    CHECK(interval.high == doctest::Approx(expected.high).epsilon(1e-12));
  }
}

TEST_CASE("McNemar's test equals scipy's binomial test and chi-square") {
  for (const golden::McNemar& expected : golden::kMcNemar) {
    CAPTURE(expected.first);
    CAPTURE(expected.second);
    const McNemarTest test = mcnemar_test(expected.first, expected.second);
    CHECK(test.only_first_right == expected.first);
    CHECK(test.only_second_right == expected.second);
    CHECK((test.method == McNemarMethod::exact_binomial) == expected.exact);
    CHECK(equal_to_12_digits(test.statistic, expected.statistic));
    CHECK(equal_to_12_digits(test.p_value, expected.p_value));
    CHECK(mcnemar_test(expected.second, expected.first).p_value == test.p_value);
  }
}

TEST_CASE("McNemar's test counts the rows of which one run is right and the other wrong") {
  const Rows truth = {0, 1, 2, 0, 1, 2, 0}, first = {0, 1, 2, 0, 0, 0, 1}, second = {0, 0, 0, 1, 1, 1, 1};
  const McNemarTest test = mcnemar_test(truth, first, second);
  CHECK(test.only_first_right == 3);
  CHECK(test.only_second_right == 1);  // wrong in different ways is no difference
  CHECK(test.method == McNemarMethod::exact_binomial);
  CHECK(test.statistic == 1);
  CHECK(test.p_value == 0.625);  // 2 · (1 + 4) / 16
}

TEST_CASE("McNemar's test of no rows and of one") {
  CHECK(mcnemar_test({}, {}, {}).p_value == 1);
  const Rows one = {1}, other = {0};
  CHECK(mcnemar_test(one, one, one).p_value == 1);
  const McNemarTest test = mcnemar_test(one, other, one);
  CHECK(test.only_first_right == 0);
  CHECK(test.only_second_right == 1);
  CHECK(test.p_value == 1);
}
