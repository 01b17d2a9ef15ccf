#include "native/song_list.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "native/csv.h"
#include "native/file.h"

namespace genrelens {
namespace {

namespace fs = std::filesystem;

// What people's sound files end in; those that core does not decode are named by its sentence rather than passed over.
constexpr std::array<std::string_view, 24> kEndings = {
    ".wav", ".wave", ".rf64", ".aif", ".aiff", ".aifc", ".au",  ".snd", ".flac", ".mp1",  ".mp2", ".mp3",
    ".oga", ".ogg",  ".opus", ".m4a", ".mp4",  ".aac",  ".wma", ".ape", ".wv",   ".webm", ".mka", ".caf"};

Error bad_list(const fs::path& path, const std::string& sentence) {
  return in_file(path, {.code = ErrorCode::damaged, .message = sentence});
}

bool sounds_by_name(const fs::path& file) {
  std::string ending = file.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

bool hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

// blues/artist/x.00000.wav → blues/artist/x.00000
std::string without_ending(fs::path path) { return path.replace_extension().generic_string(); }

// Gives every song that has no id one of its own. names[i]: of song i, without its ending, from the list's folder on.
void name_songs(std::span<const std::string> names, std::vector<ListedSong>& songs) {
  std::map<std::string, std::size_t> uses;
  const auto last_part = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
  for (std::size_t i = 0; i < songs.size(); i++) uses[songs[i].id.empty() ? last_part(names[i]) : songs[i].id]++;
  for (std::size_t i = 0; i < songs.size(); i++) {
    const std::string shorter = last_part(names[i]);
    if (songs[i].id.empty()) songs[i].id = uses[shorter] == 1 ? shorter : names[i];
  }
}

// The first id that two songs have, or nothing: "a.wav" and "a.mp3" side by side.
std::optional<std::string> repeated_id(const std::vector<ListedSong>& songs) {
  std::set<std::string> seen;
  for (const ListedSong& song : songs) {
    if (!seen.insert(song.id).second) return song.id;
  }
  return {};
}

void tell_apart_by_ending(const fs::path& folder, std::vector<ListedSong>& songs) {
  std::map<std::string, std::size_t> uses;
  for (const ListedSong& song : songs) uses[song.id]++;
  for (ListedSong& song : songs) {
    if (uses[song.id] > 1) song.id = song.file.lexically_relative(folder).generic_string();
  }
}

// All plain files below `folder` whose names begin with no dot, sorted by path.
Result<std::vector<fs::path>> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code problem;
  fs::recursive_directory_iterator walk(folder, problem);
  for (; !problem && walk != fs::recursive_directory_iterator(); walk.increment(problem)) {
    std::error_code ignored;
    if (hidden(walk->path())) {
      walk.disable_recursion_pending();
    } else if (walk->is_regular_file(ignored)) {
      files.push_back(walk->path());
    }
  }
  if (problem) return bad_list(folder, "This folder cannot be read: " + problem.message() + ".");
  std::sort(files.begin(), files.end());
  return files;
}

Result<SongList> list_folder(const fs::path& folder) {
  const Result<std::vector<fs::path>> files = files_below(folder);
  if (!files) return files.error();
  SongList list;
  std::vector<std::string> names;
  for (const fs::path& file : *files) {
    const fs::path inside = file.lexically_relative(folder);
    if (!sounds_by_name(file)) {
      list.left_alone++;
      continue;
    }
    std::vector<std::string> parts;
    for (const fs::path& part : inside) parts.push_back(part.string());
    if (parts.size() < 2) {
      return bad_list(file, "This song lies beside the genres' folders; a folder of songs has one sub-folder a genre.");
    }
    list.songs.push_back({.file = file, .genre = parts[0], .artist = parts.size() > 2 ? parts[1] : ""});
    names.push_back(without_ending(inside));
  }
  if (list.songs.empty()) {
    return bad_list(folder, "There is no song in this folder; it needs one sub-folder a genre.");
  }
  name_songs(names, list.songs);
  tell_apart_by_ending(folder, list.songs);
  return list;
}

// The fields of a table's row by name; empty for a column that is not there.
class Row {
 public:
  Row(const CsvTable& table, std::size_t number) : table_(table), fields_(table.rows[number]) {}

  std::string operator[](std::string_view name) const {
    const std::optional<std::size_t> column = table_.column(name);
    return column ? fields_[*column] : "";
  }

 private:
  const CsvTable& table_;
  const std::vector<std::string>& fields_;
};

Result<SongList> list_table(const fs::path& path) {
  const Result<std::string> text = read_text(path);
  if (!text) return text.error();
  const Result<CsvTable> table = parse_csv(*text);
  if (!table) return in_file(path, table.error());
  const char* label = table->column("label") ? "label" : "genre";
  if (!table->column("path") || !table->column(label)) {
    return bad_list(
        path,
        "The first line must name the columns path and label; artist, title, split, id and recording may follow.");
  }
  SongList list;
  std::vector<std::string> names;
  for (std::size_t number = 0; number < table->rows.size(); number++) {
    const Row row(*table, number);
    const fs::path file = row["path"];
    if (file.empty() || row[label].empty()) {
      return bad_list(path, "Song " + std::to_string(number + 1) + " has no path or no label.");
    }
    list.songs.push_back({.file = path.parent_path() / file,
                          .id = row["id"],
                          .genre = row[label],
                          .split = row["split"],
                          .artist = row["artist"],
                          .title = row["title"],
                          .recording = row["recording"]});
    names.push_back(without_ending(file));
  }
  if (list.songs.empty()) return bad_list(path, "There is no song in this table.");
  name_songs(names, list.songs);
  return list;
}

}  // namespace

Result<SongList> list_songs(const fs::path& folder_or_table) {
  std::error_code ignored;
  const bool folder = fs::is_directory(folder_or_table, ignored);
  Result<SongList> list = folder ? list_folder(folder_or_table) : list_table(folder_or_table);
  if (!list) return list.error();
  if (const std::optional<std::string> id = repeated_id(list->songs)) {
    return bad_list(folder_or_table, "Two songs have the id \"" + *id + "\".");
  }
  return list;
}

}  // namespace genrelens
