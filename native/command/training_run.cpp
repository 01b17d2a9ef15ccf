#include "native/command/training_run.h"

#include <array>
#include <cstdio>
#include <memory>

#include "native/checkpoint.h"
#include "native/command/command.h"
#include "native/command/interruption.h"
#include "native/command/training_subject.h"
#include "native/evaluation.h"
#include "native/file.h"
#include "native/linear_probe.h"
#include "native/model_answer.h"
#include "native/model_card.h"
#include "native/model_folder.h"
#include "native/progress_bar.h"
#include "native/split.h"

namespace genrelens {
namespace {

// Of the program's source, if it lies in a git checkout.
std::string source_commit() {
  const auto close = [](std::FILE* pipe) { pclose(pipe); };
  const std::unique_ptr<std::FILE, decltype(close)> pipe(
      popen("git -C '" GENRELENS_SOURCE "' rev-parse --verify --quiet HEAD 2>/dev/null", "r"), close);
  char line[128] = "";
  if (!pipe || !std::fgets(line, sizeof line, pipe.get())) return "";
  const std::string text = line;
  return text.substr(0, text.find('\n'));
}

std::string file_name(const std::string& path) { return std::filesystem::path(path).filename().string(); }

Card describe_run(const System& system, const Features& features, const TrainingData& data, const RunOptions& options,
                  const StartWeights& start) {
  Card card = describe_model(system, features, data.labels);
  card.origin.training_data = options.training_data;
  if (!start.words.empty()) card.origin.training_data += (options.training_data.empty() ? "" : "; ") + start.words;
  card.origin.split = data.train.name;
  card.origin.split_hash = split_hash(data.folder, std::array{data.train, data.valid});
  card.origin.seed = options.training.seed;
  card.origin.commit = source_commit();
  card.training = values_of(options.training);
  if (system.learning == Learning::linear_probe) keep_probe_options(card.training);
  stamp_card(card, start);
  return card;
}

// What is shown and written while training goes on: the bar, the curve, and the best weights so far.
class RunWriter {
 public:
  RunWriter(const RunOptions& options, Card card, Network network)
      : folder_(options.out),
        epochs_(options.training.epochs),
        writes_(options.processes.rank == 0),
        resumes_(options.start == RunStart::resume),
        card_(std::move(card)),
        network_(std::move(network)) {}

  TrainingEvents events() {
    return {.batch = [this](const BatchProgress& progress) { return show(progress); },
            .epoch = [this](std::span<const EpochResult> history,
                            const Weights& weights) { return keep(history, weights); },
            .note =
                [this](const std::string& sentence) {
                  bar_.clear();
                  note(sentence);
                }};
  }

  const std::optional<Error>& error() const { return error_; }

  std::optional<Error> save(const Card& card, const Weights& weights) const {
    const Result<Model> model = build_model(card, network_, weights);
    if (!model) return model.error();
    return write_checkpoint(
        folder_ / "best.safetensors",
        {.weights = weights, .words = {{"system", card_.origin.system}, {"card", write_card(model->card)}}});
  }

 private:
  bool show(const BatchProgress& progress) {
    const double in_epoch = static_cast<double>(progress.batch) / static_cast<double>(progress.batches);
    char text[160];
    std::snprintf(text, sizeof text, "epoch %d/%d, loss %.3f, accuracy %.3f, %.0f chunks/s", progress.epoch, epochs_,
                  progress.loss, progress.accuracy, progress.chunks_per_second);
    if (writes_) bar_.show((progress.epoch - 1 + in_epoch) / epochs_, text);
    return !was_interrupted();
  }

  bool keep(std::span<const EpochResult> history, const Weights& weights) {
    if (!writes_) return !was_interrupted();
    const EpochResult& result = history.back();
    bar_.clear();
    std::fprintf(stderr, "epoch %3d  train %.3f %.3f  valid %.3f %.3f  %.1f s%s\n", result.epoch, result.train_loss,
                 result.train_accuracy, result.valid_loss, result.valid_accuracy, result.seconds,
                 result.best ? "  *" : "");
    make_room();
    error_ = write_text(folder_ / "history.csv", history_table(history));
    if (!error_ && result.best) error_ = save(card_, weights);
    return !error_ && !was_interrupted();
  }

  // Before the first file is written, and no sooner: a training that never comes so far costs no earlier run.
  void make_room() {
    if (has_room_) return;
    has_room_ = true;
    if (resumes_) return remove_end(folder_);
    remove_run(folder_);
  }

