// A picture as SVG text, to stand inside a page of HTML. Colours and fonts are the page's, by class.
//
//   Svg svg(640, 400, "Loss by epoch");
//   svg.line({0, 0}, {640, 400}, "axis");
//   page += svg.text();
//
// Units are pixels at natural size, from the upper left corner.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace genrelens {

struct Point {
  double x = 0;
  double y = 0;
};

class Svg {
 public:
  // title: read out to who does not see the picture.
  Svg(double width, double height, std::string_view title);

  void line(Point from, Point to, std::string_view style);
  void curve(std::span<const Point> points, std::string_view style);  // open
  void area(std::span<const Point> points, std::string_view style);   // closed and filled
  void rectangle(Point corner, double width, double height, std::string_view style);
  void cell(Point corner, double width, double height, double share);  // darker with its share, 0…1
  void dot(Point centre, double radius, std::string_view style);
  void label(Point at, std::string_view text, std::string_view style);          // at: the text's start, middle or end
  void upright_label(Point at, std::string_view text, std::string_view style);  // read from below to above
  void image(Point corner, double width, double height, std::string_view uri);

  std::string text() const { return text_ + "</svg>\n"; }

 private:
  std::string text_;
};

// The text as it stands between tags and in attributes.
std::string escape_markup(std::string_view text);

}  // namespace genrelens
