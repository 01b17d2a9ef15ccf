// The part of a song that becomes a row, from its file: decoded, one channel, at the recipe's rate.
//
//   Result<SongExcerpt> excerpt = read_excerpt(source, recipe);
//   Result<std::vector<std::uint8_t>> row = track_levels(recipe, excerpt->samples);
//
// Only the excerpt is held, however long the song. Where the middle lies is known when the whole song is: the header's
// length is tried first, and where it is missing or wrong the song is decoded a second time.
#pragma once

#include <optional>
#include <vector>

#include "core/byte_source.h"
#include "core/result.h"
#include "core/track_levels.h"

namespace genrelens {

struct SongExcerpt {
  std::vector<float> samples;   // full scale ±1
  double seconds = 0;           // of the whole song, as far as it can be read
  std::optional<Error> damage;  // why the song ended early, if it did
};

// Errors: open_decoder's; not one frame is good; out_of_range for a recipe of whole tracks if this one's length is not
// within 5 % of the recipe's: its row would be stretched.
Result<SongExcerpt> read_excerpt(ByteSource& source, const TrackRecipe& recipe);

}  // namespace genrelens
