// A feature folder from computed rows: features.npy, tracks.csv and recipe.json, as read_feature_folder reads them.
//
//   if (auto error = write_feature_folder("features", recipe, list->songs, *outcomes, *journal)) …
//
// Rows stand in the songs' order. A song that was skipped has a line without a row, so that whoever reads the folder
// can name it. Beside the columns that are read, tracks.csv has artist, title, recording (the song's id, also of its
// copies), audio (the song's path, relative to the folder), audio_seconds (of the whole song) and warning.
#pragma once

#include <filesystem>
#include <optional>
#include <span>

#include "core/result.h"
#include "core/track_levels.h"
#include "native/row_journal.h"
#include "native/song_list.h"
#include "native/track_rows.h"

namespace genrelens {

// outcomes: one a song, none of them waiting. Each file is written aside and renamed, tracks.csv last.
std::optional<Error> write_feature_folder(const std::filesystem::path& folder, const TrackRecipe& recipe,
                                          std::span<const ListedSong> songs, std::span<const SongOutcome> outcomes,
                                          const RowJournal& journal);

}  // namespace genrelens
