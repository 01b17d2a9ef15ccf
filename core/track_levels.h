// Songs as small pictures of bytes: the rows of a feature folder (features.npy), by the folder's recipe.json.
//
//   TrackRecipe recipe = song_recipe(kGtzanSamples);                  // or parse_recipe(json)
//   std::vector<std::uint8_t> row = *track_levels(recipe, samples);   // (bands, columns), band 0 lowest
//
// Every row of a folder has the same columns, so that numpy reads them with one line. How songs of any length fit in:
//
// - A recipe with an excerpt takes that many samples, of the song's middle or start; column i is always frame
//   min(floor((i + 2) / 334.8 · N), N − 1) of the N that the whole excerpt has, whatever the song has of them. A
//   shorter song's columns are followed by themselves from the first again ("repeat"), or by 0 ("zero"). No song is
//   stretched.
// - A recipe without one is that of ../shared/gtzan, whose tracks are all of 30 s: N is the track's own, so that only
//   tracks of one length belong in its folder. column_span · seconds_per_column is that length.
//
// ../shared/gtzan's: log-mel, 20·log10(power), reference = the maximum of the excerpt, 80 below it = 0, one frame in
// about 3.86 by nearest neighbour. every_frame_recipe() takes any mel, level and excerpt, and every frame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/level.h"
#include "core/mel.h"
#include "core/result.h"

namespace genrelens {

enum class ExcerptFrom { start, middle };

// What follows the columns of a song that is shorter than the excerpt.
enum class ShortSong {
  repeat,  // its own, from the first again: as LastChunk::repeat
  zero,    // 0, the floor
};

struct Excerpt {
  std::size_t samples = 0;  // at the recipe's rate, > 0
  ExcerptFrom from = ExcerptFrom::middle;
  ShortSong fill = ShortSong::repeat;

  // The excerpt's first sample in a song of that many; 0 if the song is no longer than the excerpt.
  std::uint64_t begin(std::uint64_t song) const;

  bool operator==(const Excerpt&) const = default;
};

struct TrackRecipe {
  MelOptions mel;
  LevelOptions level;
  std::size_t columns = 0;   // of every row
  double column_offset = 2;  // column i is frame floor((i + column_offset) / column_span · N)
  double column_span = 334.8;
  double seconds_per_column = 0;   // 0.0896 for 30 s tracks
  std::optional<Excerpt> excerpt;  // none: the whole track

  bool operator==(const TrackRecipe&) const = default;
};

inline constexpr std::size_t kGtzanSamples = 661794;  // of nearly all tracks of GTZAN, 22,050 Hz: 30.01 s

// The recipe of ../shared/gtzan for the middle of songs of any length: rows of GTZAN's period, 334 columns for
// kGtzanSamples. samples: at 22,050 Hz, 22,050 (one second) to 3,600 times that.
TrackRecipe song_recipe(std::size_t samples);

// Every frame of the excerpt a column. Asserts that the excerpt has at least one frame and that the mel can be
// computed.
TrackRecipe every_frame_recipe(const MelOptions& mel, const LevelOptions& level, const Excerpt& excerpt);

// missing_field, bad_field, out_of_range, wrong_version as for cards. "index" is read from its formula's two numbers;
// "excerpt" {samples, from: middle | start, short: repeat | zero} may be missing.
Result<TrackRecipe> parse_recipe(std::string_view text);

// Indented JSON that parse_recipe reads back to an equal recipe, provided that its values are those that parse_recipe
// allows.
std::string write_recipe(const TrackRecipe& recipe);

// samples: mono at the recipe's rate; of a recipe with an excerpt, the excerpt's, as many as the song has (asserts that
// there are no more). Too short for one frame, or for one column, or more than 2^26 levels:
// out_of_range.
Result<std::vector<std::uint8_t>> track_levels(const TrackRecipe& recipe, std::span<const float> samples);

}  // namespace genrelens
