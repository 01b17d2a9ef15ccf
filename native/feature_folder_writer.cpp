#include "native/feature_folder_writer.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <string>
#include <vector>

#include "native/csv.h"
#include "native/file.h"
#include "native/number_text.h"

namespace genrelens {
namespace {

namespace fs = std::filesystem;

// numpy's format, version 1.0: magic, version, header length (2 bytes), a Python dictionary, padded to 64 bytes.
std::vector<std::uint8_t> npy_header(std::size_t rows, std::size_t bands, std::size_t columns) {
  constexpr std::size_t kAlignment = 64;
  constexpr std::size_t kBeforeText = 10;
  std::string text = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + std::to_string(rows) + ", " +
                     std::to_string(bands) + ", " + std::to_string(columns) + "), }";
  const std::size_t whole = (kBeforeText + text.size() + 1 + kAlignment - 1) / kAlignment * kAlignment;
  text.resize(whole - kBeforeText - 1, ' ');
  text += '\n';
  std::vector<std::uint8_t> header = {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  header.push_back(static_cast<std::uint8_t>(text.size() & 255));
  header.push_back(static_cast<std::uint8_t>(text.size() >> 8));
  header.insert(header.end(), text.begin(), text.end());
  return header;
}

// As short as it can be said from the folder.
std::string seen_from(const fs::path& folder, const fs::path& file) {
  std::error_code problem;
  const fs::path relative = fs::proximate(file, folder, problem);
  return (problem ? file : relative).generic_string();
}

std::string track_table(const fs::path& folder, std::span<const ListedSong> songs,
                        std::span<const SongOutcome> outcomes) {
  std::string text = "id,genre,split,artist,title,recording,row,audio,audio_seconds,warning\n";
  std::size_t row = 0;
  for (std::size_t i = 0; i < songs.size(); i++) {
    const ListedSong& song = songs[i];
    const SongOutcome& outcome = outcomes[i];
    for (const std::string& field : {song.id, song.genre, song.split, song.artist, song.title, song.recording_id()}) {
      text += csv_field(field) + ",";
    }
    if (outcome.has_row()) text += std::to_string(row++);
    text += "," + csv_field(seen_from(folder, song.file)) + "," + number_text("%.2f", outcome.seconds) + "," +
            csv_field(outcome.problem) + "\n";
  }
  return text;
}

}  // namespace

std::optional<Error> write_feature_folder(const fs::path& folder, const TrackRecipe& recipe,
                                          std::span<const ListedSong> songs, std::span<const SongOutcome> outcomes,
                                          const RowJournal& journal) {
  assert(songs.size() == outcomes.size());
  const auto rows = static_cast<std::size_t>(
      std::count_if(outcomes.begin(), outcomes.end(), [](const SongOutcome& outcome) { return outcome.has_row(); }));
  const auto bands = static_cast<std::size_t>(recipe.mel.bands);
  std::vector<std::uint8_t> features = npy_header(rows, bands, recipe.columns);
  features.reserve(features.size() + rows * bands * recipe.columns);
  for (std::size_t i = 0; i < songs.size(); i++) {
    if (!outcomes[i].has_row()) continue;
    const KeptRow* kept = journal.find(outcomes[i].stamp);
    if (!kept) {  // listed twice, and another file the second time
      return in_file(songs[i].file,
                     {.code = ErrorCode::damaged, .message = "This file was changed while it was read."});
    }
    const Result<std::vector<std::uint8_t>> row = journal.read(*kept);
    if (!row) return row.error();
    features.insert(features.end(), row->begin(), row->end());
  }
  if (auto error = write_text(folder / "recipe.json", write_recipe(recipe))) return error;
  if (auto error = write_file(folder / "features.npy", features)) return error;
  return write_text(folder / "tracks.csv", track_table(folder, songs, outcomes));
}

}  // namespace genrelens
