// How much of a score, or of a difference between two runs, chance explains.
//
//   Interval interval = bootstrap(truth.size(), [&](std::span<const std::size_t> rows) { … }, {.seed = 1});
//   McNemarTest test = mcnemar_test(truth, guess_of_one_run, guess_of_another);  // on the same rows
//   if (test.p_value < 0.05) …
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace genrelens {

struct Interval {
  double low = 0;
  double high = 0;
};

struct BootstrapOptions {
  std::size_t resamples = 2000;
  double confidence = 0.95;
  std::uint64_t seed = 0;
};

// Percentile bootstrap (Efron 1979): `statistic` of `rows` row numbers drawn with replacement, the two percentiles by
// linear interpolation (numpy's default). {0, 0} for no rows; two NaN if a statistic is NaN. resamples ≥ 1.
// Resample after resample, the row numbers are Random(seed).below(rows).
Interval bootstrap(std::size_t rows, const std::function<double(std::span<const std::size_t>)>& statistic,
                   const BootstrapOptions& options);

// 95 % interval of a share, `right` of `all` (Wilson 1927; all ≥ 1): unlike the bootstrap's, not [1, 1] when all are
// right.
Interval wilson_interval(std::size_t right, std::size_t all);

enum class McNemarMethod {
  exact_binomial,        // fewer than 25 discordant rows: two-sided, each run equally likely to be the right one
  corrected_chi_square,  // 25 or more: (|first − second| − 1)² / (first + second), one degree of freedom
};

// Whether two runs differ in how often they are right (McNemar 1947, continuity correction of Edwards 1948).
struct McNemarTest {
  std::size_t only_first_right = 0;   // the discordant rows: one run right,
  std::size_t only_second_right = 0;  // the other wrong
  McNemarMethod method = McNemarMethod::exact_binomial;
  double statistic = 0;  // the smaller of the two counts, or chi-square (0, never negative, for equal counts)
  double p_value = 1;    // 1 for no discordant rows
};

McNemarTest mcnemar_test(std::size_t only_first_right, std::size_t only_second_right);

// The same rows guessed by two runs; label indices, one a row.
McNemarTest mcnemar_test(std::span<const std::size_t> truth, std::span<const std::size_t> first_guess,
                         std::span<const std::size_t> second_guess);

}  // namespace genrelens
