#include "native/song_copy.h"

#include <charconv>
#include <cmath>
#include <set>
#include <span>
#include <utility>

#include "core/noise.h"
#include "core/random.h"
#include "core/sha256.h"
#include "core/time_stretch.h"

namespace genrelens {
namespace {

Random random_of(const ListedSong& song) {
  const std::string hash = sha256(song.id);
  std::uint64_t seed = 0;
  std::from_chars(hash.data(), hash.data() + 16, seed, 16);
  return Random(seed);
}

}  // namespace

Result<SongList> with_copies(const SongList& songs, int copies, const std::string& split) {
  SongList list{.left_alone = songs.left_alone};
  std::set<std::string> ids;
  for (const ListedSong& song : songs.songs) ids.insert(song.id);
  bool some = false;
  for (const ListedSong& song : songs.songs) {
    list.songs.push_back(song);
    if (song.split != split) continue;
    some = true;
    for (int copy = 1; copy <= copies; copy++) {
      ListedSong changed = song;
      changed.id += "~" + std::to_string(copy);
      changed.copy = copy;
      changed.recording = song.recording_id();
      if (ids.contains(changed.id)) {
        return Error{.code = ErrorCode::bad_field,
                     .message = "A song is named " + changed.id + " already, as copy " + std::to_string(copy) + " of " +
                                song.id + " would be."};
      }
      list.songs.push_back(std::move(changed));
    }
  }
  if (!some) {
    return Error{.code = ErrorCode::bad_field,
                 .message = "No song's split is \"" + split + "\", so none can be copied; a table says which are."};
  }
  return list;
}

std::optional<Error> change_sound(std::vector<float>& samples, const ListedSong& song) {
  if (song.copy == 0) return {};
  Random random = random_of(song);
  const int kind = song.copy % 3;
  if (kind == 0) {
    add_noise(samples, NoiseColour::white, random.uniform(kCopyMostNoise, kCopyLeastNoise), random);
    return {};
  }
  Result<std::vector<float>> changed =
      kind == 1 ? time_stretch(samples, std::exp(random.uniform(-kCopyStretch, kCopyStretch)))
                : pitch_shift(samples, random.uniform(-kCopySemitones, kCopySemitones));
  if (!changed) return changed.error();
  samples = std::move(*changed);
  return {};
}

}  // namespace genrelens
