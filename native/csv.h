// Comma-separated values as RFC 4180 has them: quoted fields may hold commas, quotes and line ends.
//
//   Result<CsvTable> table = parse_csv(text);
//   if (auto column = table->column("genre")) use(table->rows[0][*column]);
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace genrelens {

struct CsvTable {
  std::vector<std::string> names;              // the first line
  std::vector<std::vector<std::string>> rows;  // as long as `names`, each

  std::optional<std::size_t> column(std::string_view name) const;
};

// A byte order mark, CRLF and empty lines are passed over. Errors name the line: a quote that is not closed, a row
// longer or shorter than the first, a name that two columns have.
Result<CsvTable> parse_csv(std::string_view text);

// The field as it is written: in quotes where it needs them.
std::string csv_field(std::string_view value);

}  // namespace genrelens
