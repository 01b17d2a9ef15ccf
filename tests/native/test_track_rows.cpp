// Songs in, a feature folder out: in parallel as in a row, in one go as after a stop, with damaged files among them.
#include <doctest/doctest.h>

#include <filesystem>

#include "native/feature_folder.h"
#include "native/feature_folder_writer.h"
#include "native/song_copy.h"
#include "native/track_rows.h"
#include "scratch_folder.h"

using namespace genrelens;

namespace {

using State = SongOutcome::State;

// Three genres of the generated sounds, in all formats, some cut off and some no songs at all.
struct DataSet : ScratchFolder {
  TrackRecipe recipe = song_recipe(3 * 22050);
  SongList list;

  DataSet() {
    const std::pair<const char*, const char*> files[] = {
        {"tone.wav", "blues"},    {"tone.mp3", "blues"},        {"cut.flac", "blues"},   {"empty.mp3", "blues"},
        {"tone.flac", "rock"},    {"tone-48000.opus", "rock"},  {"picture.mp3", "rock"}, {"short.wav", "rock"},
        {"tone-mono.ogg", "pop"}, {"tone-untagged.mp3", "pop"}, {"half-mono.au", "pop"}, {"cut.mp3", "pop"},
    };
    for (const auto& [file, genre] : files) {
      std::filesystem::create_directories(*this / "songs" / genre);
      std::filesystem::copy_file(std::string(GENRELENS_SOUNDS) + "/" + file, *this / "songs" / genre / file);
    }
    list = *list_songs(*this / "songs");
  }

  // One run into the folder `out`, stopped after `songs` songs.
  std::vector<SongOutcome> run(const std::string& out, int threads, std::size_t songs = 1000) const {
    Result<RowJournal> journal = open_journal(out);
    std::atomic<bool> stop = false;
    const auto progress = [&](std::size_t done) { stop = done >= songs; };
    const auto outcomes =
        compute_rows(list.songs, recipe, *journal, {.threads = threads, .progress = progress, .stop = &stop});
    REQUIRE(outcomes);
    if (std::none_of(outcomes->begin(), outcomes->end(), [](auto& o) { return o.state == State::waiting; })) {
      REQUIRE(!write_feature_folder(*this / out, recipe, list.songs, *outcomes, *journal));
    }
    return *outcomes;
  }

  Result<RowJournal> open_journal(const std::string& out) const {
    return RowJournal::open(*this / out / "features.part", write_recipe(recipe),
                            recipe.columns * static_cast<std::size_t>(recipe.mel.bands));
  }

  std::string text(const std::string& file) const { return *read_text(*this / file); }
};

std::size_t count(const std::vector<SongOutcome>& outcomes, State state) {
  return static_cast<std::size_t>(std::count_if(outcomes.begin(), outcomes.end(),
                                                [&](const SongOutcome& outcome) { return outcome.state == state; }));
}

}  // namespace

TEST_CASE_FIXTURE(DataSet, "good songs have rows, cut ones too, and damaged ones are named") {
  const std::vector<SongOutcome> outcomes = run("out", 1);
  REQUIRE(outcomes.size() == 12);
  CHECK(count(outcomes, State::computed) == 10);
  for (std::size_t i = 0; i < outcomes.size(); i++) {
    const std::string name = list.songs[i].file.filename();
    CAPTURE(name);
    const bool no_song = name == "empty.mp3" || name == "picture.mp3";
    CHECK((outcomes[i].state == State::skipped) == no_song);
    CHECK(outcomes[i].problem.empty() == !(no_song || name.starts_with("cut")));
  }
  const Result<FeatureFolder> folder = read_feature_folder(*this / "out");
  REQUIRE(folder);
  if (!folder) return;
  CHECK(folder->recipe == recipe);
  CHECK(folder->rows == 10);
  CHECK(folder->columns == 33);
  CHECK(genres(*folder) == std::vector<std::string>{"blues", "pop", "rock"});
  std::size_t next = 0;
  for (std::size_t i = 0; i < outcomes.size(); i++) {
    const Track& track = folder->tracks[i];
    CHECK(track.id == list.songs[i].id);
    CHECK(track.row.has_value() == outcomes[i].has_row());
    if (track.row) CHECK(*track.row == next++);
    CHECK(std::filesystem::equivalent(*this / "out" / track.audio, list.songs[i].file));
  }
}

TEST_CASE_FIXTURE(DataSet, "a row is the row of its song") {
  const std::vector<SongOutcome> outcomes = run("out", 2);
  const Result<FeatureFolder> folder = read_feature_folder(*this / "out");
  REQUIRE(folder);
  // The same music as WAV and as FLAC.
  std::size_t wav = 0, flac = 0, mono = 0;
  for (std::size_t i = 0; i < list.songs.size(); i++) {
    const std::string name = list.songs[i].file.filename();
    if (name == "tone.wav") wav = i;
    if (name == "tone.flac") flac = i;
    if (name == "tone-mono.ogg") mono = i;
  }
  const auto left = folder->levels_of(wav), right = folder->levels_of(flac), other = folder->levels_of(mono);
  CHECK(std::equal(left.begin(), left.end(), right.begin()));
  CHECK(!std::equal(left.begin(), left.end(), other.begin()));
}

