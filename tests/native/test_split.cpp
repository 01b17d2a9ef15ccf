#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "native/split.h"
#include "scratch_folder.h"

using namespace genrelens;

namespace {

constexpr std::size_t kColumns = 20;

// `count` tracks, three genres in turn; artist i / 4, but the last six tracks have none.
FeatureFolder folder_of(std::size_t count) {
  FeatureFolder folder{.has_artists = true, .rows = count, .bands = 2, .columns = kColumns};
  folder.recipe.seconds_per_column = 0.5;
  const char* const genres[] = {"jazz", "pop", "rock"};
  for (std::size_t i = 0; i < count; i++) {
    const std::string id = "t" + std::to_string(1000 + i);
    const std::string artist = i + 6 < count ? "Artist " + std::to_string(i / 4) : "";
    folder.tracks.push_back({.id = id, .genre = genres[i % 3], .split = i % 2 ? "odd" : "even", .artist = artist});
    folder.tracks.back().recording = id;
    folder.tracks.back().row = i;
    for (std::size_t value = 0; value < 2 * kColumns; value++) {
      folder.levels.push_back(static_cast<std::uint8_t>(i * 40 + value));
    }
  }
  return folder;
}

SplitTable split_by(const FeatureFolder& folder, const std::string& kind, const SplitOptions& options = {}) {
  const Result<SplitTable> table = make_splits(folder, *find_splitter(kind), options);
  CHECK(table);
  return table ? *table : SplitTable{};
}

std::string error_of(const FeatureFolder& folder, const std::string& kind, const SplitOptions& options) {
  const Result<SplitTable> table = make_splits(folder, *find_splitter(kind), options);
  return table ? "" : table.error().message;
}

const Track& track_of(const FeatureFolder& folder, const std::string& id) {
  return *std::find_if(folder.tracks.begin(), folder.tracks.end(), [&](const Track& track) { return track.id == id; });
}

std::map<std::string, std::size_t> parts_of(const SplitTable& table) {
  std::map<std::string, std::size_t> parts;
  for (const SplitLine& line : table.lines) parts[line.split]++;
  return parts;
}

std::string read_error(const std::string& text) {
  const ScratchFolder scratch;
  CHECK(!write_text(scratch / "splits.csv", text));
  const Result<SplitTable> table = read_splits(scratch / "splits.csv");
  return table ? "" : table.error().message;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("artist folds keep every artist whole, and the tracks of unknown artists by genre") {
  const FeatureFolder folder = folder_of(120);
  const SplitTable table = split_by(folder, "artist-k-fold", {.folds = 5});
  REQUIRE(table.lines.size() == 120);
  CHECK(table.folds == 5);
  std::map<std::string, std::set<std::size_t>> folds_of;
  std::map<std::size_t, std::size_t> size;
  std::map<std::pair<std::size_t, std::string>, std::size_t> of_genre;
  for (const SplitLine& line : table.lines) {
    const Track& track = track_of(folder, line.id);
    folds_of[track.artist.empty() ? track.genre : track.artist].insert(line.fold);
    size[line.fold]++;
    of_genre[{line.fold, track.genre}]++;
  }
  for (const auto& [name, folds] : folds_of) {
    CAPTURE(name);
    CHECK(folds.size() == 1);
  }
  for (std::size_t fold = 1; fold <= 5; fold++) {
    CHECK(size[fold] >= 20);
    CHECK(size[fold] <= 28);
    for (const char* genre : {"jazz", "pop", "rock"}) CHECK(of_genre[{fold, genre}] >= 5);
  }
}

TEST_CASE("the same seed gives the same table whatever the order of tracks, another seed another") {
  const FeatureFolder folder = folder_of(90);
  FeatureFolder turned = folder;
  std::reverse(turned.tracks.begin(), turned.tracks.end());
  for (const Splitter& splitter : splitters()) {
    if (splitter.unit == SplitUnit::list) continue;
    CAPTURE(splitter.name);
    const std::string table = write_splits(split_by(folder, splitter.name, {.chunk_seconds = 4, .seed = 7}));
    SplitOptions options{.chunk_seconds = 4};
    options.seed = 7;
    CHECK(write_splits(split_by(turned, splitter.name, options)) == table);
    options.seed = 8;
    CHECK(write_splits(split_by(folder, splitter.name, options)) != table);
  }
}

TEST_CASE("holdouts by track have the wanted shares of every genre") {
  const FeatureFolder folder = folder_of(300);
  using Parts = std::map<std::string, std::size_t>;
  CHECK(parts_of(split_by(folder, "track-holdout")) == Parts{{"test", 45}, {"train", 210}, {"valid", 45}});
  CHECK(parts_of(split_by(folder, "leo")) == Parts{{"test", 45}, {"train", 210}, {"valid", 45}});
  CHECK(parts_of(split_by(folder, "zhang")) == Parts{{"test", 30}, {"train", 240}, {"valid", 30}});
  Parts jazz;
  for (const SplitLine& line : split_by(folder, "leo").lines) {
    if (track_of(folder, line.id).genre == "jazz") jazz[line.split]++;
  }
  CHECK(jazz == Parts{{"test", 15}, {"train", 70}, {"valid", 15}});
  CHECK(parts_of(split_by(folder, "track-holdout", {.train_share = 0.8, .valid_share = 0.2})).size() == 2);
  CHECK(contains(error_of(folder, "track-holdout", {.train_share = 0.9, .valid_share = 0.2}), "together 1 at most"));
}

TEST_CASE("tracks of one recording stay together, and copies of a track are not dealt") {
  FeatureFolder folder = folder_of(60);
  for (std::size_t i = 0; i < 60; i += 6) {  // of one genre
    folder.tracks[i].recording = folder.tracks[i + 3].recording = "record " + std::to_string(i);
  }
  folder.tracks[1].recording = folder.tracks[4].id;
  const SplitTable table = split_by(folder, "track-k-fold", {.folds = 5});
  CHECK(table.lines.size() == 59);
  std::map<std::string, std::size_t> fold_of;
  for (const SplitLine& line : table.lines) fold_of[line.id] = line.fold;
  CHECK(!fold_of.contains(folder.tracks[1].id));
  for (std::size_t i = 0; i < 60; i += 6) CHECK(fold_of[folder.tracks[i].id] == fold_of[folder.tracks[i + 3].id]);
}

TEST_CASE("tracks of a split that is left out are not dealt") {
  const SplitTable table = split_by(folder_of(60), "track-k-fold", {.folds = 3, .leave_out = {"odd"}});
  CHECK(table.lines.size() == 30);
}

TEST_CASE("lists name tracks by id or by file, and what is unknown is told") {
  const FeatureFolder folder = folder_of(6);
  SplitOptions options;
  options.lists = {{"train", "jazz/t1000.wav\r\nt1003\n\n"}, {"valid", "t1001\npop/other.wav"}};
  const SplitTable table = split_by(folder, "lists", options);
  CHECK(write_splits(table) == "id,split\nt1000,train\nt1001,valid\nt1003,train\n");
  CHECK(table.lost == std::vector<std::string>{"other"});
  options.lists["valid"] = "t1000";
  CHECK(error_of(folder, "lists", options) == "The track t1000 is listed in train and again in valid.");
  options.lists = {{"train", "x"}, {"valid", "y"}};
  CHECK(error_of(folder, "lists", options) == "The lists name no track of the folder.");
}

TEST_CASE("pieces are stamped LEAKY and cut out of their rows") {
  const FeatureFolder folder = folder_of(30);
  const SplitTable table = split_by(folder, "random-chunk", {.chunk_seconds = 4, .hop_seconds = 2});  // 8 and 4 columns
  CHECK(table.lines.size() == 30 * 4);
  for (const SplitLine& line : table.lines) CHECK(is_leaky(line.split));
  const Result<FeatureFolder> pieces = apply_splits(folder, table, 0);
  REQUIRE(pieces);
  CHECK(pieces->columns == 8);
  CHECK(pieces->rows == 120);
  CHECK(pieces->recipe.columns == 8);
  const Track& second = pieces->tracks[1];
  CHECK(second.id == "t1000@4");
  CHECK(second.recording == "t1000");
  CHECK(second.artist == "Artist 0");
  CHECK(pieces->levels_of(1)[0] == folder.levels_of(0)[4]);
  CHECK(pieces->levels_of(1)[8] == folder.levels_of(0)[kColumns + 4]);  // the next band
  CHECK(split_named(*pieces, "train") == "LEAKY-train");
  CHECK(split_named(folder, "train") == "train");
  std::map<std::string, std::set<std::string>> sides;
  for (const Track& track : pieces->tracks) sides[track.recording].insert(track.split);
  CHECK(std::any_of(sides.begin(), sides.end(), [](const auto& item) { return item.second.size() > 1; }));
}

TEST_CASE("a card that was trained on pieces says so in its name") {
  Card card{.name = "mel-resnet", .title = "Mel ResNet"};
  card.origin.split = "train";
  stamp_leaky(card);
  CHECK(card.name == "mel-resnet");
  card.origin.split = "LEAKY-train";
  stamp_leaky(card);
  CHECK(card.name == "mel-resnet-LEAKY");
  CHECK(card.title == "Mel ResNet (LEAKY)");
}

TEST_CASE("a table is written and read back, and applied: folds test, validate and learn in turn") {
  const FeatureFolder folder = folder_of(24);
  for (const char* kind : {"artist-k-fold", "track-holdout", "random-chunk"}) {
    CAPTURE(kind);
    const std::string text = write_splits(split_by(folder, kind, {.folds = 4, .chunk_seconds = 4}));
    const ScratchFolder scratch;
    REQUIRE(!write_text(scratch / "splits.csv", text));
    const Result<SplitTable> read = read_splits(scratch / "splits.csv");
    REQUIRE(read);
    CHECK(write_splits(*read) == text);
  }
  const SplitTable table = split_by(folder, "track-k-fold", {.folds = 4});
  std::map<std::string, std::size_t> tested;
  for (std::size_t fold = 1; fold <= 4; fold++) {
    const Result<FeatureFolder> divided = apply_splits(folder, table, fold);
    REQUIRE(divided);
    for (const SplitLine& line : table.lines) {
      const std::string& split = track_of(*divided, line.id).split;
      if (split == "test") tested[line.id]++;
      CHECK(split == (line.fold == fold ? "test" : line.fold == fold % 4 + 1 ? "valid" : "train"));
    }
  }
  CHECK(tested.size() == 24);
  CHECK(apply_splits(folder, table, 0)->tracks[0].split.starts_with("fold-"));
  const Result<FeatureFolder> beyond = apply_splits(folder, table, 5);
  REQUIRE(!beyond);
  CHECK(beyond.error().message == "There is no fold 5 of 4.");
}

TEST_CASE("a copy that no table names is learnt where its track is, and neither chooses nor judges") {
  FeatureFolder folder = folder_of(24);
  const SplitTable table = split_by(folder, "track-k-fold", {.folds = 4});
  const Track& track = track_of(folder, table.lines[0].id);
  folder.tracks.push_back(track);
  folder.tracks.back().id = "copy";
  folder.tracks.back().recording = table.lines[0].id;
  for (std::size_t fold = 1; fold <= 4; fold++) {
    const FeatureFolder divided = *apply_splits(folder, table, fold);
    const bool learnt = track_of(divided, table.lines[0].id).split == "train";
    CHECK(track_of(divided, "copy").split == (learnt ? "train" : ""));
  }
  CHECK(apply_splits(folder, table, 0)->tracks.back().split == "");
}

TEST_CASE("tables that do not fit are refused") {
  const FeatureFolder folder = folder_of(6);
  const auto apply_error = [&](const SplitTable& table) {
    const Result<FeatureFolder> divided = apply_splits(folder, table, 0);
    return divided ? "" : divided.error().message;
  };
  CHECK(contains(apply_error({.lines = {{.id = "x", .split = "train"}}}), "a track x that the folder does not have"));
  CHECK(contains(apply_error({.lines = {{.id = "t1000", .split = "a"}, {.id = "t1000", .split = "b"}}}), "twice"));
  CHECK(contains(apply_error({.lines = {{.id = "t1000", .split = "LEAKY-a", .begin = 15, .columns = 8}}}),
                 "from column 15"));
  CHECK(read_error("id,split\na,train\n").empty());
  CHECK(contains(read_error("id,part\na,train\n"), "splits.csv: The columns must be"));
  CHECK(contains(read_error("id,split,fold\na,train,1\n"), "The columns must be"));
  CHECK(contains(read_error("id,fold\na,0\n"), "The numbers of a"));
  CHECK(contains(read_error("id,fold\na,x\n"), "The numbers of a"));
  CHECK(contains(read_error("id,fold\na,1\nb,2\n"), "There are 2 folds"));
  CHECK(contains(read_error("id,begin,columns,split\na,0,8,train\n"), "must begin with LEAKY-"));
  CHECK(contains(read_error("id,split\n"), "No track is named."));
  CHECK(contains(error_of(folder, "artist-k-fold", {.folds = 10}), "10 folds cannot be made of"));
  CHECK(contains(error_of(folder, "track-k-fold", {.folds = 2}), "3 folds or more"));
  FeatureFolder nameless = folder;
  nameless.has_artists = false;
  CHECK(contains(error_of(nameless, "artist-holdout", {}), "no column \"artist\""));
}
