#include "web/window/words.h"

#include <algorithm>

namespace genrelens::window {

void Words::read(const std::vector<std::string>& lines) {
  texts_.clear();
  for (std::size_t i = 0; i + 1 < lines.size(); i += 2) texts_[lines[i]] = lines[i + 1];
}

std::optional<std::string> Words::find(std::string_view key) const {
  const auto found = texts_.find(key);
  return found == texts_.end() ? std::nullopt : std::optional(found->second);
}

std::string Words::operator()(std::string_view key, const Values& values) const {
  const std::string text = find(key).value_or(std::string(key));
  std::string filled;  // in one pass: a song may be called "{error}"
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text[at] == '{' ? text.find('}', at) : std::string::npos;
    const auto named = [&](const auto& value) { return text.compare(at + 1, end - at - 1, value.first) == 0; };
    const auto found = end == std::string::npos ? values.end() : std::ranges::find_if(values, named);
    filled += found == values.end() ? text.substr(at, 1) : found->second;
    at = found == values.end() ? at + 1 : end + 1;
  }
  return filled;
}

std::string Words::count(std::string_view key, std::size_t count, Values values) const {
  values.emplace_back("count", std::to_string(count));
  return (*this)(std::string(key) + (count == 1 ? ".one" : ".other"), values);
}

}  // namespace genrelens::window
