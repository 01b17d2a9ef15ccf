#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "core/random.h"
#include "native/audit.h"

using namespace genrelens;

namespace {

constexpr std::size_t kBands = 32;
constexpr std::size_t kColumns = 240;

// Rows of noise that changes every few columns.
struct Noise {
  Noise() {
    folder.recipe.seconds_per_column = 0.1;
    folder.bands = kBands;
    folder.columns = kColumns;
    folder.has_artists = true;
  }

  std::vector<std::uint8_t> row() {
    std::vector<std::uint8_t> levels(kBands * kColumns);
    for (std::size_t band = 0; band < kBands; band++) {
      double level = 100;
      for (std::size_t column = 0; column < kColumns; column++) {
        if (random.uniform() < 0.3) level = random.uniform(40, 160);
        levels[band * kColumns + column] = static_cast<std::uint8_t>(level);
      }
    }
    return levels;
  }

  void add(const std::string& id, const std::string& split, const std::string& artist,
           const std::vector<std::uint8_t>& levels) {
    folder.tracks.push_back({.id = id, .genre = "rock", .split = split, .artist = artist, .recording = id});
    folder.tracks.back().row = folder.rows++;
    folder.levels.insert(folder.levels.end(), levels.begin(), levels.end());
  }

  Audit audit() const { return audit_splits(folder, *find_split(folder, "train"), *find_split(folder, "valid")); }

  Random random{5};
  FeatureFolder folder;
};

// The row moved by `columns`, its bands louder and softer, and half as wide in level.
std::vector<std::uint8_t> disguised(const std::vector<std::uint8_t>& row, std::size_t columns) {
  std::vector<std::uint8_t> other(row.size(), 0);
  for (std::size_t band = 0; band < kBands; band++) {
    for (std::size_t column = 0; column + columns < kColumns; column++) {
      other[band * kColumns + column] =
          static_cast<std::uint8_t>(row[band * kColumns + column + columns] / 2 + 2 * band);
    }
  }
  return other;
}

}  // namespace

TEST_CASE("a disguised copy is found with its shift, and what is only of the same kind is not") {
  Noise noise;
  for (int i = 0; i < 5; i++) noise.add("a" + std::to_string(i), "train", "", noise.row());
  const std::vector<std::uint8_t> song = noise.row();
  noise.add("song", "train", "", song);
  for (int i = 0; i < 5; i++) noise.add("b" + std::to_string(i), "valid", "", noise.row());
  noise.add("copy", "valid", "", disguised(song, 37));
  noise.add("silence", "train", "", std::vector<std::uint8_t>(kBands * kColumns, 0));
  noise.add("silence too", "valid", "", std::vector<std::uint8_t>(kBands * kColumns, 0));
  const Audit audit = noise.audit();
  REQUIRE(audit.near_duplicates.size() == 1);
  const NearDuplicate& pair = audit.near_duplicates[0];
  CHECK(noise.folder.tracks[pair.first].id == "song");
  CHECK(noise.folder.tracks[pair.second].id == "copy");
  CHECK(pair.similarity > 0.8);  // the silence behind the copy takes off some
  CHECK(pair.shift_seconds == doctest::Approx(3.7));
  CHECK(audit.findings() == 1);
  CHECK(describe(audit, noise.folder).size() == 2);
}

TEST_CASE("shared recordings, rows and artists are found, however the artist is spelt") {
  Noise noise;
  const std::vector<std::uint8_t> song = noise.row();
  noise.add("one", "train", "Bob Marley", song);
  noise.add("two", "valid", " bob marley", noise.row());
  noise.add("three", "train", "", noise.row());
  noise.add("four", "valid", "", noise.row());
  noise.folder.tracks[3].row = 2;  // of "three"
  noise.add("piece@0", "train", "Other", noise.row());
  noise.add("piece@9", "valid", "Another", noise.row());
  noise.folder.tracks[4].recording = noise.folder.tracks[5].recording = "piece";
  const Audit audit = noise.audit();
  REQUIRE(audit.artists.size() == 1);
  CHECK(audit.artists[0].name == "Bob Marley");
  REQUIRE(audit.recordings.size() == 2);
  CHECK(audit.recordings[0].name == "piece");
  CHECK(audit.recordings[1].name == "three");
  CHECK(audit.near_duplicates.empty());  // the same row is told once
  CHECK(audit.first_without_artist == 1);
  CHECK(describe(audit, noise.folder)[2] ==
        "The artist Bob Marley is in both: 1 track (one) of train and 1 track (two) of valid.");
  CHECK(describe(audit, noise.folder)[3] ==
        "train and valid share 2 recordings, 1 artist and 0 near-duplicates; 1 and 1 tracks name no artist.");
}

TEST_CASE("GTZAN: the known repeats among the excluded tracks are found, and the split is clean") {
  const std::filesystem::path data = std::filesystem::path(GENRELENS_SHARED) / "gtzan";
  if (!std::filesystem::exists(data)) {
    std::puts("skipped: there is no ../shared/gtzan");
    return;
  }
  const Result<FeatureFolder> folder = read_feature_folder(data);
  REQUIRE(folder);
  const Split train = *find_split(*folder, "train"), valid = *find_split(*folder, "valid");
  CHECK(audit_splits(*folder, train, valid).findings() == 0);
  // Repetitions that Sturm (2013) lists and whose other half is in train.
  const std::pair<const char*, const char*> repeats[] = {
      {"jazz.00033", "jazz.00051"},     {"jazz.00034", "jazz.00053"},     {"jazz.00035", "jazz.00055"},
      {"jazz.00036", "jazz.00058"},     {"jazz.00037", "jazz.00060"},     {"jazz.00038", "jazz.00062"},
      {"jazz.00039", "jazz.00065"},     {"jazz.00040", "jazz.00067"},     {"jazz.00042", "jazz.00068"},
      {"jazz.00043", "jazz.00069"},     {"jazz.00044", "jazz.00070"},     {"jazz.00045", "jazz.00071"},
      {"jazz.00046", "jazz.00072"},     {"metal.00040", "metal.00061"},   {"metal.00041", "metal.00062"},
      {"metal.00042", "metal.00063"},   {"metal.00043", "metal.00064"},   {"metal.00044", "metal.00065"},
      {"metal.00045", "metal.00066"},   {"metal.00034", "metal.00094"},   {"hiphop.00076", "hiphop.00078"},
      {"reggae.00003", "reggae.00054"}, {"reggae.00005", "reggae.00056"}, {"reggae.00010", "reggae.00060"},
      {"reggae.00041", "reggae.00069"}, {"disco.00050", "disco.00070"},
  };
  const Audit audit = audit_splits(*folder, *find_split(*folder, "excluded"), train);
  for (const auto& [one, other] : repeats) {
    CAPTURE(one);
    CHECK(std::any_of(audit.near_duplicates.begin(), audit.near_duplicates.end(),
                      [&, one = one, other = other](const NearDuplicate& pair) {
                        return folder->tracks[pair.first].id == one && folder->tracks[pair.second].id == other;
                      }));
  }
  CHECK(audit.near_duplicates.size() < 45);  // no flood of false alarms in 30,942 pairs
}
