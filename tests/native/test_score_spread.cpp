#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "native/score_spread.h"

using namespace genrelens;
using Scores = std::map<std::string, Score>;

TEST_CASE("several seeds give mean and sample deviation") {
  const std::vector<Scores> models = {{{"a", {2}}, {"b", {1}}}, {{"a", {4}}}, {{"a", {4}}, {"b", {1}}}, {{"a", {6}}}};
  const std::map<std::string, Spread> spread = score_spread(models);
  REQUIRE(spread.size() == 1);  // not every model has b
  CHECK(spread.at("a").mean == doctest::Approx(4));
  CHECK(spread.at("a").deviation == doctest::Approx(std::sqrt(8.0 / 3)));
  CHECK(spread.at("a").lowest == 2);
  CHECK(spread.at("a").highest == 6);
}

TEST_CASE("one model has no deviation, none has no scores, NaN stays NaN") {
  CHECK(score_spread(std::vector<Scores>{{{"a", {2}}}}).at("a").deviation == 0);
  CHECK(score_spread(std::vector<Scores>{}).empty());
  CHECK(std::isnan(score_spread(std::vector<Scores>{{{"a", {NAN}}}, {{"a", {1}}}}).at("a").mean));
}
