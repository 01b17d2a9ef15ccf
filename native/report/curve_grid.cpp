#include "native/report/curve_grid.h"

#include "native/report/plot.h"

namespace genrelens {
namespace {

constexpr std::size_t kColumns = 5;
constexpr double kLeft = 62, kTop = 34, kBottom = 54, kSquare = 190, kGapX = 34, kGapY = 52;

std::vector<Point> placed(const std::vector<Point>& points, Point corner) {
  std::vector<Point> result;
  for (const Point& point : points) {
    result.push_back({corner.x + point.x * kSquare, corner.y + (1 - point.y) * kSquare});
  }
  return result;
}

void draw_frame(Svg& svg, Point corner) {
  for (const double tick : {0.0, 0.5, 1.0}) {
    const double x = corner.x + tick * kSquare, y = corner.y + (1 - tick) * kSquare;
    svg.line({x, corner.y}, {x, corner.y + kSquare}, "grid");
    svg.line({corner.x, y}, {corner.x + kSquare, y}, "grid");
    svg.label({x, corner.y + kSquare + 16}, short_number(tick), "small middle");
    svg.label({corner.x - 5, y + 4}, short_number(tick), "small end");
  }
}

}  // namespace

std::string curve_grid(const std::vector<GridCurve>& curves, const GridAxes& axes) {
  const std::size_t rows = (curves.size() + kColumns - 1) / kColumns;
  const double width = kLeft + kColumns * (kSquare + kGapX), all_rows = static_cast<double>(rows) * (kSquare + kGapY);
  Svg svg(width, kTop + all_rows + kBottom - 20, axes.title);
  for (std::size_t i = 0; i < curves.size(); i++) {
    const Point corner = {kLeft + static_cast<double>(i % kColumns) * (kSquare + kGapX),
                          kTop + static_cast<double>(i / kColumns) * (kSquare + kGapY)};
    draw_frame(svg, corner);
    svg.curve(placed(curves[i].reference, corner), "reference");
    svg.curve(placed(curves[i].points, corner), "line first");
    svg.label({corner.x, corner.y - 9}, curves[i].heading, "heading");
    svg.label({corner.x + kSquare, corner.y - 9}, curves[i].caption, "tick end");
  }
  svg.label({kLeft + (width - kLeft - kGapX) / 2, kTop + all_rows + 8}, axes.x, "axis-title middle");
  svg.upright_label({16, kTop + (all_rows - kGapY) / 2}, axes.y, "axis-title middle");
  return svg.text();
}

}  // namespace genrelens
