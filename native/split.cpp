#include "native/split.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "core/random.h"
#include "native/csv.h"
#include "native/file.h"
#include "native/number_text.h"

namespace genrelens {
namespace {

// The papers' own (SYSTEMS.md): 003 and 004 do not say how they divide.
constexpr Splitter kSplitters[] = {
    {"artist-k-fold", "k folds, all of an artist in one", SplitUnit::artist, true},
    {"artist-holdout", "train, valid and test, all of an artist in one", SplitUnit::artist},
    {"track-k-fold", "k folds, by track, genre by genre", SplitUnit::track, true},
    {"track-holdout", "train, valid and test, by track, genre by genre", SplitUnit::track},
    {"lists", "what the files of --train-list, --valid-list and --test-list name", SplitUnit::list},
    {"leo", "paper 000: 70/15/15 by track, genre by genre", SplitUnit::track, false, 0.7, 0.15},
    {"zhang", "paper 002: 80/10/10 by track, genre by genre", SplitUnit::track, false, 0.8, 0.1},
    {"sanjeev", "paper 001: 80/20 of 4-second pieces, LEAKY", SplitUnit::chunk, false, 0.8, 0.2, 4, 2},
    {"random-chunk", "pieces of tracks at random, LEAKY: the same recordings on every side", SplitUnit::chunk},
};

Error bad(std::string sentence) { return {.code = ErrorCode::bad_field, .message = std::move(sentence)}; }

// What must stay together: lines of one table.
using Unit = std::vector<std::size_t>;

struct Deck {
  std::vector<SplitLine> lines;
  std::vector<std::size_t> genre;  // of each line
  std::vector<Unit> units;
  std::size_t genres = 0;
};

// Deals units to parts, the largest first, each to where the parts' genres are then nearest to their shares: least sum
// of n² / share over parts and genres. With units of one this is Webster's method of apportionment.
std::vector<std::size_t> deal(const Deck& deck, std::span<const double> shares, std::uint64_t seed) {
  std::vector<std::size_t> order(deck.units.size());
  for (std::size_t i = 0; i < order.size(); i++) order[i] = i;
  Random random(seed);
  random.shuffle(std::span(order));
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return deck.units[a].size() > deck.units[b].size(); });
  std::vector<double> of_genre(deck.genres), dealt(shares.size() * deck.genres), all(shares.size());
  for (const std::size_t genre : deck.genre) of_genre[genre]++;
  std::vector<std::size_t> part_of(deck.lines.size());
  for (const std::size_t number : order) {
    const Unit& unit = deck.units[number];
    std::vector<double> count(deck.genres);
    for (const std::size_t line : unit) count[deck.genre[line]]++;
    std::size_t best = 0;
    double best_cost = 0, best_fill = 0;
    for (std::size_t part = 0; part < shares.size(); part++) {
      double cost = 0;
      for (std::size_t genre = 0; genre < deck.genres; genre++) {
        if (count[genre] == 0) continue;
        const double before = dealt[part * deck.genres + genre];
        cost += (2 * before + count[genre]) * count[genre] / (shares[part] * of_genre[genre]);
      }
      const double fill = all[part] / shares[part];
      if (part > 0 && (cost > best_cost || (cost == best_cost && fill >= best_fill))) continue;
      best = part, best_cost = cost, best_fill = fill;
    }
    for (const std::size_t line : unit) {
      part_of[line] = best;
      dealt[best * deck.genres + deck.genre[line]]++;
      all[best]++;
    }
  }
  return part_of;
}

std::map<std::string, std::size_t> numbers_by_id(const FeatureFolder& folder) {
  std::map<std::string, std::size_t> number_of;
  for (std::size_t i = 0; i < folder.tracks.size(); i++) number_of.emplace(folder.tracks[i].id, i);
  return number_of;
}

// Number of the track that this one is a copy of; empty: of none in the folder.
std::optional<std::size_t> copied_track(const Track& track, const std::map<std::string, std::size_t>& number_of) {
  const auto recording = number_of.find(track.recording);
  if (track.recording == track.id || recording == number_of.end()) return {};
  return recording->second;
}

struct Piece {
  std::size_t length = 0;  // columns; 0: whole tracks
  std::size_t hop = 0;
};

