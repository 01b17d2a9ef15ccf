#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/metrics.h"
#include "tests/golden_metrics.h"

using namespace genrelens;

namespace {

using Rows = std::vector<std::size_t>;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

doctest::Approx near(double value) { return doctest::Approx(value).epsilon(1e-13); }

const golden::Fixture* const kFixtures[] = {&golden::kPlain, &golden::kTied};

void check_mean(const ClassScore& mean, const std::vector<double>& expected, std::size_t rows) {
  CHECK(mean.precision == near(expected[0]));
  CHECK(mean.recall == near(expected[1]));
  CHECK(mean.f1 == near(expected[2]));
  CHECK(mean.support == rows);
}

}  // namespace

TEST_CASE("accuracy and log loss equal the reference's") {
  for (const golden::Fixture* fixture : kFixtures) {
    CHECK(accuracy_score(fixture->truth, fixture->guess) == near(fixture->accuracy));
    CHECK(log_loss(fixture->truth, fixture->probabilities, fixture->labels) == near(fixture->log_loss));
    REQUIRE(fixture->top_accuracy.size() == fixture->labels);
    for (std::size_t k = 1; k <= fixture->labels; k++) {
      CAPTURE(k);
      CHECK(top_k_accuracy_score(fixture->truth, fixture->probabilities, fixture->labels, k) ==
            near(fixture->top_accuracy[k - 1]));
    }
  }
}

TEST_CASE("the confusion matrix and what is counted from it equal the reference's") {
  for (const golden::Fixture* fixture : kFixtures) {
    const std::size_t labels = fixture->labels;
    const Rows confusion = confusion_matrix(fixture->truth, fixture->guess, labels);
    CHECK(confusion == fixture->confusion);
    CHECK(matthews_correlation(confusion, labels) == near(fixture->matthews));
    CHECK(cohen_kappa(confusion, labels) == near(fixture->kappa));

    const std::vector<double> shares = row_normalized(confusion, labels);
    REQUIRE(shares.size() == fixture->row_normalized.size());
    for (std::size_t i = 0; i < shares.size(); i++) CHECK(shares[i] == near(fixture->row_normalized[i]));

    const std::vector<ClassScore> scores = class_scores(confusion, labels);
    REQUIRE(scores.size() == labels);
    for (std::size_t label = 0; label < labels; label++) {  // kPlain: 3 is never guessed, 4 never true
      CHECK(scores[label].precision == near(fixture->precision[label]));
      CHECK(scores[label].recall == near(fixture->recall[label]));
      CHECK(scores[label].f1 == near(fixture->f1[label]));
      CHECK(scores[label].support == fixture->support[label]);
    }
    check_mean(macro_average(scores), fixture->macro, fixture->truth.size());
    check_mean(weighted_average(scores), fixture->weighted, fixture->truth.size());
  }
}

TEST_CASE("no rows") {
  CHECK(accuracy_score({}, {}) == 0);
  CHECK(top_k_accuracy_score({}, {}, 3, 2) == 0);
  CHECK(log_loss({}, {}, 3) == 0);
  CHECK(confusion_matrix({}, {}, 2) == Rows{0, 0, 0, 0});
  CHECK(row_normalized(Rows{0, 0, 0, 0}, 2) == std::vector<double>{0, 0, 0, 0});
  CHECK(class_scores({}, 0).empty());
  const ClassScore none = macro_average({});
  CHECK(none.f1 == 0);
  const ClassScore weighted = weighted_average(class_scores(Rows{0, 0, 0, 0}, 2));
  CHECK(weighted.f1 == 0);
  CHECK(weighted.support == 0);
  for (const Rows& confusion : {Rows{}, Rows{0, 0, 0, 0}}) {
    CHECK(matthews_correlation(confusion, confusion.size() / 2) == 0);
    CHECK(cohen_kappa(confusion, confusion.size() / 2) == 0);
  }
}

TEST_CASE("one row") {
  const Rows one = {1}, other = {0};
  CHECK(accuracy_score(one, one) == 1);
  CHECK(accuracy_score(one, other) == 0);
  const std::vector<float> certain = {0, 1}, wrong = {1, 0};
  CHECK(log_loss(one, certain, 2) == doctest::Approx(0).epsilon(1e-12));
  CHECK(log_loss(one, wrong, 2) == near(36.04365338911715));  // 52 ln 2, scikit-learn's
  CHECK(log_loss(other, std::vector<float>{0.25f}, 1) == 0);
  CHECK(top_k_accuracy_score(one, wrong, 2, 1) == 0);
  CHECK(top_k_accuracy_score(one, wrong, 2, 2) == 1);
  CHECK(top_k_accuracy_score(one, wrong, 2, 9) == 1);
  const Rows right = confusion_matrix(one, one, 2), missed = confusion_matrix(one, other, 2);
  CHECK(row_normalized(missed, 2) == std::vector<double>{0, 0, 1, 0});
  CHECK(matthews_correlation(right, 2) == 0);
  CHECK(matthews_correlation(missed, 2) == 0);
  CHECK(std::isnan(cohen_kappa(right, 2)));
  CHECK(cohen_kappa(missed, 2) == 0);
}

TEST_CASE("of equal probabilities the later label ranks first; a NaN ranks last") {
  const std::vector<float> tie = {0.25f, 0.375f, 0.375f};
  CHECK(top_k_accuracy_score(Rows{1}, tie, 3, 1) == 0);
  CHECK(top_k_accuracy_score(Rows{2}, tie, 3, 1) == 1);
  CHECK(top_k_accuracy_score(Rows{1}, tie, 3, 2) == 1);
  CHECK(top_k_accuracy_score(Rows{0}, tie, 3, 2) == 0);
  const std::vector<float> broken = {kNan, kNan, kNan};
  CHECK(top_k_accuracy_score(Rows{2}, broken, 3, 2) == 0);
  CHECK(std::isnan(log_loss(Rows{2}, broken, 3)));
}

TEST_CASE("Matthews correlation and kappa of two labels") {
  const Rows perfect = {3, 0, 0, 2}, opposite = {0, 2, 2, 0}, mixed = {4, 1, 2, 3};
  CHECK(matthews_correlation(perfect, 2) == near(1));
  CHECK(cohen_kappa(perfect, 2) == near(1));
  CHECK(matthews_correlation(opposite, 2) == near(-1));
  CHECK(cohen_kappa(opposite, 2) == near(-1));
  CHECK(matthews_correlation(mixed, 2) == near((4 * 3 - 1 * 2) / std::sqrt(5.0 * 6 * 5 * 4)));
  CHECK(cohen_kappa(mixed, 2) == near((0.7 - 0.5) / (1 - 0.5)));
  const Rows one_guess = {3, 0, 2, 0};
  CHECK(matthews_correlation(one_guess, 2) == 0);
  CHECK(cohen_kappa(one_guess, 2) == 0);
}
