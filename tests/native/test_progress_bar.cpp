#include <doctest/doctest.h>

#include "native/progress_bar.h"

using namespace genrelens;

TEST_CASE("seconds are written as a clock shows them") {
  CHECK(clock_text(0) == "0:00");
  CHECK(clock_text(59.4) == "0:59");
  CHECK(clock_text(59.6) == "1:00");
  CHECK(clock_text(75) == "1:15");
  CHECK(clock_text(3700) == "1:01:40");
  CHECK(clock_text(-1) == "0:00");
}