Deck collect(const FeatureFolder& folder, const SplitOptions& options, SplitUnit unit, const Piece& piece) {
  const std::map<std::string, std::size_t> number_of = numbers_by_id(folder);
  std::vector<const Track*> tracks;
  for (const Track& track : folder.tracks) {
    const bool wanted =
        std::find(options.leave_out.begin(), options.leave_out.end(), track.split) == options.leave_out.end();
    if (track.row && wanted && !copied_track(track, number_of)) tracks.push_back(&track);
  }
  std::sort(tracks.begin(), tracks.end(), [](const Track* a, const Track* b) { return a->id < b->id; });
  const std::vector<std::string> names = genres(folder);
  Deck deck{.genres = names.size()};
  std::map<std::string, std::size_t> unit_of;
  for (const Track* track : tracks) {
    const auto genre = static_cast<std::size_t>(std::find(names.begin(), names.end(), track->genre) - names.begin());
    const std::string artist = artist_key(*track).empty() ? "\n" + track->genre : artist_key(*track);
    std::size_t begin = 0;
    do {
      const std::string piece_name = unit == SplitUnit::chunk ? track->id : track->recording;
      const std::string key = unit == SplitUnit::artist ? artist : piece_name + "\n" + std::to_string(begin);
      const auto [found, is_new] = unit_of.emplace(key, deck.units.size());
      if (is_new) deck.units.emplace_back();
      deck.units[found->second].push_back(deck.lines.size());
      deck.lines.push_back({.id = track->id, .begin = begin, .columns = piece.length});
      deck.genre.push_back(genre);
      begin += piece.hop;
    } while (piece.length > 0 && begin + piece.length <= folder.columns);
  }
  return deck;
}

Result<SplitTable> make_folds(const Deck& deck, const SplitOptions& options) {
  if (options.folds < 3) return bad("There must be 3 folds or more: one tests, one validates, the rest is learnt.");
  if (deck.units.size() < options.folds) {
    return bad(std::to_string(options.folds) + " folds cannot be made of " + std::to_string(deck.units.size()) +
               " tracks or artists.");
  }
  const std::vector<double> shares(options.folds, 1.0 / static_cast<double>(options.folds));
  const std::vector<std::size_t> part_of = deal(deck, shares, options.seed);
  SplitTable table{.lines = deck.lines, .folds = options.folds};
  for (std::size_t i = 0; i < table.lines.size(); i++) table.lines[i].fold = part_of[i] + 1;
  return table;
}

Result<SplitTable> make_parts(const Deck& deck, const Splitter& splitter, const SplitOptions& options) {
  const bool fixed = splitter.train_share > 0;
  const double train = fixed ? splitter.train_share : options.train_share;
  const double valid = fixed ? splitter.valid_share : options.valid_share;
  if (!(train > 0) || !(valid > 0) || train + valid > 1 + 1e-9) {
    return bad("The shares of train and valid must be more than 0 and together 1 at most.");
  }
  std::vector<double> shares = {train, valid};
  if (1 - train - valid > 1e-9) shares.push_back(1 - train - valid);
  constexpr const char* kParts[] = {"train", "valid", "test"};
  const std::vector<std::size_t> part_of = deal(deck, shares, options.seed);
  SplitTable table{.lines = deck.lines};
  for (std::size_t i = 0; i < table.lines.size(); i++) {
    table.lines[i].split = (splitter.unit == SplitUnit::chunk ? kLeaky : "") + std::string(kParts[part_of[i]]);
  }
  for (std::size_t part = 0; part < shares.size(); part++) {
    if (std::count(part_of.begin(), part_of.end(), part) == 0)
      return bad("Nothing is left for " + std::string(kParts[part]) + ".");
  }
  return table;
}

// "blues/blues.00029.wav" and "blues.00029" are the same track.
std::string id_in_list(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  line.remove_prefix(std::min(line.size(), line.find_last_of('/') + 1));
  for (const std::string_view ending : {".wav", ".au", ".mp3", ".flac", ".ogg"}) {
    if (line.ends_with(ending)) line.remove_suffix(ending.size());
  }
  return std::string(line);
}

