// A training song heard otherwise, to enlarge the set as paper 004 does: longer or shorter at the same pitch, higher or
// lower at the same length, or with white noise.
//
//   SongList list = *with_copies(songs, 3, "train");             // each song of the split, then its copies 1, 2 and 3
//   if (auto error = change_sound(excerpt.samples, list.songs[1])) …
//
// The same song and number give the same sound, whatever else is in the list.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "native/song_list.h"

namespace genrelens {

inline constexpr double kCopyStretch = 0.15;   // time: up to this much longer or shorter
inline constexpr double kCopySemitones = 2;    // pitch: up to this much higher or lower
inline constexpr double kCopyLeastNoise = 30;  // dB of the song above the noise, at most
inline constexpr double kCopyMostNoise = 15;   // at least

// The songs with `copies` more after each one of the split. A copy is named "ID~1" and has its song's split. Errors: no
// song is of the split, or a song has a copy's name already.
Result<SongList> with_copies(const SongList& songs, int copies, const std::string& split);

// Of a copy: copies 1, 4, 7 … are stretched, 2, 5, 8 … shifted, the others noisy. Of a song itself: nothing.
// samples: mono; their number changes with the stretch. Error: core/time_stretch.h's.
std::optional<Error> change_sound(std::vector<float>& samples, const ListedSong& song);

}  // namespace genrelens
