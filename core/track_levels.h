// Whole tracks as small pictures of bytes: the rows of a feature folder (features.npy), by the folder's recipe.json.
//
//   Result<TrackRecipe> recipe = parse_recipe(json);
//   std::vector<std::uint8_t> row = track_levels(*recipe, samples);   // (bands, columns), band 0 lowest
//
// Recipe of ../shared/gtzan: log-mel of the whole track, 20·log10(power), reference = the track's maximum, 80 below it
// = 0, one frame in about 3.86 by nearest neighbour: column i is frame min(floor((i + 2) / 334.8 · N), N − 1).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/level.h"
#include "core/mel.h"
#include "core/result.h"

namespace genrelens {

struct TrackRecipe {
  MelOptions mel;
  LevelOptions level;
  std::size_t columns = 0;   // of every row
  double column_offset = 2;  // column i is frame floor((i + column_offset) / column_span · N)
  double column_span = 334.8;
  double seconds_per_column = 0;  // 0.0896 for 30 s tracks
};

// missing_field, bad_field, wrong_version as for cards. "index" is read from its formula's two numbers.
Result<TrackRecipe> parse_recipe(std::string_view text);

// samples: mono at the recipe's rate. Too short for one frame, or more than 2^26 levels: out_of_range.
Result<std::vector<std::uint8_t>> track_levels(const TrackRecipe& recipe, std::span<const float> samples);

}  // namespace genrelens
