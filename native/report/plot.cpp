#include "native/report/plot.h"

#include <cmath>
#include <cstdio>

namespace genrelens {
namespace {

constexpr double kLeftMargin = 62;
constexpr double kRightMargin = 16;
constexpr double kTopMargin = 52;  // title, legend
constexpr double kBottomMargin = 52;

}  // namespace

Plot::Plot(const PlotOptions& options)
    : options_(options),
      left_(kLeftMargin),
      right_(options.width - kRightMargin),
      top_(kTopMargin),
      bottom_(options.height - kBottomMargin),
      svg_(options.width, options.height, options.title) {
  svg_.label({left_, 20}, options.title, "heading");
  draw_x_axis();
  draw_y_axis();
}

Point Plot::at(double x, double y) const {
  const auto share = [](const Axis& axis, double value) { return (value - axis.low) / (axis.high - axis.low); };
  return {left_ + share(options_.x, x) * (right_ - left_), bottom_ - share(options_.y, y) * (bottom_ - top_)};
}

void Plot::draw_x_axis() {
  for (const double tick : round_ticks(options_.x.low, options_.x.high, options_.x.ticks)) {
    const double x = at(tick, options_.y.low).x;
    svg_.line({x, top_}, {x, bottom_}, "grid");
    svg_.label({x, bottom_ + 18}, short_number(tick), "tick middle");
  }
  svg_.line({left_, bottom_}, {right_, bottom_}, "axis");
  svg_.label({(left_ + right_) / 2, bottom_ + 42}, options_.x.title, "axis-title middle");
}

void Plot::draw_y_axis() {
  for (const double tick : round_ticks(options_.y.low, options_.y.high, options_.y.ticks)) {
    const double y = at(options_.x.low, tick).y;
    svg_.line({left_, y}, {right_, y}, "grid");
    svg_.label({left_ - 8, y + 5}, short_number(tick), "tick end");
  }
  svg_.line({left_, top_}, {left_, bottom_}, "axis");
  svg_.upright_label({16, (top_ + bottom_) / 2}, options_.y.title, "axis-title middle");
}

void Plot::curve(std::span<const Point> points, std::string_view style) {
  std::vector<Point> placed;
  for (const Point& point : points) placed.push_back(at(point.x, point.y));
  svg_.curve(placed, style);
}

void Plot::bar(double from_x, double to_x, double height, std::string_view style) {
  const Point upper = at(from_x, height), lower = at(to_x, options_.y.low);
  svg_.rectangle({upper.x + 1, upper.y}, lower.x - upper.x - 2, lower.y - upper.y, style);
}

void Plot::legend(std::span<const std::pair<std::string, std::string>> names_and_styles) {
  constexpr double kSample = 24, kLetter = 7.6;
  double x = left_;
  for (const auto& [name, style] : names_and_styles) {
    svg_.line({x, 37}, {x + kSample, 37}, style);
    svg_.label({x + kSample + 6, 42}, name, "tick");
    x += kSample + 6 + kLetter * static_cast<double>(name.size()) + 14;
  }
}

std::vector<double> round_ticks(double low, double high, int count) {
  const double wanted = (high - low) / count;
  if (!(wanted > 0) || !std::isfinite(wanted)) return {low};
  const double power = std::pow(10.0, std::floor(std::log10(wanted)));
  double step = 10 * power;
  for (const double factor : {5.0, 2.0, 1.0}) {
    if (factor * power >= wanted * 0.999) step = factor * power;
  }
  std::vector<double> ticks;
  const double first = std::ceil(low / step - 1e-9);
  for (double i = first; i * step <= high + step * 1e-9; i++) ticks.push_back(i * step);
  return ticks;
}

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", std::abs(value) < 1e-12 ? 0.0 : value);
  return text;
}

}  // namespace genrelens
