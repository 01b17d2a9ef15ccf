#include "core/exponential.h"

#include <algorithm>
#include <cmath>

namespace genrelens {

// x = n·ln 2 + r with |r| ≤ ½·ln 2 (ln 2 in two parts, so that r keeps its last bits); e^r by its series.
double exponential(double x) {
  if (x < -700) return 0;
  x = std::min(x, 700.0);
  const double whole = std::floor(x * 1.4426950408889634 + 0.5);
  const double rest = (x - whole * 0x1.62e42feep-1) - whole * 0x1.a39ef35793c76p-33;
  double series = 1;
  for (int k = 16; k >= 1; k--) series = 1 + rest / k * series;
  return std::ldexp(series, static_cast<int>(whole));
}

double amplitude_of(double decibel) { return exponential(decibel * (2.3025850929940457 / 20)); }

}  // namespace genrelens
