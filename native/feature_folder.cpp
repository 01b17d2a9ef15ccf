#include "native/feature_folder.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <set>
#include <string_view>
#include <utility>

#include "core/sha256.h"
#include "native/csv.h"
#include "native/file.h"
#include "native/name_list.h"
#include "native/number_text.h"

namespace genrelens {
namespace {

Error damaged(std::string sentence) { return {.code = ErrorCode::damaged, .message = std::move(sentence)}; }

struct NpyHeader {
  std::size_t data = 0;  // offset of the first value
  std::vector<std::size_t> shape;
};

std::optional<std::vector<std::size_t>> parse_shape(std::string_view header) {
  const std::size_t begin = header.find('(', header.find("'shape'"));
  const std::size_t end = header.find(')', begin);
  if (begin == std::string_view::npos || end == std::string_view::npos) return {};
  std::vector<std::size_t> shape;
  std::string_view rest = header.substr(begin + 1, end - begin - 1);
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    std::string_view item = rest.substr(0, comma);
    while (item.starts_with(' ')) item.remove_prefix(1);
    if (!item.empty()) {
      const std::optional<std::size_t> size = parse_number<std::size_t>(item);
      if (!size) return {};
      shape.push_back(*size);
    }
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return shape;
}

// numpy's format, versions 1 to 3: "\x93NUMPY", major, minor, header length (2 bytes, later 4), a Python dictionary.
Result<NpyHeader> parse_npy(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kMagic = "\x93NUMPY";
  if (bytes.size() < 12 || std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0) {
    return damaged("This is not a numpy file.");
  }
  const std::size_t length_bytes = bytes[6] == 1 ? 2 : 4;
  std::size_t length = 0;
  for (std::size_t i = 0; i < length_bytes; i++) length |= std::size_t{bytes[8 + i]} << (8 * i);
  NpyHeader header{.data = 8 + length_bytes + length};
  if (header.data > bytes.size()) return damaged("The numpy file ends inside its header.");
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + 8 + length_bytes, length);
  if (text.find("'|u1'") == std::string_view::npos || text.find("'fortran_order': False") == std::string_view::npos) {
    return damaged("Feature rows must be uint8 ('|u1') in C order.");
  }
  const std::optional<std::vector<std::size_t>> shape = parse_shape(text);
  if (!shape || shape->size() != 3) return damaged("Feature rows must have the shape (rows, bands, columns).");
  header.shape = *shape;
  return header;
}

std::optional<Error> read_levels(const std::filesystem::path& path, FeatureFolder& folder) {
  const Result<std::vector<std::uint8_t>> bytes = read_file(path);
  if (!bytes) return bytes.error();
  const Result<NpyHeader> header = parse_npy(*bytes);
  if (!header) return in_file(path, header.error());
  folder.rows = header->shape[0];
  folder.bands = header->shape[1];
  folder.columns = header->shape[2];
  const std::size_t held = bytes->size() - header->data;
  const std::size_t row = folder.bands * folder.columns;
  if (row == 0 || folder.rows == 0 || folder.bands > held || folder.columns > held || held / row != folder.rows ||
      held % row != 0) {
    return in_file(path, damaged("The header promises " + std::to_string(folder.rows) + " rows of " +
                                 std::to_string(folder.bands) + " × " + std::to_string(folder.columns) + ", but " +
                                 std::to_string(held) + " bytes follow."));
  }
  folder.levels.assign(bytes->begin() + static_cast<std::ptrdiff_t>(header->data), bytes->end());
  return {};
}

struct TrackColumns {
  std::size_t id, genre, split, row;
  std::optional<std::size_t> artist, title, recording, audio, audio_seconds;
};

Result<TrackColumns> find_columns(const CsvTable& table) {
  TrackColumns columns{.artist = table.column("artist"),
                       .title = table.column("title"),
                       .recording = table.column("recording"),
                       .audio = table.column("audio"),
                       .audio_seconds = table.column("audio_seconds")};
  const std::pair<const char*, std::size_t*> needed[] = {
      {"id", &columns.id}, {"genre", &columns.genre}, {"split", &columns.split}, {"row", &columns.row}};
  for (const auto& [name, place] : needed) {
    const std::optional<std::size_t> found = table.column(name);
    if (!found) {
      return Error{.code = ErrorCode::missing_field, .message = std::string("There is no column \"") + name + "\"."};
    }
    *place = *found;
  }
  return columns;
}

std::optional<Error> read_tracks(const std::filesystem::path& path, FeatureFolder& folder) {
  const Result<std::string> text = read_text(path);
  if (!text) return text.error();
  const Result<CsvTable> table = parse_csv(*text);
  if (!table) return in_file(path, table.error());
  const Result<TrackColumns> columns = find_columns(*table);
  if (!columns) return in_file(path, columns.error());
  folder.has_artists = columns->artist.has_value();
  for (const std::vector<std::string>& fields : table->rows) {
    Track track{.id = fields[columns->id], .genre = fields[columns->genre], .split = fields[columns->split]};
    if (columns->recording) track.recording = fields[*columns->recording];
    if (track.recording.empty()) track.recording = track.id;
    if (columns->artist) track.artist = fields[*columns->artist];
    if (columns->title) track.title = fields[*columns->title];
    if (columns->audio) track.audio = fields[*columns->audio];
    if (columns->audio_seconds) track.audio_seconds = parse_number<double>(fields[*columns->audio_seconds]).value_or(0);
    if (!fields[columns->row].empty()) {
      track.row = parse_number<std::size_t>(fields[columns->row]);
      if (!track.row || *track.row >= folder.rows) {
        return in_file(path, damaged("Track " + track.id + " names row " + fields[columns->row] +
                                     ", but features.npy has rows 0 to " + std::to_string(folder.rows - 1) + "."));
      }
    }
    folder.tracks.push_back(std::move(track));
  }
  return {};
}

}  // namespace

