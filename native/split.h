// Which tracks are learnt (train), which choose the epoch (valid) and which judge (test): ways to divide a feature
// folder, and the file that keeps the outcome.
//
//   Result<SplitTable> table = make_splits(folder, *find_splitter("artist-k-fold"), {.folds = 10, .seed = 1});
//   if (auto error = write_text("splits.csv", write_splits(*table))) …
//   Result<SplitTable> again = read_splits("splits.csv");
//   Result<FeatureFolder> divided = apply_splits(std::move(folder), *again, 3);  // its tracks say train, valid or test
//
// splits.csv has one of these first lines:
//   id,split                 a track's part
//   id,fold                  1…k. Fold f tests on f, validates on the next (1 follows k) and learns the rest
//   id,begin,columns,split   a piece of a track, in columns of features.npy, and its part
// Tracks of one recording stay together. Copies of a track are not dealt: they are learnt where it is, and neither
// choose nor judge. Pieces of one recording on both sides make every score a lie (paper 001): their parts are named
// LEAKY-train …
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/card.h"
#include "core/result.h"
#include "native/feature_folder.h"

namespace genrelens {

inline constexpr char kLeaky[] = "LEAKY-";

enum class SplitUnit {
  track,   // tracks of a genre are dealt at random
  artist,  // all tracks of an artist stay together; those without an artist too, genre by genre
  chunk,   // pieces of tracks are dealt at random: LEAKY
  list,    // files say which track belongs where
};

struct Splitter {
  const char* name;
  const char* text;  // for the help
  SplitUnit unit = SplitUnit::track;
  bool in_folds = false;
  double train_share = 0;  // 0: the options say; else fixed by a paper, as are the lengths below
  double valid_share = 0;
  double chunk_seconds = 0;
  double hop_seconds = 0;
};

std::span<const Splitter> splitters();

// Null if there is none of that name.
const Splitter* find_splitter(const std::string& name);

struct SplitOptions {
  std::size_t folds = 10;     // ≥ 3
  double train_share = 0.7;   // of each genre;
  double valid_share = 0.15;  // what is left is test
  double chunk_seconds = 9;
  double hop_seconds = 4.5;
  std::uint64_t seed = 1;
  std::vector<std::string> leave_out;        // splits of tracks.csv whose tracks are not dealt: "excluded"
  std::map<std::string, std::string> lists;  // part → text of its list: a track a line, as id or as file name
};

struct SplitLine {
  std::string id;
  std::string split;        // empty where there are folds
  std::size_t fold = 0;     // 1…folds, 0 where there are none
  std::size_t begin = 0;    // of a piece, in columns
  std::size_t columns = 0;  // 0: the whole track
};

struct SplitTable {
  std::vector<SplitLine> lines;   // by id, then begin
  std::size_t folds = 0;          // 0: none
  std::vector<std::string> lost;  // names in lists that the folder does not have
};

// Tracks with rows, dealt so that every part's share of every genre is as near to the wanted as units allow. The same
// seed gives the same table, whatever the order of the tracks in the folder.
// Errors: shares that leave nothing to learn, too few artists, no artists at all, a track in two lists.
Result<SplitTable> make_splits(const FeatureFolder& folder, const Splitter& splitter, const SplitOptions& options);

std::string write_splits(const SplitTable& table);

// Errors name the file and the line.
Result<SplitTable> read_splits(const std::filesystem::path& path);

// The folder with the table's parts in place of its own; tracks that the table does not name are in none (""). fold:
// 1…folds; 0: the parts are "fold-1" … Of pieces, a folder of pieces, each a track of its own named id@begin.
// Errors: a track that the folder does not have or the table has twice, a piece outside its track, fold out of range.
Result<FeatureFolder> apply_splits(FeatureFolder folder, const SplitTable& table, std::size_t fold);

bool is_leaky(const std::string& split_name);

// "LEAKY-train" for "train" where the folder has only that.
std::string split_named(const FeatureFolder& folder, const std::string& name);

// Writes LEAKY into the model's name and title if its split is.
void stamp_leaky(Card& card);

// The artist as compared: ASCII letters small, no spaces around; empty if unknown.
std::string artist_key(const Track& track);

}  // namespace genrelens
