#include "native/report/svg.h"

#include <cstdio>

namespace genrelens {
namespace {

// Hundredths of a pixel, without needless zeros.
std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  std::string trimmed = text;
  while (trimmed.ends_with('0')) trimmed.pop_back();
  if (trimmed.ends_with('.')) trimmed.pop_back();
  return trimmed == "-0" ? "0" : trimmed;
}

std::string attribute(std::string_view name, double value) {
  return " " + std::string(name) + "=\"" + number(value) + "\"";
}

std::string style_attribute(std::string_view style) { return " class=\"" + std::string(style) + "\""; }

std::string points_attribute(std::span<const Point> points) {
  std::string text = " points=\"";
  for (const Point& point : points) text += number(point.x) + "," + number(point.y) + " ";
  if (!points.empty()) text.pop_back();
  return text + "\"";
}

std::string box(Point corner, double width, double height) {
  return attribute("x", corner.x) + attribute("y", corner.y) + attribute("width", width) + attribute("height", height);
}

}  // namespace

Svg::Svg(double width, double height, std::string_view title)
    : text_("<svg viewBox=\"0 0 " + number(width) + " " + number(height) + "\"" + attribute("width", width) +
            attribute("height", height) + " role=\"img\" aria-label=\"" + escape_markup(title) + "\">\n") {}

void Svg::line(Point from, Point to, std::string_view style) {
  text_ += "<line" + attribute("x1", from.x) + attribute("y1", from.y) + attribute("x2", to.x) + attribute("y2", to.y) +
           style_attribute(style) + "/>\n";
}

void Svg::curve(std::span<const Point> points, std::string_view style) {
  text_ += "<polyline" + points_attribute(points) + style_attribute(style) + "/>\n";
}

void Svg::area(std::span<const Point> points, std::string_view style) {
  text_ += "<polygon" + points_attribute(points) + style_attribute(style) + "/>\n";
}

void Svg::rectangle(Point corner, double width, double height, std::string_view style) {
  text_ += "<rect" + box(corner, width, height) + style_attribute(style) + "/>\n";
}

void Svg::cell(Point corner, double width, double height, double share) {
  text_ += "<rect" + box(corner, width, height) + " class=\"cell\"" + attribute("fill-opacity", share) + "/>\n";
}

void Svg::dot(Point centre, double radius, std::string_view style) {
  text_ += "<circle" + attribute("cx", centre.x) + attribute("cy", centre.y) + attribute("r", radius) +
           style_attribute(style) + "/>\n";
}

void Svg::label(Point at, std::string_view text, std::string_view style) {
  text_ += "<text" + attribute("x", at.x) + attribute("y", at.y) + style_attribute(style) + ">" + escape_markup(text) +
           "</text>\n";
}

void Svg::upright_label(Point at, std::string_view text, std::string_view style) {
  text_ += "<text transform=\"translate(" + number(at.x) + " " + number(at.y) + ") rotate(-90)\"" +
           style_attribute(style) + ">" + escape_markup(text) + "</text>\n";
}

void Svg::image(Point corner, double width, double height, std::string_view uri) {
  text_ +=
      "<image" + box(corner, width, height) + " preserveAspectRatio=\"none\" href=\"" + std::string(uri) + "\"/>\n";
}

std::string escape_markup(std::string_view text) {
  std::string escaped;
  for (const char character : text) {
    switch (character) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += character;
    }
  }
  return escaped;
}

}  // namespace genrelens
