// Tracks whose features are already computed: features.npy, tracks.csv, recipe.json in one folder.
//
//   Result<FeatureFolder> folder = read_feature_folder("../shared/gtzan");
//   Result<Split> valid = find_split(*folder, "valid");
//   for (std::size_t track : valid->tracks) use(folder->levels_of(track), folder->tracks[track].genre);
//
// features.npy is uint8 (rows, bands, columns), band 0 lowest; tracks.csv has at least id, genre, split and row, which
// may be empty, and perhaps artist, title, recording, audio and audio_seconds. Other columns are ignored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/track_levels.h"

namespace genrelens {

struct Track {
  std::string id;
  std::string genre;
  std::string split;
  std::string artist;              // empty if the table does not say
  std::string title;               // likewise
  std::string recording;           // id of the track that it is a piece of; its own where it is whole
  std::string audio;               // file in the folder, empty if there is none
  double audio_seconds = 0;        // of that file
  std::optional<std::size_t> row;  // in features.npy
};

struct FeatureFolder {
  TrackRecipe recipe;
  std::vector<Track> tracks;
  bool has_artists = false;  // whether tracks.csv has such a column
  std::size_t rows = 0;
  std::size_t bands = 0;
  std::size_t columns = 0;
  std::vector<std::uint8_t> levels;  // (rows, bands, columns)

  // (bands, columns) of a track that has a row.
  std::span<const std::uint8_t> levels_of(std::size_t track) const;
};

struct Split {
  std::string name;
  std::vector<std::size_t> tracks;    // numbers of those with a row, in file order
  std::vector<std::string> left_out;  // ids of those without
};

// Errors name the file.
Result<FeatureFolder> read_feature_folder(const std::filesystem::path& folder);

// The sentence for a name that no track's split has, which lists those there are; empty if there is such a split.
std::optional<Error> unknown_split(const FeatureFolder& folder, const std::string& name);

// An unknown name: the sentence lists the splits there are. A split without one row is an error too.
Result<Split> find_split(const FeatureFolder& folder, const std::string& name);

// All genres of the tracks, sorted: the labels that a system trained on the folder has.
std::vector<std::string> genres(const FeatureFolder& folder);

// Leaves out the tracks of all other genres; none named: leaves all. Error: a genre that no track has.
std::optional<Error> keep_genres(FeatureFolder& folder, std::span<const std::string> wanted);

// sha256 of the lines "id,split\n" of the splits' tracks, in file order.
std::string split_hash(const FeatureFolder& folder, std::span<const Split> splits);

}  // namespace genrelens
