#include "native/command/training_subject.h"

#include <array>
#include <filesystem>
#include <set>
#include <utility>

#include "native/name_list.h"
#include "native/pretrained.h"
#include "native/split.h"
#include "native/system.h"

namespace genrelens {
namespace {

// A track or a row on both sides would make the validation a lie.
std::optional<Error> shared_between(const FeatureFolder& folder, const Split& train, const Split& valid) {
  const bool leaky = is_leaky(train.name);
  const auto name_of = [&](const Track& track) { return leaky ? track.id : track.recording; };
  std::set<std::string> names;
  std::set<std::size_t> rows;
  for (const std::size_t track : train.tracks) {
    names.insert(name_of(folder.tracks[track]));
    rows.insert(*folder.tracks[track].row);
  }
  for (const std::size_t track : valid.tracks) {
    const Track& found = folder.tracks[track];
    if (names.contains(name_of(found)) || rows.contains(*found.row)) {
      return Error{ErrorCode::bad_field, "The track " + found.id + ", its row or a copy of it is in both " +
                                             train.name + " and " + valid.name +
                                             "; training and validation must share none."};
    }
  }
  return {};
}

// Errors: the splits share a track or a row, or there are not two genres.
Result<TrainingData> choose_tracks(const FeatureFolder& folder, const std::string& train, const std::string& valid) {
  const Result<Split> learnt = find_split(folder, train);
  if (!learnt) return learnt.error();
  const Result<Split> checked = find_split(folder, valid);
  if (!checked) return checked.error();
  for (const Split& split : {*learnt, *checked}) {
    for (const std::string& id : split.left_out) note(id + " has no row and is left out.");
  }
  if (const auto error = shared_between(folder, *learnt, *checked)) return *error;
  const std::vector<std::string> labels = genres(folder);
  if (labels.size() < 2 || labels.front().empty()) {
    return Error{ErrorCode::bad_field, "tracks.csv must name at least two genres, and one for every track."};
  }
  return TrainingData{.folder = folder, .train = *learnt, .valid = *checked, .labels = labels};
}

// What the card of the training that left the weights says against them.
void judge_start(StartWeights& start, const Card& card, const TrainingData& data) {
  const auto warn = [&](const std::string& words, const std::string& sentence) {
    start.words += "; " + words;
    note(sentence);
  };
  // Its split was, or the weights that it started from itself.
  start.leaky = is_leaky(card.origin.split) || card.name.find("LEAKY") != std::string::npos;
  if (start.leaky) {
    warn("LEAKY weights",
         "LEAKY: the weights to begin with are of " + card.name + ", which learnt pieces of what it was judged on.");
  }
  const std::string hash = split_hash(data.folder, std::array{data.train, data.valid});
  if (!card.origin.split_hash.empty() && card.origin.split_hash != hash) {
    warn("started from weights that learnt other tracks",
         "The weights to begin with learnt other tracks than these: they may know some that are judged here.");
  }
}

}  // namespace

void add_subject_options(CLI::App* command, SubjectOptions& options) {
  command->add_option("SYSTEM", options.system, "Which system")->required()->check(CLI::IsMember(system_names()));
  add_data_options(command, options.data);
  command->add_option("--pretrained", options.pretrained, "Weights to begin with: a safetensors file");
  command->add_option("--train-split", options.train_split, "Tracks to learn")->capture_default_str();
  command->add_option("--valid-split", options.valid_split, "Tracks to choose by")->capture_default_str();
}

std::optional<Error> refuse_subject(const SubjectOptions& options) {
  if (options.train_split == options.valid_split) {
    return Error{ErrorCode::bad_field,
                 "--train-split and --valid-split must not be the same (" + options.train_split + ")."};
  }
  const System& system = *find_system(options.system);
  if (!system.pretrained.empty() && options.pretrained.empty()) {
    return Error{ErrorCode::missing_field,
                 system.name + " starts from weights: --pretrained FILE (" + system.pretrained + ")."};
  }
  return {};
}

std::optional<TrainingSubject> read_subject(const SubjectOptions& options, int& status) {
  std::optional<FeatureFolder> read = read_data(options.data, status);
  if (!read) return {};
  auto folder = std::make_unique<const FeatureFolder>(std::move(*read));
  const std::string train = split_named(*folder, options.train_split),
                    valid = split_named(*folder, options.valid_split);
  for (const std::string& name : {train, valid}) {
    if (const auto error = unknown_split(*folder, name)) {
      status = report_usage(*error);
      return {};
    }
  }
  if (is_leaky(train)) note("LEAKY: pieces of the same recordings are learnt and judged.");
  Result<TrainingData> data = choose_tracks(*folder, train, valid);
  if (!data) {
    status = report(data.error());
    return {};
  }
  return TrainingSubject{.folder = std::move(folder), .data = std::move(*data)};
}

Result<StartWeights> read_start(const std::string& pretrained, const System& system, const TrainingData& data) {
  if (pretrained.empty()) return StartWeights{};
  const Network network = system.network(data.labels.size());
  Result<Pretrained> read = system.classes ? read_pretrained(pretrained, network, *system.classes, data.labels)
                                           : read_pretrained(pretrained, network);
  if (!read) return read.error();
  for (const std::string& label : read->unknown) note(pretrained + " has no class " + label + ": it starts fresh.");
  note(std::to_string(read->weights.size()) + " tensors of " + pretrained +
       "; fresh: " + (read->missing.empty() ? "none" : name_list(read->missing)));
  StartWeights start{.weights = std::move(read->weights),
                     .words = "started from " + std::filesystem::path(pretrained).filename().string()};
  if (read->card) judge_start(start, *read->card, data);
  return start;
}

void stamp_card(Card& card, const StartWeights& start) {
  const std::string split = card.origin.split;
  if (start.leaky && !is_leaky(split)) card.origin.split = "LEAKY-" + split;  // which stamp_leaky goes by
  stamp_leaky(card);
  card.origin.split = split;
}

}  // namespace genrelens
