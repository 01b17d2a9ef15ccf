#include <doctest/doctest.h>

#include "native/comparison.h"

using namespace genrelens;

namespace {

// One letter a track: the guess; every truth is "x".
PredictionTable guesses(const std::string& letters) {
  std::string text = "id,truth,guess,x,y\n";
  for (std::size_t i = 0; i < letters.size(); i++) text += "t" + std::to_string(i) + ",x," + letters[i] + ",0.5,0.5\n";
  return *parse_predictions(text);
}

std::string sentence(const char* first, const char* second) {
  const Result<Comparison> compared = compare_predictions(*parse_predictions(first), *parse_predictions(second));
  return compared ? "" : compared.error().message;
}

}  // namespace

TEST_CASE("two models are compared track by track") {
  const Result<Comparison> compared = compare_predictions(guesses("xxxxxyyyyy"), guesses("xxxxyxxxxy"));
  REQUIRE(compared);
  if (!compared) return;
  CHECK(compared->tracks == 10);
  CHECK(compared->both_right == 4);
  CHECK(compared->both_wrong == 1);
  CHECK(compared->same_guess == 5);
  CHECK(compared->test.only_first_right == 1);
  CHECK(compared->test.only_second_right == 4);
  CHECK(compared->test.p_value == doctest::Approx(2 * (1 + 5) / 32.0));
  CHECK(compared->first_accuracy.value == doctest::Approx(0.5));
  CHECK(compared->second_accuracy.value == doctest::Approx(0.8));
  CHECK(compared->difference.value == doctest::Approx(0.3));
  CHECK(compared->difference.low < 0.3);
  CHECK(compared->difference.high > 0.3);
}

TEST_CASE("the difference is paired: equal models differ by nothing at all") {
  const Result<Comparison> compared = compare_predictions(guesses("xyxyxy"), guesses("xyxyxy"));
  REQUIRE(compared);
  if (!compared) return;
  CHECK(compared->difference == Score{0, 0, 0});
  CHECK(compared->first_accuracy.high > compared->first_accuracy.low);
  CHECK(compared->test.p_value == 1);
}

TEST_CASE("tracks and labels may come in another order") {
  const PredictionTable first = *parse_predictions("id,truth,guess,x,y\na,x,x,1,0\nb,y,x,1,0\n");
  const PredictionTable second = *parse_predictions("id,truth,guess,y,x\nb,y,y,1,0\na,x,x,0,1\n");
  const Result<Comparison> compared = compare_predictions(first, second);
  REQUIRE(compared);
  if (!compared) return;
  CHECK(compared->both_right == 1);
  CHECK(compared->test.only_second_right == 1);
}

TEST_CASE("what cannot be compared is refused in one sentence") {
  constexpr char kFirst[] = "id,truth,guess,x,y\na,x,x,1,0\nb,y,x,1,0\n";
  CHECK(sentence(kFirst, "id,truth,guess,x,z\na,x,x,1,0\nb,z,x,1,0\n") == "The two tables have different labels.");
  CHECK(sentence(kFirst, "id,truth,guess,x,y,z\na,x,x,1,0,0\nb,y,x,1,0,0\n") ==
        "The two tables have different labels.");
  CHECK(sentence(kFirst, "id,truth,guess,x,y\na,x,x,1,0\n") == "The track b is in the first table alone.");
  CHECK(sentence(kFirst, "id,truth,guess,x,y\na,x,x,1,0\nb,y,x,1,0\nc,y,x,1,0\n") ==
        "The track c is in the second table alone.");
  CHECK(sentence(kFirst, "id,truth,guess,x,y\na,x,x,1,0\nb,x,x,1,0\n") ==
        "The track b is y in the first table and x in the second.");
}