  std::filesystem::path folder_;
  int epochs_;
  bool writes_;
  bool resumes_;
  bool has_room_ = false;
  Card card_;
  Network network_;
  ProgressBar bar_;
  std::optional<Error> error_;
};

// The answers that the exported network gives, not the trained one: what is judged is what is shipped.
Result<SplitAnswers> ask_exported(const TrainingData& data, const Card& card, const Network& network,
                                  const Weights& weights) {
  Result<Model> model = build_model(card, network, weights);
  if (!model) return model.error();
  return answer_tracks(*model, data.folder, data.valid.tracks);
}

RunRecord describe_outcome(const System& system, const TrainingData& data, const RunOptions& options, const Card& card,
                           const Trained& trained, bool leaky) {
  const Network network = system.network(data.labels.size());
  RunRecord record{.system = system.name,
                   .paper = system.paper,
                   .model = card.name,
                   .leaky = leaky,
                   .labels = data.labels,
                   .parameters = network.parameters(),
                   .trainable_parameters = network.trainable_parameters(),
                   .pretrained = file_name(options.pretrained),
                   .train = {data.train.name, data.train.tracks.size()},
                   .valid = {data.valid.name, data.valid.tracks.size()},
                   .splits = file_name(options.splits),
                   .fold = static_cast<std::int64_t>(options.fold),
                   .split_hash = card.origin.split_hash,
                   .chunks_per_epoch = trained.best.chunks,
                   .epochs = trained.history.back().epoch,
                   .best_epoch = trained.best.epoch,
                   .end = trained.end,
                   .device = trained.device,
                   .precision = options.training.precision == Precision::mixed ? "mixed" : "float32",
                   .processes = options.processes.count,
                   .threads = trained.threads,
                   .loaders = trained.loaders};
  for (const EpochResult& result : trained.history) record.seconds += result.seconds;
  record.chunks_per_second = trained.chunks_per_second;
  record.tracks_per_second = trained.chunks_per_second / options.training.crops;
  record.bare_chunks_per_second = trained.bare_chunks_per_second;
  if (record.bare_chunks_per_second > 0) {
    record.loader_ratio = record.chunks_per_second / record.bare_chunks_per_second;
  }
  record.training = card.training;
  return record;
}

// Judges the best epoch's weights as they are exported, and writes the run's last files.
std::optional<Error> finish_run(const System& system, const TrainingData& data, const RunOptions& options,
                                const RunWriter& writer, const Trained& trained, Run& run) {
  const Network network = system.network(data.labels.size());
  const Result<SplitAnswers> answers = ask_exported(data, run.card, network, trained.weights);
  if (!answers) return answers.error();
  judge_model(run.card, data.valid.name, *answers);
  if (const auto error = writer.save(run.card, trained.weights)) return error;
  const Result<Card> written = write_model(options.out, run.card, network, trained.weights);
  if (!written) return written.error();
  if (const auto error = write_text(std::filesystem::path(options.out) / "run.json", write_run_record(run.record))) {
    return error;
  }
  std::error_code ignored;
  if (trained.end != RunEnd::interrupt) std::filesystem::remove(state_file(options.out), ignored);
  return {};
}

}  // namespace

Result<Run> run_training(const System& system, const TrainingData& data, const RunOptions& options) {
  const Features features = measure_features(system, data);
  if (const auto error = rows_fit(features, data.folder.recipe)) return *error;
  const Network network = system.network(data.labels.size());
  Result<StartWeights> start = read_start(options.pretrained, system, data);
  if (!start) return start.error();
  std::fprintf(stderr, "%s: %lld parameters, %lld multiply-adds a chunk, %zu tracks to learn, %zu to check\n",
               system.name.c_str(), static_cast<long long>(network.parameters()),
               static_cast<long long>(network.multiply_adds()), data.train.tracks.size(), data.valid.tracks.size());

  const bool writes = options.processes.rank == 0;
  Run run{.card = describe_run(system, features, data, options, *start)};
  RunWriter writer(options, run.card, network);
  catch_interruption();
  const TrainingTask task{.system = system,
                          .features = features,
                          .data = data,
                          .options = options.training,
                          .machine = options.machine,
                          .processes = options.processes,
                          .start = std::move(start->weights),
                          .state_file = state_file(options.out),
                          .resume = options.start == RunStart::resume};
  const bool probes = system.learning == Learning::linear_probe;
  const Result<Trained> trained = probes ? train_probe(task, writer.events()) : train(task, writer.events());
  if (!trained) return trained.error();
  if (writer.error()) return *writer.error();
  const bool leaky = start->leaky || is_leaky(data.train.name);
  run.record = describe_outcome(system, data, options, run.card, *trained, leaky);
  if (writes) {
    if (const auto error = finish_run(system, data, options, writer, *trained, run)) return *error;
  }
  return run;
}

}  // namespace genrelens
