// genrelens features: songs to a feature folder, which train and evaluate read.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "native/command/command.h"
#include "native/command/interruption.h"
#include "native/feature_folder_writer.h"
#include "native/file.h"
#include "native/progress_bar.h"
#include "native/row_journal.h"
#include "native/song_copy.h"
#include "native/song_list.h"
#include "native/system.h"
#include "native/track_rows.h"

namespace genrelens {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string songs;
  std::string out;
  std::string recipe;   // file
  std::string system;   // whose features the rows are; neither: song_recipe
  double seconds = 30;  // of the excerpt
  int copies = 0;
  std::string copies_of = "train";  // split
  int threads = 0;
  bool replace = false;
};

// CLI::Range lets "nan" pass, which is neither below nor above.
std::string refuse_seconds(const std::string& text) {
  double seconds = 0;
  const bool allowed = CLI::detail::lexical_cast(text, seconds) && seconds >= 1 && seconds <= 3600;
  return allowed ? "" : "Value " + text + " not in range 1 to 3600";
}

Result<TrackRecipe> find_recipe(const Options& options) {
  if (const System* system = find_system(options.system)) {
    const auto samples = static_cast<std::size_t>(std::llround(options.seconds * system->mel.sample_rate));
    return every_frame_recipe(system->mel, system->level, {.samples = samples});
  }
  if (options.recipe.empty()) {
    // "30 s" is what GTZAN's tracks have, a hundredth of a second more.
    const auto samples = static_cast<std::size_t>(std::llround(options.seconds * 22050));
    return song_recipe(options.seconds == 30 ? kGtzanSamples : samples);
  }
  const Result<std::string> text = read_text(options.recipe);
  if (!text) return text.error();
  const Result<TrackRecipe> recipe = parse_recipe(*text);
  if (!recipe) return in_file(options.recipe, recipe.error());
  return *recipe;
}

struct Counts {
  std::size_t rows = 0;
  std::size_t kept = 0;
  std::size_t skipped = 0;
  std::size_t cut = 0;
  std::size_t waiting = 0;
};

Counts count(const std::vector<SongOutcome>& outcomes) {
  using State = SongOutcome::State;
  Counts counts;
  for (const SongOutcome& outcome : outcomes) {
    counts.rows += outcome.has_row() ? 1 : 0;
    counts.kept += outcome.state == State::kept ? 1 : 0;
    counts.skipped += outcome.state == State::skipped ? 1 : 0;
    counts.cut += outcome.has_row() && !outcome.problem.empty() ? 1 : 0;
    counts.waiting += outcome.state == State::waiting ? 1 : 0;
  }
  return counts;
}

void name_problems(const std::vector<ListedSong>& songs, const std::vector<SongOutcome>& outcomes) {
  for (std::size_t i = 0; i < songs.size(); i++) {
    const SongOutcome& outcome = outcomes[i];
    const char* file = songs[i].file.c_str();
    if (outcome.changed) std::fprintf(stderr, "%s: changed since the run that was stopped; computed again.\n", file);
    if (outcome.problem.empty()) continue;
    const bool skipped = outcome.state == SongOutcome::State::skipped;
    std::fprintf(stderr, "%s: %s (%s)\n", file, outcome.problem.c_str(), skipped ? "skipped" : "used up to there");
  }
}

Result<std::vector<SongOutcome>> compute(const SongList& list, const TrackRecipe& recipe, RowJournal& journal,
                                         int threads) {
  ProgressBar bar;
  const std::size_t songs = list.songs.size();
  const auto progress = [&](std::size_t done) {
    bar.show(static_cast<double>(done) / static_cast<double>(songs),
             std::to_string(done) + "/" + std::to_string(songs) + " songs");
  };
  catch_interruption();
  return compute_rows(list.songs, recipe, journal, {.threads = threads, .progress = progress, .stop = &interruption()});
}

void summarize(const Options& options, const TrackRecipe& recipe, const Counts& counts, double seconds) {
  std::printf("%s: %zu rows of %d × %zu", options.out.c_str(), counts.rows, recipe.mel.bands, recipe.columns);
  if (counts.kept > 0) std::printf(", %zu of them from the run that was stopped", counts.kept);
  if (counts.cut > 0) std::printf("; %zu songs cut off", counts.cut);
  if (counts.skipped > 0) std::printf("; %zu songs skipped", counts.skipped);
  std::printf("; %s (%.1f songs/s)\n", clock_text(seconds).c_str(),
              static_cast<double>(counts.rows + counts.skipped - counts.kept) / std::max(seconds, 1e-3));
}

