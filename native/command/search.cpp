// genrelens search: short trainings of one system with options drawn at random, to find some that learn well.
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>

#include "native/command/command.h"
#include "native/command/training_flags.h"
#include "native/command/training_run.h"
#include "native/file.h"
#include "native/option_search.h"
#include "native/printable.h"
#include "native/progress_bar.h"
#include "native/row_chunks.h"
#include "native/split.h"

namespace genrelens {
namespace {

constexpr int kEpochs = 10;

struct Options {
  std::string system;
  DataOptions data;
  std::string train_split = "train";
  std::string valid_split = "valid";
  std::string out;
  std::string pretrained;
  int trials = 20;
  TrainingFlags flags;
  SearchSpace space;
};

// What was tried, and what was searched for; in the folder, so that a stopped search goes on.
class SearchFolder {
 public:
  explicit SearchFolder(const std::filesystem::path& folder) : folder_(folder) {}

  // Reads an earlier search's trials. Error: it searched for something else; `search` says what.
  std::optional<Error> open(const PlainValues& search) {
    const std::filesystem::path plan = folder_ / "search.json";
    std::error_code ignored;
    if (!std::filesystem::exists(plan, ignored)) return write_text(plan, write_options(search));
    const Result<std::string> before = read_text(plan);
    if (!before) return before.error();
    if (*before != write_options(search)) {
      return Error{ErrorCode::bad_field,
                   folder_.string() +
                       " holds a search of other data or options (search.json); repeat its command, "
                       "or name another folder."};
    }
    const std::filesystem::path table = folder_ / "trials.csv";
    if (!std::filesystem::exists(table, ignored)) return {};
    const Result<std::string> text = read_text(table);
    if (!text) return text.error();
    const Result<std::vector<Trial>> trials = parse_trials(*text);
    if (!trials) return in_file(table, trials.error());
    trials_ = *trials;
    return {};
  }

  // values: what is not drawn, for the file that train reads.
  std::optional<Error> add(const Trial& trial, const PlainValues& values) {
    trials_.push_back(trial);
    if (auto error = write_text(folder_ / "trials.csv", trials_table(trials_))) return error;
    const Trial* best = best_trial(trials_);
    if (!best) return {};
    PlainValues chosen = drawn_values(*best);
    chosen.insert(values.begin(), values.end());
    return write_text(folder_ / "best.json", write_options(chosen));
  }

  const std::vector<Trial>& trials() const { return trials_; }

 private:
  std::filesystem::path folder_;
  std::vector<Trial> trials_;
};

// One short training; nothing of it is kept but its figures. Error: Ctrl-C.
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

int search_all(const Options& options, const System& system, const TrainingData& data, const TrainingOptions& base) {
  const Features features = measure_features(system, data);
  if (const auto error = rows_fit(features, data.folder.recipe)) return report(*error);
  Result<Weights> start = read_start(options.pretrained, system.network(data.labels.size()));
  if (!start) return report(start.error());
  PlainValues search = values_of(base);
  search["system"] = system.name;
  search["tracks"] = split_hash(data.folder, std::array{data.train, data.valid});
  search["rate_factor"] = options.space.rate_factor;
  search["most_dropout"] = options.space.most_dropout;
  search["most_augmentation"] = options.space.most_augmentation;
  SearchFolder folder(options.out);
  if (const auto error = folder.open(search)) return report_usage(*error);
  const PlainValues given = changed_values(base, system);
  catch_interrupt();
  TrainingTask task{.system = system,
                    .features = features,
                    .data = data,
                    .options = base,
                    .machine = options.flags.machine,
                    .processes = {},
                    .start = std::move(*start),
                    .measures_bare_rate = false};
  for (int number = static_cast<int>(folder.trials().size()) + 1; number <= options.trials; number++) {
    task.options = trial_options(base, options.space, base.seed, number);
    const Result<Trial> trial = try_options(task, number, options.trials);
    if (!trial) return report(trial.error());
    tell(*trial);
    if (const auto error = folder.add(*trial, given)) return report(*error);
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
  const System& system = *find_system(options.system);
  if (options.train_split == options.valid_split) {
    return report_usage(
        {ErrorCode::bad_field, "--train-split and --valid-split must not be the same (" + options.train_split + ")."});
  }
  if (!system.pretrained.empty() && options.pretrained.empty()) {
    return report_usage({ErrorCode::missing_field,
                         options.system + " starts from weights: --pretrained FILE (" + system.pretrained + ")."});
  }
  if (const auto error = refuse_device(options.flags.machine.device)) return report_usage(*error);
  options.flags.values.try_emplace("epochs", std::uint64_t{kEpochs});
  const Result<TrainingOptions> base = choose_options(system, options.flags);
  if (!base) return report_usage(base.error());
  int status = kSuccess;
  const std::optional<FeatureFolder> folder = read_data(options.data, status);
  if (!folder) return status;
  for (std::string* name : {&options.train_split, &options.valid_split}) {
    *name = split_named(*folder, *name);
    if (const auto error = unknown_split(*folder, *name)) return report_usage(*error);
  }
  if (is_leaky(options.train_split)) note("LEAKY: pieces of the same recordings are learnt and judged.");
  const Result<TrainingData> data = choose_tracks(*folder, options.train_split, options.valid_split);
  if (!data) return report(data.error());
  return search_all(options, system, *data, *base);
}

}  // namespace

void add_search(CLI::App& program, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand(
      "search", "Find a learning rate, dropout and augmentation for a system: short trainings with random ones");
  command->add_option("SYSTEM", options->system, "Which system")->required()->check(CLI::IsMember(system_names()));
  add_data_options(command, options->data);
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
  command->add_option("--pretrained", options->pretrained, "Weights to begin with: a safetensors file");
  command->add_option("--train-split", options->train_split, "Tracks to learn")->capture_default_str();
  command->add_option("--valid-split", options->valid_split, "Tracks to choose by")->capture_default_str();
  add_training_flags(command, options->flags);
  command->get_option("--epochs")->description("Of each trial (else " + std::to_string(kEpochs) + ")");
  command->callback([options, &status] { status = search_options(*options); });
}

}  // namespace genrelens