TEST_CASE_FIXTURE(DataSet, "any number of threads gives the same bytes") {
  run("one", 1);
  for (const int threads : {2, 5, 40}) {
    const std::string out = std::to_string(threads);
    run(out, threads);
    CHECK(text("one/features.npy") == text(out + "/features.npy"));
    CHECK(text("one/tracks.csv") == text(out + "/tracks.csv"));
    CHECK(text("one/recipe.json") == text(out + "/recipe.json"));
  }
}

TEST_CASE_FIXTURE(DataSet, "a run that was stopped goes on, to the same bytes") {
  run("unbroken", 2);
  for (const std::size_t songs : {1, 4, 11}) {
    CAPTURE(songs);
    const std::string out = "stopped" + std::to_string(songs);
    const std::vector<SongOutcome> first = run(out, 1, songs);
    CHECK(count(first, State::waiting) == 12 - songs);
    CHECK(!std::filesystem::exists(*this / out / "features.npy"));
    const std::vector<SongOutcome> second = run(out, 2);
    CHECK(count(second, State::kept) == count(first, State::computed));
    CHECK(text("unbroken/features.npy") == text(out + "/features.npy"));
    CHECK(text("unbroken/tracks.csv") == text(out + "/tracks.csv"));
  }
}

TEST_CASE_FIXTURE(DataSet, "copies of a song have rows of their own, also after a stop") {
  for (ListedSong& song : list.songs) song.split = song.genre == "pop" ? "train" : "valid";
  list = *with_copies(list, 2, "train");
  REQUIRE(list.songs.size() == 12 + 4 * 2);
  run("unbroken", 2);
  run("stopped", 1, 6);
  run("stopped", 2);
  CHECK(text("unbroken/features.npy") == text("stopped/features.npy"));
  const Result<FeatureFolder> folder = read_feature_folder(*this / "unbroken");
  REQUIRE(folder);
  if (!folder) return;
  std::size_t copies = 0;
  for (std::size_t i = 0; i < folder->tracks.size(); i++) {
    const Track& track = folder->tracks[i];
    if (list.songs[i].copy == 0) CHECK(track.recording == track.id);
    if (list.songs[i].copy == 0 || !track.row) continue;
    copies++;
    const std::size_t song = i - static_cast<std::size_t>(list.songs[i].copy);
    CHECK(track.recording == folder->tracks[song].id);
    const auto own = folder->levels_of(i), of_song = folder->levels_of(song);
    CHECK(!std::equal(own.begin(), own.end(), of_song.begin()));
  }
  CHECK(copies == 8);
}

TEST_CASE_FIXTURE(DataSet, "a song or a recipe that changed after the stop is noticed") {
  const std::vector<SongOutcome> first = run("out", 1, 11);
  std::filesystem::copy_file(std::string(GENRELENS_SOUNDS) + "/half.ogg", list.songs[0].file,
                             std::filesystem::copy_options::overwrite_existing);
  const std::vector<SongOutcome> second = run("out", 1);
  CHECK(second[0].changed);
  CHECK(second[0].state == State::computed);
  CHECK(count(second, State::kept) == count(first, State::computed) - 1);

  recipe.excerpt->fill = ShortSong::zero;
  const std::vector<SongOutcome> third = run("out", 1);
  CHECK(count(third, State::kept) == 0);
  CHECK(count(third, State::computed) == 10);
}

TEST_CASE_FIXTURE(DataSet, "a song that is gone is skipped") {
  std::filesystem::remove(list.songs[2].file);
  const std::vector<SongOutcome> outcomes = run("out", 2);
  CHECK(outcomes[2].state == State::skipped);
  CHECK(outcomes[2].problem == "This file cannot be opened or read.");
}

TEST_CASE("GTZAN's tracks have the rows of its feature folder") {
  const std::filesystem::path data = std::filesystem::path(GENRELENS_SHARED) / "gtzan";
  if (!std::filesystem::exists(data)) {
    std::puts("skipped: there is no ../shared/gtzan");
    return;
  }
  const Result<FeatureFolder> folder = read_feature_folder(data);
  REQUIRE(folder);
  std::vector<ListedSong> songs;
  std::vector<std::size_t> tracks;
  for (std::size_t track = 0; track < folder->tracks.size(); track += 5) {
    const Track& listed = folder->tracks[track];
    if (!listed.row || listed.audio.empty() || listed.audio_seconds < 29.9) continue;
    songs.push_back({.file = data / listed.audio, .id = listed.id, .genre = listed.genre});
    tracks.push_back(track);
  }
  REQUIRE(songs.size() >= 5);
  const ScratchFolder scratch;
  Result<RowJournal> journal =
      RowJournal::open(scratch / "features.part", write_recipe(folder->recipe), folder->bands * folder->columns);
  const auto outcomes = compute_rows(songs, folder->recipe, *journal, {.threads = 2});
  REQUIRE(outcomes);
  double sum = 0;
  for (std::size_t i = 0; i < songs.size(); i++) {
    CAPTURE(songs[i].id);
    REQUIRE((*outcomes)[i].has_row());
    if (!(*outcomes)[i].has_row()) return;
    const std::vector<std::uint8_t> row = *journal->read(*journal->find((*outcomes)[i].stamp));
    const std::span<const std::uint8_t> stored = folder->levels_of(tracks[i]);
    for (std::size_t at = 0; at < row.size(); at++) sum += std::abs(row[at] - stored[at]);
  }
  const double mean = sum / static_cast<double>(songs.size() * folder->bands * folder->columns);
  std::printf("%zu tracks: mean difference %.3f of 255 levels\n", songs.size(), mean);
  CHECK(mean < 0.5);
}
