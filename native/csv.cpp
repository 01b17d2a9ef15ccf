#include "native/csv.h"

#include <algorithm>
#include <utility>

namespace genrelens {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // spreadsheets begin UTF-8 with it
    if (text.starts_with(kByteOrderMark)) position_ = kByteOrderMark.size();
  }

  bool at_end() const { return position_ == text_.size(); }
  std::size_t line() const { return line_; }

  bool skip_empty_line() {
    const std::string_view rest = text_.substr(position_);
    const std::size_t end = rest.starts_with("\r\n") ? 2 : rest.starts_with("\n") ? 1 : 0;
    position_ += end;
    line_ += end > 0 ? 1 : 0;
    return end > 0;
  }

  // The next record; nothing if a quote is not closed.
  std::optional<std::vector<std::string>> record() {
    std::vector<std::string> fields;
    while (true) {
      std::optional<std::string> field = text_.substr(position_, 1) == "\"" ? quoted() : plain();
      if (!field) return {};
      fields.push_back(std::move(*field));
      if (text_.substr(position_, 1) == ",") {
        position_++;
        continue;
      }
      if (text_.substr(position_, 1) == "\r") position_++;
      if (text_.substr(position_, 1) == "\n") position_++;
      line_++;
      return fields;
    }
  }

 private:
  std::string plain() {
    const std::size_t end = std::min(text_.find_first_of(",\r\n", position_), text_.size());
    return std::string(text_.substr(std::exchange(position_, end), end - position_));
  }

  std::optional<std::string> quoted() {
    std::string field;
    for (position_++; !at_end(); position_++) {
      if (text_[position_] != '"') {
        if (text_[position_] == '\n') line_++;
        field += text_[position_];
      } else if (text_.substr(position_, 2) == "\"\"") {
        field += text_[position_++];
      } else {
        position_++;
        return field + plain();
      }
    }
    return {};
  }

  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t line_ = 1;
};

Error bad_line(std::size_t line, const std::string& what) {
  return {.code = ErrorCode::damaged, .message = "Line " + std::to_string(line) + " " + what + "."};
}

// A name that is there twice, or "": unnamed columns may be many, and nobody asks for them.
std::string repeated(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  const auto empty_end = std::upper_bound(names.begin(), names.end(), "");
  const auto found = std::adjacent_find(empty_end, names.end());
  return found == names.end() ? "" : *found;
}

}  // namespace

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return {};
  return static_cast<std::size_t>(found - names.begin());
}

Result<CsvTable> parse_csv(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  Reader reader(text);
  CsvTable table;
  while (!reader.at_end()) {
    if (reader.skip_empty_line()) continue;
    const std::size_t line = reader.line();
    std::optional<std::vector<std::string>> record = reader.record();
    if (!record) return bad_line(line, "has a quote that is never closed");
    if (table.names.empty()) {
      table.names = std::move(*record);
      if (const std::string twice = repeated(table.names); !twice.empty()) {
        return bad_line(line, "names two columns \"" + twice + "\"");
      }
    } else if (record->size() != table.names.size()) {
      return bad_line(line, "has " + std::to_string(record->size()) + " fields where the first line has " +
                                std::to_string(table.names.size()));
    } else {
      table.rows.push_back(std::move(*record));
    }
  }
  return table;
}

std::string csv_field(std::string_view value) {
  if (value.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(value);
  std::string field = "\"";
  for (const char character : value) field += character == '"' ? "\"\"" : std::string(1, character);
  return field + '"';
}

}  // namespace genrelens
