#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "native/option_search.h"

using namespace genrelens;

TEST_CASE("the first trial is the beginning, later ones are drawn from the space, each by its number alone") {
  const TrainingOptions base{.learning_rate = 1e-3, .seed = 5};
  const SearchSpace space{.rate_factor = 10, .most_dropout = 0.5, .most_augmentation = 2};
  CHECK(values_of(trial_options(base, space, 1, 1)) == values_of(base));
  double lowest = 1, highest = 0, most_dropout = 0, most_augmentation = 0;
  int below = 0;
  constexpr int kTrials = 400;
  for (int number = 2; number <= kTrials; number++) {
    const TrainingOptions options = trial_options(base, space, 1, number);
    CHECK(values_of(options) == values_of(trial_options(base, space, 1, number)));
    lowest = std::min(lowest, options.learning_rate);
    highest = std::max(highest, options.learning_rate);
    below += options.learning_rate < base.learning_rate ? 1 : 0;
    REQUIRE(options.dropout.has_value());
    most_dropout = std::max(most_dropout, options.dropout.value_or(0));
    most_augmentation = std::max(most_augmentation, options.augmentation);
    CHECK(options.seed == 5);
  }
  CHECK(lowest >= 1e-4);
  CHECK(lowest < 1.3e-4);
  CHECK(highest <= 1e-2);
  CHECK(highest > 0.8e-2);
  CHECK(std::abs(below - kTrials / 2) < 50);  // evenly in the logarithm; deviation 10
  CHECK(most_dropout <= 0.5);
  CHECK(most_dropout > 0.45);
  CHECK(most_augmentation <= 2);
  CHECK(most_augmentation > 1.8);
  CHECK(trial_options(base, space, 1, 2).learning_rate != trial_options(base, space, 2, 2).learning_rate);
}

TEST_CASE("trials go into their table and come back, and the best has the lowest loss") {
  const std::vector<Trial> trials = {{.number = 1,
                                      .learning_rate = 3e-3,
                                      .augmentation = 1,
                                      .valid_loss = 1.25,
                                      .valid_accuracy = 0.5,
                                      .best_epoch = 3},
                                     {.number = 2,
                                      .learning_rate = 0.00123,
                                      .dropout = 0.125,
                                      .augmentation = 0.5,
                                      .valid_loss = 1.125,
                                      .valid_accuracy = 0.25,
                                      .best_epoch = 2,
                                      .seconds = 1.5},
                                     {.number = 3,
                                      .learning_rate = 10,
                                      .dropout = 0,
                                      .augmentation = 0.5,
                                      .valid_loss = std::numeric_limits<double>::infinity()}};
  const Result<std::vector<Trial>> again = parse_trials(trials_table(trials));
  REQUIRE(again);
  CHECK(*again == trials);
  const Trial* best = best_trial(*again);
  REQUIRE(best);
  CHECK(best->number == 2);
  CHECK(drawn_values(*best) == PlainValues{{"learning_rate", 0.00123}, {"dropout", 0.125}, {"augmentation", 0.5}});
  CHECK(!drawn_values(trials[0]).contains("dropout"));
  CHECK(best_trial(std::span(trials).last(1)) == nullptr);
}

TEST_CASE("a damaged table is refused by line") {
  const std::string table = trials_table(std::vector<Trial>{{.number = 1, .learning_rate = 1}});
  CHECK(parse_trials(table));
  CHECK(!parse_trials("trial\n1\n"));
  std::string wrong = table;
  wrong.replace(wrong.find("\n1,1") + 3, 1, "x");
  const Result<std::vector<Trial>> trials = parse_trials(wrong);
  REQUIRE(!trials);
  CHECK(trials.error().message == "Trial 1 has \"x\" for a number.");

  const auto refusal = [](const std::string& row) {
    const Result<std::vector<Trial>> none = parse_trials(trials_table({}) + "1,0.001,,1,0.5,0.5,1,1\n" + row + "\n");
    return none ? "" : none.error().message;
  };
  CHECK(refusal("2,0.001,0.5,1,inf,0,0,1") == "");
  CHECK(refusal("3,0.001,0.5,1,0.5,0.5,1,1") == "Trial 3 stands where trial 2 must be; they are numbered 1, 2, 3 …");
  CHECK(refusal("2,0.001,1.5,1,0.5,0.5,1,1") == "Trial 2: dropout is 1.5; it must be a number from 0 to 0.95.");
  CHECK(refusal("2,nan,0.5,1,0.5,0.5,1,1").starts_with("Trial 2: learning_rate is "));
  for (const char* row : {"2,0.001,0.5,1,nan,0.5,1,1", "2,0.001,0.5,1,-1,0.5,1,1", "2,0.001,0.5,1,0.5,1.5,1,1",
                          "2,0.001,0.5,1,0.5,nan,1,1", "2,0.001,0.5,1,0.5,0.5,1.5,1", "2,0.001,0.5,1,0.5,0.5,1,inf"}) {
    CAPTURE(row);
    CHECK(refusal(row).starts_with("Trial 2 must have a valid_loss of 0 or more"));
  }
}
