// Every text that the window shows, by key. The tables are web/words/LANGUAGE.json; the page hands over the visitor's.
//
//   app.words("drop.title")
//   app.words("spoken.sure", {{"percent", "64%"}})
//   app.words.count("result.probable-pieces", 3, {{"percent", "64%"}})   // the key's .one or .other, with {count}
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace genrelens::window {

class Words {
 public:
  using Values = std::vector<std::pair<std::string_view, std::string>>;

  // lines: a key, its text, the next key, …
  void read(const std::vector<std::string>& lines);

  // The text with its {placeholders} replaced; the key itself where the table has none, so that it is seen.
  std::string operator()(std::string_view key, const Values& values = {}) const;
  std::string count(std::string_view key, std::size_t count, Values values = {}) const;

  std::optional<std::string> find(std::string_view key) const;

 private:
  std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace genrelens::window
