// Songs to rows, on several threads, each kept in the journal as soon as it is there.
//
//   Result<std::vector<SongOutcome>> outcomes = compute_rows(list->songs, recipe, *journal, {.threads = 2});
//   for (const SongOutcome& outcome : *outcomes) …   // outcome i is of song i
//
// The same bytes with any number of threads, and whether or not some rows were in the journal before.
#pragma once

#include <atomic>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/track_levels.h"
#include "native/row_journal.h"
#include "native/song_list.h"

namespace genrelens {

struct SongOutcome {
  enum class State {
    waiting,   // not reached before the stop
    kept,      // its row was in the journal
    computed,  // its row is now
    skipped,   // has no row
  };
  State state = State::waiting;
  FileStamp stamp;       // of a song with a row
  bool changed = false;  // its row was in the journal, but the file has changed since
  double seconds = 0;    // of the whole song
  std::string problem;   // why it was skipped, or why it ended early; or ""

  bool has_row() const { return state == State::kept || state == State::computed; }
};

struct RowOptions {
  int threads = 0;                                 // 0: one a processor
  std::function<void(std::size_t done)> progress;  // songs so far; never called by two threads at once
  const std::atomic<bool>* stop = nullptr;         // once true, no further song is begun
};

// Fails only if the journal cannot be written; songs that cannot be read are skipped.
Result<std::vector<SongOutcome>> compute_rows(std::span<const ListedSong> songs, const TrackRecipe& recipe,
                                              RowJournal& journal, const RowOptions& options);

}  // namespace genrelens
