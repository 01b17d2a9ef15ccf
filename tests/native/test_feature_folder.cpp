#include <doctest/doctest.h>

#include <functional>

#include "core/sha256.h"
#include "native/feature_folder.h"
#include "scratch_folder.h"

using namespace genrelens;

namespace {

constexpr std::size_t kTracks = 6;

// The sentence after `damage` was done to a good folder.
std::string error_after(const std::function<void(const ScratchFolder&)>& damage) {
  const ScratchFolder folder;
  write_tiny_folder(folder.path(), kTracks);
  damage(folder);
  const Result<FeatureFolder> read = read_feature_folder(folder.path());
  return read ? "" : read.error().message;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a folder is read whole") {
  const ScratchFolder scratch;
  write_tiny_folder(scratch.path(), kTracks);
  const Result<FeatureFolder> folder = read_feature_folder(scratch.path());
  REQUIRE(folder);
  CHECK(folder->rows == kTracks);
  CHECK(folder->bands == kTinyBands);
  CHECK(folder->columns == kTinyColumns);
  REQUIRE(folder->tracks.size() == kTracks + 1);
  CHECK(folder->tracks[1].genre == "hiss");
  CHECK(folder->tracks[1].row == 1);
  CHECK(!folder->tracks[kTracks].row);
  CHECK(folder->levels_of(2).size() == kTinyBands * kTinyColumns);
  CHECK(folder->levels_of(2).data() == folder->levels.data() + 2 * kTinyBands * kTinyColumns);
  CHECK(genres(*folder) == std::vector<std::string>{"hiss", "hum"});
}

TEST_CASE("a split is found by name, with the tracks that have no row set apart") {
  const ScratchFolder scratch;
  write_tiny_folder(scratch.path(), kTracks);
  const Result<FeatureFolder> folder = read_feature_folder(scratch.path());
  REQUIRE(folder);
  const Result<Split> valid = find_split(*folder, "valid");
  REQUIRE(valid);
  CHECK(valid->tracks == std::vector<std::size_t>{4, 5});
  CHECK(valid->left_out == std::vector<std::string>{"lost"});
  const Result<Split> unknown = find_split(*folder, "test");
  REQUIRE(!unknown);
  CHECK(unknown.error().message == "There is no split \"test\"; there are: train, valid.");

  const std::string lines = "t4,valid\nt5,valid\n";
  CHECK(split_hash(*folder, std::span(&*valid, 1)) == sha256(lines));
}

TEST_CASE("tracks of some genres alone can be kept") {
  const ScratchFolder scratch;
  write_tiny_folder(scratch.path(), kTracks);
  Result<FeatureFolder> folder = read_feature_folder(scratch.path());
  REQUIRE(folder);
  CHECK(!keep_genres(*folder, {}));
  CHECK(folder->tracks.size() == kTracks + 1);
  const std::vector<std::string> wanted{"hiss"}, wrong{"hiss", "jazz"};
  CHECK(keep_genres(*folder, wrong)->message == "No track's genre is \"jazz\"; there are: hiss, hum.");
  CHECK(!keep_genres(*folder, wanted));
  CHECK(genres(*folder) == wanted);
  CHECK(folder->tracks[0].id == "t1");
  CHECK(folder->tracks[0].row == 1);
}

TEST_CASE("damaged folders are refused with a sentence that names the file") {
  CHECK(error_after([](const ScratchFolder&) {}).empty());
  CHECK(contains(error_after([](const auto& f) { std::filesystem::remove(f / "tracks.csv"); }),
                 "tracks.csv: cannot be opened"));
  CHECK(contains(error_after([](const auto& f) { std::filesystem::remove(f / "recipe.json"); }), "recipe.json"));
  CHECK(contains(error_after([](const auto& f) { write_text(f / "recipe.json", "{"); }), "recipe.json: "));
  CHECK(contains(error_after([](const auto& f) { write_text(f / "features.npy", "not numpy at all"); }),
                 "features.npy: This is not a numpy file."));
  CHECK(contains(error_after([](const auto& f) { write_text(f / "features.npy", npy("(6, 128, 120)", "short")); }),
                 "promises 6 rows of 128 × 120, but 5 bytes follow"));
  CHECK(contains(
      error_after([](const auto& f) { write_text(f / "features.npy", npy("(4294967296, 4294967296, 1)", "short")); }),
      "promises"));
  CHECK(contains(error_after([](const auto& f) { write_text(f / "features.npy", npy("(6, 120)", "")); }), "shape"));
  CHECK(contains(error_after([](const auto& f) { write_text(f / "features.npy", npy("(0, 128, 120)", "")); }),
                 "promises 0 rows"));
  CHECK(contains(error_after([](const auto& f) { write_text(f / "features.npy", npy("(1, 1, 1)", "abcd", "<f4")); }),
                 "uint8"));
  CHECK(contains(error_after([](const auto& f) { write_text(f / "features.npy", npy("(1, 2, 3)", "abcdef")); }),
                 "row 1"));
  CHECK(contains(error_after([](const auto& f) { write_text(f / "tracks.csv", "id,genre,split\na,b,c\n"); }),
                 "tracks.csv: There is no column \"row\"."));
  CHECK(contains(error_after([](const auto& f) { write_text(f / "tracks.csv", "id,genre,split,row\na,b,c,6\n"); }),
                 "Track a names row 6, but features.npy has rows 0 to 5."));
  CHECK(contains(error_after([](const auto& f) { write_text(f / "tracks.csv", "id,genre,split,row\na,b,c,x\n"); }),
                 "names row x"));
}

TEST_CASE("a table that a spreadsheet wrote is read: byte order mark, CRLF, empty lines") {
  CHECK(error_after([](const auto& f) {
          write_text(f / "tracks.csv", "\xEF\xBB\xBFid,genre,split,row\r\na,b,c,5\r\n\r\n");
        }).empty());
}

TEST_CASE("a recipe that is of other rows is refused with both sizes") {
  const std::string message = error_after([](const auto& f) {
    write_text(f / "features.npy", npy("(1, 2, 3)", "abcdef"));
    write_text(f / "tracks.csv", "id,genre,split,row\na,b,c,0\n");
  });
  CHECK(contains(message, "features.npy has 2 bands × 3 columns, but recipe.json says 128 × 120."));
}

TEST_CASE("every truncation of features.npy is refused") {
  const ScratchFolder folder;
  write_tiny_folder(folder.path(), 1);
  const std::string whole = *read_text(folder / "features.npy");
  for (std::size_t length = 0; length < whole.size(); length += length < 200 ? 1 : 997) {
    REQUIRE(!write_text(folder / "features.npy", whole.substr(0, length)));
    CAPTURE(length);
    CHECK(!read_feature_folder(folder.path()));
  }
}

TEST_CASE("a file in place of the folder is named") {
  const Result<FeatureFolder> folder = read_feature_folder(__FILE__);
  REQUIRE(!folder);
  CHECK(contains(folder.error().message, "is not a folder"));
}
