// Small square plots beside each other, a genre each, with the same axes from 0 to 1.
#pragma once

#include <string>
#include <vector>

#include "native/report/svg.h"

namespace genrelens {

struct GridCurve {
  std::string heading;
  std::string caption;           // the area
  std::vector<Point> points;     // empty: there is none
  std::vector<Point> reference;  // what chance gives
};

struct GridAxes {
  std::string title;
  std::string x;
  std::string y;
};

std::string curve_grid(const std::vector<GridCurve>& curves, const GridAxes& axes);

}  // namespace genrelens
