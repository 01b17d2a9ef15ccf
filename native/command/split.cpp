// genrelens split: who is learnt, who chooses and who judges.
#include "native/split.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "native/command/command.h"
#include "native/file.h"
#include "native/printable.h"

namespace genrelens {
namespace {

struct Options {
  std::string data;
  std::string kind;
  std::string out;
  std::map<std::string, std::string> list_files;  // part → file
  SplitOptions split;
};

std::string kinds() {
  std::string text = "How to divide:";
  for (const Splitter& splitter : splitters()) text += std::string("\n  ") + splitter.name + ": " + splitter.text;
  return text;
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const Splitter& splitter : splitters()) names.emplace_back(splitter.name);
  return names;
}

// Tracks (or pieces), recordings and artists of each part.
void print_parts(const SplitTable& table, const FeatureFolder& folder) {
  struct Part {
    std::size_t lines = 0;
    std::set<std::string> recordings, artists;
  };
  std::map<std::string, const Track*> tracks;
  for (const Track& track : folder.tracks) tracks.emplace(track.id, &track);
  std::map<std::string, Part> parts;
  for (const SplitLine& line : table.lines) {
    char fold[32];
    std::snprintf(fold, sizeof fold, "fold-%02zu", line.fold);
    Part& part = parts[line.fold > 0 ? fold : line.split];
    part.lines++;
    const Track& track = *tracks.at(line.id);
    part.recordings.insert(track.recording);
    if (const std::string artist = artist_key(track); !artist.empty()) part.artists.insert(artist);
  }
  std::printf("%-16s %8s %10s %8s\n", "part", "lines", "recordings", "artists");
  for (const auto& [name, part] : parts) {
    std::printf("%-16s %8zu %10zu %8zu\n", printable(name).c_str(), part.lines, part.recordings.size(),
                part.artists.size());
  }
}

// A usage error's sentence, or "".
std::string refuse(const Options& options, const Splitter& splitter) {
  const bool wants_lists = splitter.unit == SplitUnit::list;
  if (wants_lists && options.list_files.size() < 2)
    return "--kind lists needs two or three of --train-list, --valid-list and --test-list.";
  if (!wants_lists && !options.list_files.empty()) return "Lists go with --kind lists only.";
  return "";
}

int split_folder(Options& options) {
  const Splitter& splitter = *find_splitter(options.kind);
  if (const std::string why = refuse(options, splitter); !why.empty()) return report_usage({ErrorCode::bad_field, why});
  const Result<FeatureFolder> folder = read_feature_folder(options.data);
  if (!folder) return report(folder.error());
  for (const std::string& name : options.split.leave_out) {
    if (const auto error = unknown_split(*folder, name)) return report_usage(*error);
  }
  for (const auto& [part, file] : options.list_files) {
    Result<std::string> text = read_text(file);
    if (!text) return report(text.error());
    options.split.lists[part] = std::move(*text);
  }
  const Result<SplitTable> table = make_splits(*folder, splitter, options.split);
  if (!table) return report(table.error());
  if (!table->lost.empty()) {
    note(std::to_string(table->lost.size()) + " tracks of the lists are not in the folder, " + table->lost.front() +
         " is the first.");
  }
  if (splitter.unit == SplitUnit::chunk) {
    note("LEAKY: pieces of the same recordings are on every side; no score on them says anything about new songs.");
  }
  if (const auto error = write_text(options.out, write_splits(*table))) return report(*error);
  print_parts(*table, *folder);
  return kSuccess;
}

}  // namespace

void add_split(CLI::App& program, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      program.add_subcommand("split", "Divide a feature folder: who is learnt, who chooses, who judges");
  SplitOptions& split = options->split;
  command->add_option("--data", options->data, "Feature folder: features.npy, tracks.csv, recipe.json")->required();
  command->add_option("--kind", options->kind, kinds())->required()->check(CLI::IsMember(kind_names()));
  command->add_option("--out", options->out, "Table to write, for --splits of train, evaluate and audit")
      ->required()
      ->check(output_file(".csv"));
  command->add_option("--seed", split.seed, "The same seed, the same table")
      ->capture_default_str()
      ->check(whole_number(0, std::numeric_limits<std::int64_t>::max()));
  command->add_option("--folds", split.folds, "Of the kinds with folds")
      ->capture_default_str()
      ->check(whole_number(3, 1000));
  command->add_option("--train-share", split.train_share, "Of the holdouts")
      ->capture_default_str()
      ->check(real_number(0.01, 0.99));
  command->add_option("--valid-share", split.valid_share, "What is left is test")
      ->capture_default_str()
      ->check(real_number(0.01, 0.99));
  command->add_option("--chunk-seconds", split.chunk_seconds, "Of random-chunk")
      ->capture_default_str()
      ->check(real_number(0.1, 600));
  command->add_option("--hop-seconds", split.hop_seconds, "Of random-chunk")
      ->capture_default_str()
      ->check(real_number(0.1, 600));
  command->add_option("--leave-out", split.leave_out, "Splits of tracks.csv whose tracks are not dealt");
  for (const char* part : {"train", "valid", "test"}) {
    const auto take = [options, part](const std::string& file) { options->list_files[part] = file; };
    command->add_option_function<std::string>("--" + std::string(part) + "-list", take,
                                              "File that names its tracks, one a line");
  }
  command->callback([options, &status] { status = split_folder(*options); });
}

}  // namespace genrelens