Result<SplitTable> take_lists(const FeatureFolder& folder, const SplitOptions& options) {
  std::set<std::string> known;
  for (const Track& track : folder.tracks) known.insert(track.id);
  SplitTable table;
  std::map<std::string, std::string> part_of;
  for (const auto& [part, text] : options.lists) {
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      const std::string id = id_in_list(std::string_view(text).substr(begin, end - begin));
      begin = end + 1;
      if (id.empty()) continue;
      const auto [found, is_new] = part_of.emplace(id, part);
      if (!is_new) return bad("The track " + id + " is listed in " + found->second + " and again in " + part + ".");
      if (!known.contains(id)) table.lost.push_back(id);
    }
  }
  for (const auto& [id, part] : part_of) {
    if (known.contains(id)) table.lines.push_back({.id = id, .split = part});
  }
  if (table.lines.empty()) return bad("The lists name no track of the folder.");
  return table;
}

Result<SplitTable> table_of(const CsvTable& csv) {
  const auto id = csv.column("id"), split = csv.column("split"), fold = csv.column("fold");
  const auto begin = csv.column("begin"), columns = csv.column("columns");
  if (!id || split.has_value() == fold.has_value() || begin.has_value() != columns.has_value() || (begin && fold)) {
    return Error{.code = ErrorCode::missing_field,
                 .message = "The columns must be id,split or id,fold or id,begin,columns,split."};
  }
  SplitTable table;
  for (const std::vector<std::string>& row : csv.rows) {
    SplitLine line{.id = row[*id], .split = split ? row[*split] : ""};
    const auto read = [&](const std::optional<std::size_t>& column, std::size_t& place) {
      const std::optional<std::size_t> value = column ? parse_number<std::size_t>(row[*column]) : 0;
      place = value.value_or(0);
      return value && *value < 1'000'000;
    };
    if (!read(fold, line.fold) || !read(begin, line.begin) || !read(columns, line.columns) ||
        (fold && line.fold == 0) || (columns && line.columns == 0)) {
      return bad("The numbers of " + line.id + " must be whole, fold and columns 1 or more.");
    }
    if (columns && !is_leaky(line.split)) {
      return bad("The part \"" + line.split + "\" of pieces must begin with " + kLeaky + ".");
    }
    table.folds = std::max(table.folds, line.fold);
    table.lines.push_back(std::move(line));
  }
  if (table.lines.empty()) return bad("No track is named.");
  if (fold && table.folds < 3)
    return bad("There are " + std::to_string(table.folds) + " folds; there must be 3 or more.");
  return table;
}

std::string part_in_fold(const SplitLine& line, std::size_t folds, std::size_t fold) {
  if (line.fold == 0) return line.split;
  if (fold == 0) return "fold-" + std::to_string(line.fold);
  if (line.fold == fold) return "test";
  return line.fold == fold % folds + 1 ? "valid" : "train";
}

// A folder whose tracks are the table's pieces.
Result<FeatureFolder> cut(const FeatureFolder& folder, const SplitTable& table,
                          const std::map<std::string, std::size_t>& number_of) {
  FeatureFolder pieces{.recipe = folder.recipe, .bands = folder.bands, .columns = table.lines.front().columns};
  pieces.has_artists = folder.has_artists;
  pieces.recipe.columns = pieces.columns;
  pieces.levels.reserve(table.lines.size() * pieces.bands * pieces.columns);
  for (const SplitLine& line : table.lines) {
    const std::size_t number = number_of.at(line.id);
    Track piece = folder.tracks[number];
    if (!piece.row || line.columns != pieces.columns || line.begin + line.columns > folder.columns) {
      return bad("The piece of " + line.id + " from column " + std::to_string(line.begin) + ", " +
                 std::to_string(line.columns) + " long, is not in its row of " + std::to_string(folder.columns) +
                 " columns or not as long as the first piece, " + std::to_string(pieces.columns) + ".");
    }
    const std::span<const std::uint8_t> row = folder.levels_of(number);
    for (std::size_t band = 0; band < folder.bands; band++) {
      const auto levels = row.subspan(band * folder.columns + line.begin, line.columns);
      pieces.levels.insert(pieces.levels.end(), levels.begin(), levels.end());
    }
    piece.id += "@" + std::to_string(line.begin);
    piece.split = line.split;
    piece.row = pieces.rows++;
    piece.audio.clear();
    pieces.tracks.push_back(std::move(piece));
  }
  return pieces;
}

}  // namespace

std::span<const Splitter> splitters() { return kSplitters; }

const Splitter* find_splitter(const std::string& name) {
  for (const Splitter& splitter : kSplitters) {
    if (splitter.name == name) return &splitter;
  }
  return nullptr;
}

