// What two splits must not share: a recording, an artist, or what sounds the same under two names.
//
//   Audit audit = audit_splits(folder, *find_split(folder, "train"), *find_split(folder, "valid"));
//   if (audit.findings() > 0) for (const std::string& line : describe(audit, folder)) …
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "native/feature_folder.h"
#include "native/near_duplicate.h"

namespace genrelens {

// The tracks of one artist (or pieces of one recording) on either side.
struct SharedName {
  std::string name;
  std::vector<std::size_t> first;  // numbers of tracks
  std::vector<std::size_t> second;
};

struct Audit {
  std::string first;  // the splits' names
  std::string second;
  std::vector<SharedName> recordings;  // the same id or the same row: pieces of one recording count as it
  std::vector<SharedName> artists;     // as tracks.csv spells them
  std::vector<NearDuplicate> near_duplicates;
  std::size_t first_without_artist = 0;  // tracks
  std::size_t second_without_artist = 0;

  std::size_t findings() const { return recordings.size() + artists.size() + near_duplicates.size(); }
};

// near_duplicates leaves out what is the same recording anyway.
Audit audit_splits(const FeatureFolder& folder, const Split& first, const Split& second);

// A sentence for each finding, then one that counts them.
std::vector<std::string> describe(const Audit& audit, const FeatureFolder& folder);

}  // namespace genrelens
