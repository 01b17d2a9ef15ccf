#include <doctest/doctest.h>

#include "golden_classification_report.h"
#include "native/report/classification_report.h"

using namespace genrelens;

TEST_CASE("the report is scikit-learn's, byte for byte") {
  for (const golden::Report& wanted : golden::kReports) {
    CHECK(classification_report(wanted.truth, wanted.guess, wanted.labels) == wanted.text);
  }
}
