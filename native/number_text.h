// Numbers as tables and command lines have them.
//
//   std::optional<std::size_t> row = parse_number<std::size_t>("12");   // nothing for "", "12 ", "+12", "0x12", "12.5"
#pragma once

#include <charconv>
#include <optional>
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

}  // namespace genrelens
