// A pair of axes to draw curves between: frame, grid, ticks, titles with units.
//
//   Plot plot({.title = "Loss", .x = {"epoch", 1, 60}, .y = {"loss, nats", 0, 2.4}});
//   plot.curve(points, "line first");                // points in the axes' units
//   page += plot.text();
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "native/report/svg.h"

namespace genrelens {

struct Axis {
  std::string title;  // with its unit
  double low = 0;
  double high = 1;
  int ticks = 5;  // about so many
};

struct PlotOptions {
  std::string title;
  Axis x;
  Axis y;
  double width = 560;
  double height = 360;
};

class Plot {
 public:
  explicit Plot(const PlotOptions& options);

  Point at(double x, double y) const;  // where it stands in svg()

  void curve(std::span<const Point> points, std::string_view style);
  void bar(double from_x, double to_x, double height, std::string_view style);
  void note(double x, double y, std::string_view text, std::string_view style) { svg_.label(at(x, y), text, style); }

  // Names of styles, beside each other above the frame.
  void legend(std::span<const std::pair<std::string, std::string>> names_and_styles);

  Svg& svg() { return svg_; }
  std::string text() const { return svg_.text(); }

 private:
  void draw_x_axis();
  void draw_y_axis();

  PlotOptions options_;
  double left_, right_, top_, bottom_;
  Svg svg_;
};

// Round numbers (1, 2 or 5 times a power of ten apart) from low to high, about `count` of them.
std::vector<double> round_ticks(double low, double high, int count);

// The number as short as its tick needs: 0.25, 3, 12.5.
std::string short_number(double value);

}  // namespace genrelens
