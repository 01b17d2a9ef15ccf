// Songs with their genres, as people keep them: a folder with one sub-folder a genre, or a table.
//
//   Result<SongList> list = list_songs("genres");      // genres/blues/blues.00000.wav (GTZAN), any format of core
//   Result<SongList> list = list_songs("songs.csv");   // path,label and, if there are, artist,title,split,id,recording
//   for (const ListedSong& song : list->songs) use(song.file, song.genre);
//
// FOLDER/GENRE/SONG or FOLDER/GENRE/ARTIST/…/SONG, in the order of their paths. A song is a file whose name ends as
// sound files' do; others (covers, play lists) are left alone and counted, hidden ones ignored. Links to folders are
// not followed.
// In a table, a relative path is relative to the table's folder; label may be called genre. Files need not exist:
// whoever opens them says so.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"

namespace genrelens {

struct ListedSong {
  std::filesystem::path file;
  std::string id;  // unique: the table's, else the file's name without its ending, else, where others have it too, the
                   // path in the folder without its ending
  std::string genre;
  std::string split;
  std::string artist;
  std::string title;
  std::string recording;  // id of the song that it is a copy of; empty or its own: none
  int copy = 0;           // 0: the file's own sound; else native/song_copy.h makes it out of that

  // Never empty: its own id where it is no copy. A copy of a copy is one of the first song.
  const std::string& recording_id() const { return recording.empty() ? id : recording; }
};

struct SongList {
  std::vector<ListedSong> songs;
  std::size_t left_alone = 0;  // files in the folder that are no songs by their names
};

// Errors name the folder or table, and the table's row: no songs, a song without a genre, an id twice.
Result<SongList> list_songs(const std::filesystem::path& folder_or_table);

}  // namespace genrelens