std::span<const std::uint8_t> FeatureFolder::levels_of(std::size_t track) const {
  assert(tracks[track].row);
  return std::span(levels).subspan(*tracks[track].row * bands * columns, bands * columns);
}

Result<FeatureFolder> read_feature_folder(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(path, ignored)) {
    return damaged(path.string() +
                   " is not a folder: a feature folder holds features.npy, tracks.csv and recipe.json.");
  }
  FeatureFolder folder;
  const Result<std::string> recipe_text = read_text(path / "recipe.json");
  if (!recipe_text) return recipe_text.error();
  const Result<TrackRecipe> recipe = parse_recipe(*recipe_text);
  if (!recipe) return in_file(path / "recipe.json", recipe.error());
  folder.recipe = *recipe;
  if (const auto error = read_levels(path / "features.npy", folder)) return *error;
  if (const auto error = read_tracks(path / "tracks.csv", folder)) return *error;
  if (static_cast<int>(folder.bands) != folder.recipe.mel.bands || folder.columns != folder.recipe.columns) {
    return in_file(
        path, damaged("features.npy has " + std::to_string(folder.bands) + " bands × " +
                      std::to_string(folder.columns) + " columns, but recipe.json says " +
                      std::to_string(folder.recipe.mel.bands) + " × " + std::to_string(folder.recipe.columns) + "."));
  }
  return folder;
}

std::optional<Error> unknown_split(const FeatureFolder& folder, const std::string& name) {
  std::set<std::string> known;
  for (const Track& track : folder.tracks) known.insert(track.split);
  known.erase("");
  if (known.contains(name)) return {};
  return Error{.code = ErrorCode::bad_field,
               .message = "There is no split \"" + name + "\"; there are: " + name_list(known) + "."};
}

Result<Split> find_split(const FeatureFolder& folder, const std::string& name) {
  if (const auto error = unknown_split(folder, name)) return *error;
  Split split{.name = name};
  for (std::size_t number = 0; number < folder.tracks.size(); number++) {
    const Track& track = folder.tracks[number];
    if (track.split != name) continue;
    if (track.row) {
      split.tracks.push_back(number);
    } else {
      split.left_out.push_back(track.id);
    }
  }
  if (split.tracks.empty()) return damaged("No track of the split \"" + name + "\" has a row in features.npy.");
  return split;
}

std::vector<std::string> genres(const FeatureFolder& folder) {
  std::set<std::string> found;
  for (const Track& track : folder.tracks) found.insert(track.genre);
  return {found.begin(), found.end()};
}

std::optional<Error> keep_genres(FeatureFolder& folder, std::span<const std::string> wanted) {
  if (wanted.empty()) return {};
  const std::vector<std::string> all = genres(folder);
  for (const std::string& genre : wanted) {
    if (std::find(all.begin(), all.end(), genre) != all.end()) continue;
    return Error{.code = ErrorCode::bad_field,
                 .message = "No track's genre is \"" + genre + "\"; there are: " + name_list(all) + "."};
  }
  std::erase_if(folder.tracks, [&](const Track& track) {
    return std::find(wanted.begin(), wanted.end(), track.genre) == wanted.end();
  });
  return {};
}

std::string split_hash(const FeatureFolder& folder, std::span<const Split> splits) {
  std::set<std::size_t> used;
  for (const Split& split : splits) used.insert(split.tracks.begin(), split.tracks.end());
  std::string lines;
  for (const std::size_t track : used) lines += folder.tracks[track].id + "," + folder.tracks[track].split + "\n";
  return sha256(lines);
}

}  // namespace genrelens
