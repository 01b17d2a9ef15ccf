// genrelens search: short trainings of one system with options drawn at random, to find some that learn well.
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "native/command/command.h"
#include "native/command/interruption.h"
#include "native/command/training_flags.h"
#include "native/command/training_subject.h"
#include "native/file.h"
#include "native/option_search.h"
#include "native/printable.h"
#include "native/progress_bar.h"
#include "native/row_chunks.h"
#include "native/split.h"
#include "native/trainer.h"

namespace genrelens {
namespace {

constexpr int kEpochs = 10;

struct Options {
  SubjectOptions subject;
  std::string out;
  int trials = 20;
  TrainingFlags flags;
  SearchSpace space;
};

constexpr char kLeakyNote[] = "LEAKY: chosen by pieces of the recordings that were learnt";

// The options as train --options reads them, which passes over all beside "training".
std::string write_best(const PlainValues& options, bool leaky) {
  if (!leaky) return write_options(options);
  nlohmann::ordered_json json = {{"note", kLeakyNote}};
  json["training"] = nlohmann::ordered_json::parse(write_options(options));
  return json.dump(2) + "\n";
}

// What was tried, and what was searched for; in the folder, so that a stopped search goes on.
class SearchFolder {
 public:
  explicit SearchFolder(const std::filesystem::path& folder) : folder_(folder) {}

  // Reads an earlier search's trials. Errors: it searched for something else (wrong_hash), or a file is damaged.
  std::optional<Error> open(const PlainValues& search) {
    const std::filesystem::path plan = folder_ / "search.json", table = folder_ / "trials.csv";
    std::error_code ignored;
    const bool has_trials = std::filesystem::exists(table, ignored);
    if (!std::filesystem::exists(plan, ignored)) {
      if (!has_trials) return write_text(plan, write_options(search));
      return Error{ErrorCode::missing_field, table.string() +
                                                 " lies there without search.json, which says what was searched for; "
                                                 "name another folder."};
    }
    const Result<PlainValues> before = read_options_file(plan);
    if (!before) return before.error();
    if (write_options(*before) != write_options(search)) {
      return Error{ErrorCode::wrong_hash,
                   folder_.string() +
                       " holds a search of other data or options (search.json); repeat its command, "
                       "or name another folder."};
    }
    if (!has_trials) return {};
    const Result<std::string> text = read_text(table);
    if (!text) return text.error();
    const Result<std::vector<Trial>> trials = parse_trials(*text);
    if (!trials) return in_file(table, trials.error());
    trials_ = *trials;
    return {};
  }

  // values: what is not drawn, for the file that train reads. leaky: so the file says, beside the options.
  std::optional<Error> add(const Trial& trial, const PlainValues& values, bool leaky) {
    trials_.push_back(trial);
    if (auto error = write_text(folder_ / "trials.csv", trials_table(trials_))) return error;
    const Trial* best = best_trial(trials_);
    if (!best) return {};
    PlainValues chosen = drawn_values(*best);
    chosen.insert(values.begin(), values.end());
    return write_text(folder_ / "best.json", write_best(chosen, leaky));
  }

  const std::vector<Trial>& trials() const { return trials_; }

