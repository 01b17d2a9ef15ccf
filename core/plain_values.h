// Words and numbers by name: a JSON object without groups or lists, such as the options that a network was trained
// with.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>

namespace genrelens {

using PlainValue = std::variant<std::uint64_t, double, std::string>;  // whole and not negative; another number; a word
using PlainValues = std::map<std::string, PlainValue>;

}  // namespace genrelens
