#include "native/audit.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>

#include "native/split.h"

namespace genrelens {
namespace {

using Key = std::function<std::string(const Track&)>;

// Keys that tracks on both sides have; an empty key is none.
std::map<std::string, SharedName> shared(const FeatureFolder& folder, const Split& first, const Split& second,
                                         const Key& key_of) {
  std::map<std::string, SharedName> found;
  const auto collect = [&](const Split& split, std::vector<std::size_t> SharedName::*side) {
    for (const std::size_t track : split.tracks) {
      const std::string key = key_of(folder.tracks[track]);
      if (!key.empty()) (found[key].*side).push_back(track);
    }
  };
  collect(first, &SharedName::first);
  collect(second, &SharedName::second);
  std::erase_if(found, [](const auto& item) { return item.second.first.empty() || item.second.second.empty(); });
  return found;
}

std::vector<SharedName> named(const std::map<std::string, SharedName>& found,
                              const std::function<std::string(const SharedName&)>& name_of) {
  std::vector<SharedName> names;
  for (const auto& [key, item] : found) {
    names.push_back(item);
    names.back().name = name_of(item);
  }
  return names;
}

std::string list_tracks(const std::vector<std::size_t>& tracks, const FeatureFolder& folder) {
  constexpr std::size_t kMost = 3;
  std::string list = std::to_string(tracks.size()) + (tracks.size() == 1 ? " track (" : " tracks (");
  for (std::size_t i = 0; i < std::min(kMost, tracks.size()); i++) {
    list += (i > 0 ? ", " : "") + folder.tracks[tracks[i]].id;
  }
  return list + (tracks.size() > kMost ? ", …)" : ")");
}

std::string sentence(const std::string& what, const SharedName& item, const Audit& audit, const FeatureFolder& folder) {
  return what + " " + item.name + " is in both: " + list_tracks(item.first, folder) + " of " + audit.first + " and " +
         list_tracks(item.second, folder) + " of " + audit.second + ".";
}

std::string sentence(const NearDuplicate& pair, const Audit& audit, const FeatureFolder& folder) {
  char numbers[80];
  std::snprintf(numbers, sizeof numbers, ": similarity %.3f, %.1f s apart.", pair.similarity, pair.shift_seconds);
  return folder.tracks[pair.first].id + " of " + audit.first + " sounds like " + folder.tracks[pair.second].id +
         " of " + audit.second + numbers;
}

std::string counted(std::size_t count, const std::string& one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

std::size_t without_artist(const FeatureFolder& folder, const Split& split) {
  return static_cast<std::size_t>(std::count_if(split.tracks.begin(), split.tracks.end(), [&](std::size_t track) {
    return artist_key(folder.tracks[track]).empty();
  }));
}

}  // namespace

Audit audit_splits(const FeatureFolder& folder, const Split& first, const Split& second) {
  Audit audit{.first = first.name,
              .second = second.name,
              .first_without_artist = without_artist(folder, first),
              .second_without_artist = without_artist(folder, second)};
  const auto row = [](const Track& track) { return std::to_string(*track.row); };
  const auto recording = [](const Track& track) { return track.recording; };
  std::map<std::string, SharedName> recordings = shared(folder, first, second, recording);
  for (const auto& [key, item] : shared(folder, first, second, row)) {
    recordings.emplace(folder.tracks[item.first.front()].recording, item);
  }
  audit.recordings =
      named(recordings, [&](const SharedName& item) { return folder.tracks[item.first.front()].recording; });
  audit.artists = named(shared(folder, first, second, artist_key),
                        [&](const SharedName& item) { return folder.tracks[item.first.front()].artist; });
  for (const NearDuplicate& pair : find_near_duplicates(folder, first.tracks, second.tracks, {})) {
    const Track &one = folder.tracks[pair.first], &other = folder.tracks[pair.second];
    if (one.recording != other.recording && one.row != other.row) audit.near_duplicates.push_back(pair);
  }
  return audit;
}

std::vector<std::string> describe(const Audit& audit, const FeatureFolder& folder) {
  std::vector<std::string> lines;
  for (const SharedName& item : audit.recordings) lines.push_back(sentence("The recording", item, audit, folder));
  for (const SharedName& item : audit.artists) lines.push_back(sentence("The artist", item, audit, folder));
  for (const NearDuplicate& pair : audit.near_duplicates) lines.push_back(sentence(pair, audit, folder));
  lines.push_back(audit.first + " and " + audit.second + " share " + counted(audit.recordings.size(), "recording") +
                  ", " + counted(audit.artists.size(), "artist") + " and " +
                  counted(audit.near_duplicates.size(), "near-duplicate") + "; " +
                  std::to_string(audit.first_without_artist) + " and " + std::to_string(audit.second_without_artist) +
                  " tracks name no artist.");
  return lines;
}

}  // namespace genrelens
