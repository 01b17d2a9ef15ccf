// What the report's figures are made of: numbers on axes, markup, PNG.
#include <doctest/doctest.h>

#include <limits>

#include "native/report/plot.h"
#include "native/report/png.h"
#include "native/report/table.h"

using namespace genrelens;

namespace {

std::string base64_of(std::string_view text) {
  return data_uri("t", {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("ticks are round and stay within the axis") {
  const auto ticks = [](double low, double high, int count) {
    std::string text;
    for (const double tick : round_ticks(low, high, count)) text += short_number(tick) + " ";
    return text;
  };
  CHECK(ticks(0, 1, 5) == "0 0.2 0.4 0.6 0.8 1 ");
  CHECK(ticks(1, 60, 8) == "10 20 30 40 50 60 ");
  CHECK(ticks(0, 2.37, 5) == "0 0.5 1 1.5 2 ");
  CHECK(ticks(-1, 1, 4) == "-1 -0.5 0 0.5 1 ");
  CHECK(ticks(0, 30000, 5) == "0 10000 20000 30000 ");
  CHECK(ticks(3, 3, 5) == "3 ");
}

TEST_CASE("a plot puts its axes' ends into the corners of its frame") {
  Plot plot({.title = "a < b", .x = {"x & y", -1, 1}, .y = {"z", 0, 10}, .width = 300, .height = 200});
  const Point lower = plot.at(-1, 0), upper = plot.at(1, 10), middle = plot.at(0, 5);
  CHECK(lower.x < upper.x);
  CHECK(lower.y > upper.y);
  CHECK(middle.x == doctest::Approx((lower.x + upper.x) / 2));
  CHECK(middle.y == doctest::Approx((lower.y + upper.y) / 2));
  CHECK(holds(plot.text(), "aria-label=\"a &lt; b\""));
  CHECK(holds(plot.text(), ">x &amp; y</text>"));
}

TEST_CASE("shapes are written in hundredths of a pixel") {
  Svg svg(10, 20, "t");
  svg.curve(std::vector<Point>{{1, 2.5}, {1.0 / 3, -0.001}}, "line");
  CHECK(svg.text() ==
        "<svg viewBox=\"0 0 10 20\" width=\"10\" height=\"20\" role=\"img\" aria-label=\"t\">\n"
        "<polyline points=\"1,2.5 0.33,0\" class=\"line\"/>\n</svg>\n");
  CHECK(escape_markup("<a href='x'>\"&\"</a>") == "&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;");
}

TEST_CASE("a picture is the PNG that Python's zlib makes of it without compressing") {
  const std::vector<Colour> palette = {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}};
  const std::vector<std::uint8_t> pixels = {0, 1, 2, 2, 1, 0};
  CHECK(data_uri("image/png", write_png({3, 2, palette, pixels})) ==
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAMAAACqqpYoAAAACVBMVEX/AAAA/"
        "wAAAP8tSs2KAAAAE0lEQVR4AQEIAPf/AAABAgACAQAAIAAH6s58rAAAAABJRU5ErkJggg==");
}

TEST_CASE("a picture of more than one stored block says so") {
  constexpr std::size_t kWidth = 400, kHeight = 300, kHeld = (kWidth + 1) * kHeight;
  std::vector<Colour> palette(251);
  std::vector<std::uint8_t> pixels(kWidth * kHeight);
  for (std::size_t i = 0; i < pixels.size(); i++) pixels[i] = static_cast<std::uint8_t>(i * 7 % 251);
  const std::vector<std::uint8_t> file = write_png({kWidth, kHeight, palette, pixels});
  constexpr std::size_t kStream = 8 + 25 + (12 + 3 * 251) + 8;  // IDAT's content begins
  REQUIRE(file.size() == kStream + 2 + 2 * 5 + kHeld + 4 + 4 + 12);
  CHECK(file[kStream + 2] == 0);
  CHECK(file[kStream + 3] == 255);
  CHECK(file[kStream + 4] == 255);
  const std::size_t second = kStream + 2 + 5 + 65535;
  CHECK(file[second] == 1);
  CHECK(file[second + 1] + 256 * file[second + 2] == kHeld - 65535);
  CHECK(file[second + 1] + file[second + 3] == 255);
}

TEST_CASE("data addresses have the base64 of RFC 4648") {
  CHECK(base64_of("") == "data:t;base64,");
  CHECK(base64_of("f") == "data:t;base64,Zg==");
  CHECK(base64_of("fo") == "data:t;base64,Zm8=");
  CHECK(base64_of("foo") == "data:t;base64,Zm9v");
  CHECK(base64_of("foobar") == "data:t;base64,Zm9vYmFy");
}

TEST_CASE("tables set numbers to the right, and what is no number is a dash") {
  Table table({"genre", "#F1"});
  table.row({"rock", thousandths(0.37249)});
  CHECK(holds(table.text(), "<th scope=\"col\" class=\"number\">F1</th>"));
  CHECK(holds(table.text(), "<td>rock</td><td class=\"number\">0.372</td>"));
  CHECK(thousandths(std::numeric_limits<double>::quiet_NaN()) == "–");
  CHECK(percent(0.666) == "67\u00a0%");
}