int compute_features(const Options& options) {
  const fs::path part = fs::path(options.out) / "features.part";
  std::error_code ignored;
  const bool finished = fs::exists(fs::path(options.out) / "features.npy", ignored) && !fs::exists(part, ignored);
  if (finished && !options.replace) {
    std::fprintf(stderr, "genrelens: %s already holds features.npy; name another folder, or say --replace.\n",
                 options.out.c_str());
    return kBadUsage;
  }
  const Result<TrackRecipe> recipe = find_recipe(options);
  if (!recipe) return report(recipe.error());
  Result<SongList> list = list_songs(options.songs);
  if (!list) return report(list.error());
  if (options.copies > 0) list = with_copies(*list, options.copies, options.copies_of);
  if (!list) return report_usage(list.error());
  const std::size_t row_bytes = static_cast<std::size_t>(recipe->mel.bands) * recipe->columns;
  Result<RowJournal> journal = RowJournal::open(part, write_recipe(*recipe), row_bytes);
  if (!journal) return report(journal.error());
  if (journal->began_afresh()) {
    std::fprintf(stderr, "%s was of another recipe or damaged from its start; it begins afresh.\n", part.c_str());
  }
  if (list->left_alone > 0) {
    std::fprintf(stderr, "%zu files that are no songs by their names are left alone.\n", list->left_alone);
  }

  const auto begin = std::chrono::steady_clock::now();
  const Result<std::vector<SongOutcome>> outcomes = compute(*list, *recipe, *journal, options.threads);
  if (!outcomes) return report(outcomes.error());
  const Counts counts = count(*outcomes);
  name_problems(list->songs, *outcomes);
  if (counts.waiting > 0) {
    std::fprintf(stderr, "Stopped: %zu of %zu songs are in %s; the same command goes on from there.\n", counts.rows,
                 list->songs.size(), part.c_str());
    return kBadData;
  }
  if (counts.rows == 0) {
    fs::remove(part, ignored);
    return report({.code = ErrorCode::damaged, .message = options.songs + ": Not one of the songs could be read."});
  }
  if (const auto error = write_feature_folder(options.out, *recipe, list->songs, *outcomes, *journal)) {
    return report(*error);
  }
  fs::remove(part, ignored);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  summarize(options, *recipe, counts, taken.count());
  return counts.skipped > 0 ? kBadData : kSuccess;
}

}  // namespace

void add_features(CLI::App& program, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("features", "Compute what train and evaluate read from songs");
  command
      ->add_option(
          "--songs", options->songs,
          "Folder with one sub-folder a genre, or a table: path,label and, if known, artist,title,split,id,recording")
      ->required();
  command->add_option("--out", options->out, "Feature folder to write: features.npy, tracks.csv, recipe.json")
      ->required();
  CLI::Option* recipe =
      command->add_option("--recipe", options->recipe, "A recipe.json; else log-mel of the songs' middle");
  command->add_option("--system", options->system, "Rows of this system's own features, every frame of them")
      ->check(CLI::IsMember(system_names()))
      ->excludes(recipe);
  command->add_option("--seconds", options->seconds, "Of each song's middle, 30: as GTZAN")
      ->capture_default_str()
      ->check(refuse_seconds)
      ->excludes(recipe);
  CLI::Option* copies =
      command
          ->add_option("--copies", options->copies,
                       "More rows of each song to learn: stretched, shifted in pitch, with noise, in turn")
          ->capture_default_str()
          ->check(CLI::Range(0, 100));
  command->add_option("--copies-of", options->copies_of, "The split of the songs to learn")
      ->capture_default_str()
      ->needs(copies);
  command->add_option("--threads", options->threads, "0: one a processor")
      ->capture_default_str()
      ->check(CLI::Range(0, 1024));
  command->add_flag("--replace", options->replace, "Write over the features that the folder holds");
  command->callback([options, &status] { status = compute_features(*options); });
}

}  // namespace genrelens
