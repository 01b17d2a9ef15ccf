#include <doctest/doctest.h>

#include "native/song_list.h"
#include "scratch_folder.h"

using namespace genrelens;

namespace {

struct Music : ScratchFolder {
  void put(const std::string& file) const { REQUIRE(!write_text(*this / file, "x")); }
  void put_table(const std::string& text) const { REQUIRE(!write_text(*this / "songs.csv", text)); }

  std::string table_error(const std::string& text) const {
    put_table(text);
    const Result<SongList> list = list_songs(*this / "songs.csv");
    return list ? "" : list.error().message;
  }
};

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE_FIXTURE(Music, "a folder of songs by genre, as GTZAN is") {
  for (const char* file : {"genres/rock/rock.00001.au", "genres/rock/rock.00000.wav", "genres/blues/blues.00000.wav",
                           "genres/blues/.hidden.wav", "genres/blues/cover.jpg", "genres/list.m3u",
                           "genres/.git/x/a.wav", "genres/jazz/Some One/1959/Take It.FLAC"}) {
    put(file);
  }
  const Result<SongList> list = list_songs(*this / "genres");
  REQUIRE(list);
  if (!list) return;
  CHECK(list->left_alone == 2);
  REQUIRE(list->songs.size() == 4);
  CHECK(list->songs[0].file == *this / "genres/blues/blues.00000.wav");
  CHECK(list->songs[0].id == "blues.00000");
  CHECK(list->songs[0].genre == "blues");
  CHECK(list->songs[0].artist.empty());
  CHECK(list->songs[0].split.empty());
  CHECK(list->songs[1].id == "Take It");
  CHECK(list->songs[1].genre == "jazz");
  CHECK(list->songs[1].artist == "Some One");
  CHECK(list->songs[2].id == "rock.00000");
  CHECK(list->songs[3].id == "rock.00001");
}

TEST_CASE_FIXTURE(Music, "every song has an id of its own") {
  for (const char* file : {"m/a/1.wav", "m/b/1.wav", "m/b/2.wav", "m/c/3.mp3", "m/c/3.wav"}) put(file);
  const Result<SongList> list = list_songs(path() / "m");
  REQUIRE(list);
  if (!list) return;
  std::vector<std::string> ids;
  for (const ListedSong& song : list->songs) ids.push_back(song.id);
  CHECK(ids == std::vector<std::string>{"a/1", "b/1", "2", "c/3.mp3", "c/3.wav"});
}

TEST_CASE_FIXTURE(Music, "folders that are no songs by genre are refused") {
  put("flat/song.wav");
  const Result<SongList> flat = list_songs(*this / "flat");
  REQUIRE(!flat);
  CHECK(contains(flat.error().message, "song.wav: This song lies beside the genres' folders"));
  put("texts/rock/readme.txt");
  const Result<SongList> none = list_songs(*this / "texts");
  REQUIRE(!none);
  CHECK(contains(none.error().message, "There is no song in this folder"));
  const Result<SongList> missing = list_songs(*this / "missing");
  REQUIRE(!missing);
  CHECK(contains(missing.error().message, "missing: cannot be opened"));
}

TEST_CASE_FIXTURE(Music, "a table names songs, with quotes and a byte order mark") {
  put_table(
      "\xEF\xBB\xBFlabel,title,path,artist,split,year\r\n"
      "rock,\"One, \"\"Two\"\"\",\"a/one, two.mp3\",Some One,train,1999\r\n"
      "jazz,,/abs/b.ogg,,valid,\r\n");
  const Result<SongList> list = list_songs(*this / "songs.csv");
  REQUIRE(list);
  if (!list) return;
  REQUIRE(list->songs.size() == 2);
  CHECK(list->songs[0].file == *this / "a/one, two.mp3");
  CHECK(list->songs[0].id == "one, two");
  CHECK(list->songs[0].genre == "rock");
  CHECK(list->songs[0].title == "One, \"Two\"");
  CHECK(list->songs[0].artist == "Some One");
  CHECK(list->songs[0].split == "train");
  CHECK(list->songs[1].file == "/abs/b.ogg");
  CHECK(list->songs[1].split == "valid");

  put_table("path,genre,id,recording\nx.wav,rock,first,\nx.wav,rock,second,first\n");
  const Result<SongList> named = list_songs(*this / "songs.csv");
  REQUIRE(named);
  CHECK(named->songs[0].recording.empty());
  CHECK(named->songs[1].recording == "first");
  CHECK(named->songs[1].id == "second");
  CHECK(named->songs[1].genre == "rock");
}

TEST_CASE_FIXTURE(Music, "tables that cannot be followed are refused") {
  CHECK(contains(table_error("file,label\nx.wav,rock\n"), "songs.csv: The first line must name"));
  CHECK(contains(table_error("path,artist\nx.wav,rock\n"), "The first line must name"));
  CHECK(contains(table_error("path,label\n"), "There is no song"));
  CHECK(contains(table_error("path,label\nx.wav,rock\ny.wav,\n"), "Song 2 has no path or no label"));
  CHECK(contains(table_error("path,label\n,rock\n"), "Song 1 has no path"));
  CHECK(contains(table_error("path,label\nx.wav,rock,1\n"), "Line 2 has 3 fields"));
  CHECK(contains(table_error("path,label\n\"x.wav,rock\n"), "never closed"));
  CHECK(contains(table_error("path,label,id\nx.wav,rock,1\ny.wav,rock,1\n"), "Two songs have the id \"1\"."));
  CHECK(contains(table_error("path,label\nx.wav,rock\nx.wav,jazz\n"), "Two songs have the id"));
}