 private:
  std::filesystem::path folder_;
  std::vector<Trial> trials_;
};

// One short training; nothing of it is kept but its figures. Errors: Ctrl-C, or what says nothing about the options.
Result<Trial> try_options(const TrainingTask& task, int number, int trials) {
  ProgressBar bar;
  const auto show = [&](const BatchProgress& now) {
    const double epochs = now.epoch - 1 + static_cast<double>(now.batch) / static_cast<double>(now.batches);
    char text[120];
    std::snprintf(text, sizeof text, "trial %d/%d, epoch %d/%d, loss %.3f", number, trials, now.epoch,
                  task.options.epochs, now.loss);
    bar.show(epochs / task.options.epochs, text);
    return !was_interrupted();
  };
  const Result<Trained> trained = train(task, {.batch = show});
  if (was_interrupted()) return Error{ErrorCode::missing_field, "Stopped; the same command goes on."};
  Trial trial{.number = number,
              .learning_rate = task.options.learning_rate,
              .dropout = task.options.dropout,
              .augmentation = task.options.augmentation,
              .valid_loss = std::numeric_limits<double>::infinity()};
  if (!trained && trained.error().code != ErrorCode::out_of_range) return trained.error();
  if (!trained) return trial;  // a rate so high that it ran away: a result too
  trial.valid_loss = trained->best.valid_loss;
  trial.valid_accuracy = trained->best.valid_accuracy;
  trial.best_epoch = trained->best.epoch;
  for (const EpochResult& epoch : trained->history) trial.seconds += epoch.seconds;
  return trial;
}

// What file and flags changed of the system's own, for train; it chooses its own number of epochs.
PlainValues changed_values(const TrainingOptions& base, const System& system) {
  const PlainValues own = values_of(system.training);
  PlainValues changed;
  for (const auto& [name, value] : values_of(base)) {
    const auto found = own.find(name);
    if (name != "epochs" && (found == own.end() || found->second != value)) changed[name] = value;
  }
  return changed;
}

void tell(const Trial& trial) {
  char dropout[20] = "own";
  if (trial.dropout) std::snprintf(dropout, sizeof dropout, "%.3f", *trial.dropout);
  std::fprintf(stderr, "trial %3d  learning rate %.3g  dropout %s  augmentation %.3f  valid %.3f %.3f  %.1f s\n",
               trial.number, trial.learning_rate, dropout, trial.augmentation, trial.valid_loss, trial.valid_accuracy,
               trial.seconds);
}

// What a search that goes on must share with the one that was stopped.
PlainValues search_identity(const TrainingTask& task, const SearchSpace& space, bool leaky) {
  PlainValues search = identity_of(task);
  search["rate_factor"] = space.rate_factor;
  search["most_dropout"] = space.most_dropout;
  search["most_augmentation"] = space.most_augmentation;
  if (leaky) search["note"] = std::string(kLeakyNote);
  return search;
}

int search_all(const Options& options, const System& system, const TrainingData& data, const TrainingOptions& base) {
  const Features features = measure_features(system, data);
  if (const auto error = rows_fit(features, data.folder.recipe)) return report(*error);
  Result<StartWeights> start = read_start(options.subject.pretrained, system, data);
  if (!start) return report(start.error());
  TrainingTask task{.system = system,
                    .features = features,
                    .data = data,
                    .options = base,
                    .machine = options.flags.machine,
                    .processes = {},
                    .start = std::move(start->weights),
                    .measures_bare_rate = false};
  const bool leaky = start->leaky || is_leaky(data.train.name);
  SearchFolder folder(options.out);
  if (const auto error = folder.open(search_identity(task, options.space, leaky))) {
    return error->code == ErrorCode::wrong_hash ? report_usage(*error) : report(*error);
  }
  const PlainValues given = changed_values(base, system);
  catch_interruption();
  for (int number = static_cast<int>(folder.trials().size()) + 1; number <= options.trials; number++) {
    task.options = trial_options(base, options.space, base.seed, number);
    const Result<Trial> trial = try_options(task, number, options.trials);
    if (!trial) return report(trial.error());
    tell(*trial);
    if (const auto error = folder.add(*trial, given, leaky)) return report(*error);
  }
  const Trial* best = best_trial(folder.trials());
  if (!best) return report({ErrorCode::out_of_range, "No trial learnt anything: give a lower --learning-rate."});
  std::printf("%s: trial %d of %zu is the best, accuracy %.3f on %zu tracks of %s; train with --options %s\n",
              printable(options.out).c_str(), best->number, folder.trials().size(), best->valid_accuracy,
              data.valid.tracks.size(), printable(data.valid.name).c_str(),
              printable((std::filesystem::path(options.out) / "best.json").string()).c_str());
  return kSuccess;
}

int search_options(Options& options) {
  const System& system = *find_system(options.subject.system);
  if (const auto error = refuse_subject(options.subject)) return report_usage(*error);
  if (system.learning == Learning::linear_probe) {
    return report_usage({ErrorCode::bad_field, system.name + " learns its last layer alone, in one step: try a few "
                                                             "--weight-decay of genrelens train."});
  }
  if (const auto error = refuse_device(options.flags.machine.device)) return report_usage(*error);
  options.flags.values.try_emplace("epochs", std::uint64_t{kEpochs});
  const Result<TrainingOptions> base = choose_options(system, options.flags);
  if (!base) return report_usage(base.error());
  int status = kSuccess;
  const std::optional<TrainingSubject> subject = read_subject(options.subject, status);
  if (!subject) return status;
  return search_all(options, system, subject->data, *base);
}

}  // namespace

void add_search(CLI::App& program, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand(
      "search", "Find a learning rate, dropout and augmentation for a system: short trainings with random ones");
  add_subject_options(command, options->subject);
  command
      ->add_option("--out", options->out,
                   "Folder: trials.csv, a line a trial, and best.json for train --options. An unfinished search in it "
                   "goes on")
      ->required()
      ->check(output_folder());
  command->add_option("--trials", options->trials, "How many; the first is where the search starts from")
      ->check(whole_number(1, 100000))
      ->capture_default_str();
  command
      ->add_option("--rate-factor", options->space.rate_factor,
                   "Learning rates from the given one by this much lower to this much higher")
      ->check(real_number(1, 1e6))
      ->capture_default_str();
  command->add_option("--most-dropout", options->space.most_dropout, "Dropout from 0 to this")
      ->check(real_number(0, 0.95))
      ->capture_default_str();
  command->add_option("--most-augmentation", options->space.most_augmentation, "Augmentation strength from 0 to this")
      ->check(real_number(0, 3))
      ->capture_default_str();
  add_training_flags(command, options->flags);
  command->get_option("--epochs")->description("Of each trial (else " + std::to_string(kEpochs) + ")");
  command->callback([options, &status] { status = search_options(*options); });
}

}  // namespace genrelens
