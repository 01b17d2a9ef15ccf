// Numbers as tables and command lines have them.
//
//   std::optional<std::size_t> row = parse_number<std::size_t>("12");   // nothing for "", "12 ", "+12", "0x12", "12.5"
//   number_text("%.1f s", 2.25);                                        // "2.2 s"
#pragma once

#include <charconv>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace genrelens {

// The text as a decimal number, if all of it is one that fits the type; for a float, "inf" and "nan" too.
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

// format: printf's, for one double.
inline std::string number_text(const char* format, double value) {
  char text[400];  // the longest double
  std::snprintf(text, sizeof text, format, value);
  return text;
}

}  // namespace genrelens