Result<SplitTable> make_splits(const FeatureFolder& folder, const Splitter& splitter, const SplitOptions& options) {
  if (splitter.unit == SplitUnit::list) return take_lists(folder, options);
  if (splitter.unit == SplitUnit::artist && !folder.has_artists) {
    return bad("tracks.csv has no column \"artist\", which " + std::string(splitter.name) + " goes by.");
  }
  Piece piece;
  if (splitter.unit == SplitUnit::chunk) {
    const bool fixed = splitter.chunk_seconds > 0;
    const auto columns = [&](double seconds) {
      return static_cast<std::size_t>(std::max(1.0, std::round(seconds / folder.recipe.seconds_per_column)));
    };
    piece = {columns(fixed ? splitter.chunk_seconds : options.chunk_seconds),
             columns(fixed ? splitter.hop_seconds : options.hop_seconds)};
    if (piece.length > folder.columns) {
      return bad("A piece of " + std::to_string(piece.length) + " columns is longer than a row, which has " +
                 std::to_string(folder.columns) + ".");
    }
  }
  const Deck deck = collect(folder, options, splitter.unit, piece);
  if (deck.lines.empty()) return bad("No track is left to deal.");
  return splitter.in_folds ? make_folds(deck, options) : make_parts(deck, splitter, options);
}

std::string write_splits(const SplitTable& table) {
  const bool pieces = !table.lines.empty() && table.lines.front().columns > 0;
  std::string text = table.folds > 0 ? "id,fold\n" : pieces ? "id,begin,columns,split\n" : "id,split\n";
  for (const SplitLine& line : table.lines) {
    text += csv_field(line.id) + ",";
    if (pieces) text += std::to_string(line.begin) + "," + std::to_string(line.columns) + ",";
    text += (table.folds > 0 ? std::to_string(line.fold) : csv_field(line.split)) + "\n";
  }
  return text;
}

Result<SplitTable> read_splits(const std::filesystem::path& path) {
  const Result<std::string> text = read_text(path);
  if (!text) return text.error();
  const Result<CsvTable> csv = parse_csv(*text);
  if (!csv) return in_file(path, csv.error());
  Result<SplitTable> table = table_of(*csv);
  if (!table) return in_file(path, table.error());
  return table;
}

Result<FeatureFolder> apply_splits(FeatureFolder folder, const SplitTable& table, std::size_t fold) {
  if (fold > table.folds) {
    return Error{.code = ErrorCode::out_of_range,
                 .message = table.folds == 0 ? "The splits have no folds, so none can be chosen."
                                             : "There is no fold " + std::to_string(fold) + " of " +
                                                   std::to_string(table.folds) + "."};
  }
  const std::map<std::string, std::size_t> number_of = numbers_by_id(folder);
  std::set<std::pair<std::string, std::size_t>> seen;
  for (const SplitLine& line : table.lines) {
    if (!number_of.contains(line.id))
      return bad("The splits name a track " + line.id + " that the folder does not have.");
    if (!seen.emplace(line.id, line.begin).second) return bad("The splits name " + line.id + " twice.");
  }
  if (!table.lines.empty() && table.lines.front().columns > 0) return cut(folder, table, number_of);
  for (Track& track : folder.tracks) track.split.clear();
  for (const SplitLine& line : table.lines) {
    folder.tracks[number_of.at(line.id)].split = part_in_fold(line, table.folds, fold);
  }
  for (Track& track : folder.tracks) {
    const std::optional<std::size_t> copied = copied_track(track, number_of);
    if (copied && !seen.contains({track.id, 0}) && folder.tracks[*copied].split == "train") track.split = "train";
  }
  return folder;
}

bool is_leaky(const std::string& split_name) { return split_name.starts_with(kLeaky); }

std::string split_named(const FeatureFolder& folder, const std::string& name) {
  return unknown_split(folder, name) && !unknown_split(folder, kLeaky + name) ? kLeaky + name : name;
}

void stamp_leaky(Card& card) {
  if (!is_leaky(card.origin.split)) return;
  card.name += "-LEAKY";
  card.title += " (LEAKY)";
}

std::string artist_key(const Track& track) {
  std::string key;
  for (const char letter : track.artist)
    key += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
  const std::size_t begin = key.find_first_not_of(" \t"), end = key.find_last_not_of(" \t");
  return begin == std::string::npos ? "" : key.substr(begin, end - begin + 1);
}

}  // namespace genrelens
