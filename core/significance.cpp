#include "core/significance.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <vector>

#include "core/random.h"

namespace genrelens {
namespace {

constexpr std::size_t kFewDiscordantRows = 25;  // below, chi-square is a poor approximation

// Position `rank` of sorted values, 0…size − 1, linear between neighbours; from the nearer one, as numpy's _lerp.
double interpolated(std::span<const double> sorted, double rank) {
  const auto below = static_cast<std::size_t>(rank);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double share = rank - static_cast<double>(below);
  const double difference = sorted[above] - sorted[below];
  return share < 0.5 ? sorted[below] + difference * share : sorted[above] - difference * (1 - share);
}

// Of `trials` throws of a fair coin, the probability of a split at least as uneven as `fewer` to the rest. Exact in
// double: the binomial coefficients of fewer than kFewDiscordantRows trials are whole numbers below 2²⁴.
double two_sided_binomial(std::size_t fewer, std::size_t trials) {
  if (2 * fewer == trials) return 1;  // the middle would count twice
  double coefficient = 1, sum = 1;
  for (std::size_t i = 1; i <= fewer; i++) {
    coefficient = coefficient * static_cast<double>(trials - i + 1) / static_cast<double>(i);
    sum += coefficient;
  }
  return std::ldexp(sum, 1 - static_cast<int>(trials));
}

}  // namespace

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

Interval wilson_interval(std::size_t right, std::size_t all) {
  assert(all >= 1 && right <= all);
  constexpr double kQuantile = 1.959963984540054;  // of the normal distribution, 0.975
  const auto n = static_cast<double>(all);
  const double share = static_cast<double>(right) / n;
  const double middle = share + kQuantile * kQuantile / (2 * n);
  const double spread = kQuantile * std::sqrt(share * (1 - share) / n + kQuantile * kQuantile / (4 * n * n));
  const double whole = 1 + kQuantile * kQuantile / n;
  return {std::max(0.0, (middle - spread) / whole), std::min(1.0, (middle + spread) / whole)};
}

McNemarTest mcnemar_test(std::size_t only_first_right, std::size_t only_second_right) {
  const auto [fewer, more] = std::minmax({only_first_right, only_second_right});
  McNemarTest test{.only_first_right = only_first_right, .only_second_right = only_second_right};
  if (fewer + more < kFewDiscordantRows) {
    test.method = McNemarMethod::exact_binomial;
    test.statistic = static_cast<double>(fewer);
    test.p_value = two_sided_binomial(fewer, fewer + more);
    return test;
  }
  const double corrected = std::max(0.0, static_cast<double>(more - fewer) - 1);
  test.method = McNemarMethod::corrected_chi_square;
  test.statistic = corrected * corrected / static_cast<double>(fewer + more);
  test.p_value = std::erfc(std::sqrt(test.statistic / 2));  // chi-square of one degree is a squared normal variable
  return test;
}

McNemarTest mcnemar_test(std::span<const std::size_t> truth, std::span<const std::size_t> first_guess,
                         std::span<const std::size_t> second_guess) {
  assert(truth.size() == first_guess.size() && truth.size() == second_guess.size());
  std::size_t only_first_right = 0, only_second_right = 0;
  for (std::size_t row = 0; row < truth.size(); row++) {
    const bool first = first_guess[row] == truth[row], second = second_guess[row] == truth[row];
    only_first_right += first && !second ? 1 : 0;
    only_second_right += second && !first ? 1 : 0;
  }
  return mcnemar_test(only_first_right, only_second_right);
}

}  // namespace genrelens
