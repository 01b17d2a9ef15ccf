#include "native/track_rows.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "native/file_source.h"
#include "native/song_copy.h"
#include "native/song_excerpt.h"

namespace genrelens {
namespace {

struct ComputedRow {
  std::vector<std::uint8_t> levels;
  double seconds = 0;
  std::string warning;
};

// A copy's row is kept beside the song's own.
std::optional<FileStamp> row_stamp(const ListedSong& song) {
  std::optional<FileStamp> stamp = stamp_of(song.file);
  if (stamp && song.copy > 0) stamp->path += " as " + song.id;
  return stamp;
}

Result<ComputedRow> compute_row(const ListedSong& song, const TrackRecipe& recipe) {
  const Result<std::unique_ptr<ByteSource>> source = open_file_source(song.file);
  if (!source) return source.error();
  Result<SongExcerpt> excerpt = read_excerpt(**source, recipe);
  if (!excerpt) return excerpt.error();
  if (const auto error = change_sound(excerpt->samples, song)) return *error;
  if (recipe.excerpt && excerpt->samples.size() > recipe.excerpt->samples) {  // a copy that was stretched
    excerpt->samples.resize(recipe.excerpt->samples);
  }
  Result<std::vector<std::uint8_t>> levels = track_levels(recipe, excerpt->samples);
  if (!levels) return excerpt->damage ? *excerpt->damage : levels.error();
  return ComputedRow{std::move(*levels), excerpt->seconds, excerpt->damage ? excerpt->damage->message : ""};
}

// What the threads share. Each takes the next song until there is none.
class Workshop {
 public:
  Workshop(std::span<const ListedSong> songs, const TrackRecipe& recipe, RowJournal& journal, const RowOptions& options)
      : songs_(songs), recipe_(recipe), journal_(journal), options_(options), outcomes_(songs.size()) {}

  void work() {
    while (const std::optional<std::size_t> song = next()) {
      const std::optional<FileStamp> stamp = row_stamp(songs_[*song]);
      if (stamp && take_kept(*song, *stamp)) continue;
      note(*song, stamp, compute_row(songs_[*song], recipe_));
    }
  }

  Result<std::vector<SongOutcome>> outcomes() {
    if (error_) return *error_;
    return std::move(outcomes_);
  }

 private:
  std::optional<std::size_t> next() {
    const std::lock_guard lock(mutex_);
    const bool stopped = error_ || (options_.stop && *options_.stop);
    if (stopped || begun_ == songs_.size()) return {};
    return begun_++;
  }

  bool take_kept(std::size_t song, const FileStamp& stamp) {
    const std::lock_guard lock(mutex_);
    SongOutcome& outcome = outcomes_[song];
    outcome.changed = journal_.changed(stamp);
    const KeptRow* kept = journal_.find(stamp);
    if (!kept) return false;
    outcome.state = SongOutcome::State::kept;
    outcome.stamp = stamp;
    outcome.seconds = kept->seconds;
    outcome.problem = kept->warning;
    finish_one();
    return true;
  }

  void note(std::size_t song, const std::optional<FileStamp>& stamp, const Result<ComputedRow>& row) {
    const std::lock_guard lock(mutex_);
    SongOutcome& outcome = outcomes_[song];
    if (!row || !stamp) {
      outcome.state = SongOutcome::State::skipped;
      outcome.problem = row ? "This file is gone." : row.error().message;
    } else {
      if (const auto error = journal_.append({*stamp, row->seconds, row->warning}, row->levels)) error_ = error;
      outcome.state = SongOutcome::State::computed;
      outcome.stamp = *stamp;
      outcome.seconds = row->seconds;
      outcome.problem = row->warning;
    }
    finish_one();
  }

  void finish_one() {
    done_++;
    if (options_.progress) options_.progress(done_);
  }

  std::span<const ListedSong> songs_;
  const TrackRecipe& recipe_;
  RowJournal& journal_;
  const RowOptions& options_;
  std::mutex mutex_;  // of all that follows, and of the journal
  std::vector<SongOutcome> outcomes_;
  std::optional<Error> error_;
  std::size_t begun_ = 0;
  std::size_t done_ = 0;
};

std::size_t thread_count(const RowOptions& options, std::size_t songs) {
  const std::size_t processors = std::max(1u, std::thread::hardware_concurrency());
  const std::size_t wanted = options.threads > 0 ? static_cast<std::size_t>(options.threads) : processors;
  return std::min(wanted, std::max<std::size_t>(songs, 1));
}

}  // namespace

Result<std::vector<SongOutcome>> compute_rows(std::span<const ListedSong> songs, const TrackRecipe& recipe,
                                              RowJournal& journal, const RowOptions& options) {
  Workshop workshop(songs, recipe, journal, options);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < thread_count(options, songs.size()); i++) {
      threads.emplace_back([&workshop] { workshop.work(); });
    }
    workshop.work();
  }
  return workshop.outcomes();
}

}  // namespace genrelens
