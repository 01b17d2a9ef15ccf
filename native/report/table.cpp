#include "native/report/table.h"

#include <cassert>
#include <cmath>
#include <cstdio>

#include "native/report/svg.h"

namespace genrelens {

Table::Table(const std::vector<std::string>& columns) : text_("<div class=\"wide\"><table><thead><tr>") {
  for (const std::string& column : columns) {
    numbers_.push_back(column.starts_with('#'));
    const std::string name = numbers_.back() ? column.substr(1) : column;
    text_ += std::string("<th scope=\"col\"") + (numbers_.back() ? " class=\"number\">" : ">") + escape_markup(name) +
             "</th>";
  }
  text_ += "</tr></thead><tbody>\n";
}

void Table::row(const std::vector<std::string>& cells) {
  assert(cells.size() == numbers_.size());
  text_ += "<tr>";
  for (std::size_t i = 0; i < cells.size(); i++) {
    text_ += (numbers_[i] ? "<td class=\"number\">" : "<td>") + cells[i] + "</td>";
  }
  text_ += "</tr>\n";
}

std::string thousandths(double value) {
  if (std::isnan(value)) return "–";
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", value);
  return text;
}

std::string percent(double share) {
  if (std::isnan(share)) return "–";
  char text[32];
  std::snprintf(text, sizeof text, "%.0f %%", 100 * share);
  return text;
}

std::string bar(double share, const char* style) {
  char text[160];
  std::snprintf(text, sizeof text, "<span class=\"track\"><span class=\"%s\" style=\"width:%.1f%%\"></span></span> ",
                style, 100 * share);
  return text;
}

}  // namespace genrelens
