// Recordings that are in a feature folder twice, found by how they sound and not by their names.
//
//   std::vector<NearDuplicate> found = find_near_duplicates(folder, train.tracks, valid.tracks, {});
//   for (const NearDuplicate& pair : found) use(folder.tracks[pair.first].id, pair.similarity);
//
// Two tracks are compared by the normalised cross-correlation of their levels in 16 coarse bands, each less its mean
// over the two seconds around (so that what swells alike is not alike), over all shifts that leave at least half of the
// columns: first in columns of about 0.27 s, then, where that is promising, in all. An equaliser, a gain, a moved start
// leave it near 1; another song of the same tempo and chords does not reach 0.6.
// Measured on ../shared/gtzan, all 250,986 pairs of its 709 rows: from 0.6 on 48 pairs, all of them the same recording
// by artist and title or bit for bit; the highest of any other pair is 0.56.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "native/feature_folder.h"

namespace genrelens {

struct NearDuplicate {
  std::size_t first = 0;  // numbers of tracks, first from the one list and second from the other
  std::size_t second = 0;
  double similarity = 0;     // −1…1
  double shift_seconds = 0;  // what is at t in the second is at t + shift in the first
};

struct NearDuplicateOptions {
  double similarity = 0.6;  // from which on a pair is reported
};

// Every pair of a track of `first` and another track of `second`, both with rows; each pair once, most similar first.
std::vector<NearDuplicate> find_near_duplicates(const FeatureFolder& folder, std::span<const std::size_t> first,
                                                std::span<const std::size_t> second,
                                                const NearDuplicateOptions& options);

}  // namespace genrelens
