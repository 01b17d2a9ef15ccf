// A table of HTML: text to the left, numbers to the right.
//
//   Table table({"genre", "#tracks"});            // # in front: a column of numbers
//   table.row({escape_markup(label), "23"});
//   page += table.text();
#pragma once

#include <string>
#include <vector>

namespace genrelens {

class Table {
 public:
  explicit Table(const std::vector<std::string>& columns);

  void row(const std::vector<std::string>& cells);  // markup
  std::string text() const { return text_ + "</tbody></table></div>\n"; }

 private:
  std::vector<bool> numbers_;
  std::string text_;
};

// 0.6701 → "0.670", NaN → "–".
std::string thousandths(double value);

// 0.671 → "67 %", with a space that does not break.
std::string percent(double share);

// A bar as long as its share, 0…1, to stand before the number.
std::string bar(double share, const char* style);

}  // namespace genrelens
