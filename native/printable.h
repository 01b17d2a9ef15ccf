// Names that others chose (files, labels, tracks), fit for a terminal.
//
//   std::printf("%s\n", printable(file).c_str());
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace genrelens {

// The text with control characters (C0, DEL, C1), line and paragraph separators, characters that turn the direction of
// writing, and bytes that are no UTF-8 written as \n, \t, \xHH or \u{HHHH}: none of them reaches the terminal raw.
std::string printable(std::string_view text);

// The first `count` characters of a printable text, for a narrow column.
std::string first_characters(std::string_view text, std::size_t count);

}  // namespace genrelens
