// genrelens train: teaches a system's network with a feature folder, and exports the best of it.
#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "native/checkpoint.h"
#include "native/command/command.h"
#include "native/evaluation.h"
#include "native/feature_folder.h"
#include "native/file.h"
#include "native/model_card.h"
#include "native/model_folder.h"
#include "native/pretrained.h"
#include "native/printable.h"
#include "native/progress_bar.h"
#include "native/split.h"
#include "native/trainer.h"

namespace genrelens {
namespace {

struct Options {
  std::string system;
  DataOptions data;
  std::string out;
  std::string training_data;
  std::string pretrained;
  std::string train_split = "train";
  std::string valid_split = "valid";
  bool force = false;
  std::vector<std::function<void(TrainingOptions&)>> changes;  // to the system's own
};

std::atomic<bool> interrupted = false;

// An option that stands for one number of the training; where it is not given, the system's own holds.
template <class Number>
CLI::Option* add_change(CLI::App* command, const std::shared_ptr<Options>& options, const char* name,
                        Number TrainingOptions::*field, const std::string& text) {
  const auto note = [options, field](const Number& value) {
    options->changes.push_back([field, value](TrainingOptions& training) { training.*field = value; });
  };
  return command->add_option_function<Number>(name, note, text + " (else the system's own)");
}

void note_interrupt(int) {
  interrupted = true;
  std::signal(SIGINT, SIG_DFL);  // a second Ctrl-C ends at once
}

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

constexpr const char* kRunFiles[] = {"history.csv", "best.safetensors", "model.onnx", "card.json"};

// The files of two runs must not lie in one folder, and no run among files that are none.
std::optional<Error> refuse_run_folder(const std::filesystem::path& folder, bool force) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored) || std::filesystem::is_empty(folder, ignored)) return {};
  const bool is_run = std::filesystem::exists(folder / kRunFiles[0], ignored) ||
                      std::filesystem::exists(folder / kRunFiles[1], ignored);
  if (is_run && force) return {};
  const std::string why = is_run ? " holds an earlier run; name another folder, or say --force to replace it."
                                 : " is not empty and holds no run; name another folder.";
  return Error{.code = ErrorCode::bad_field, .message = folder.string() + why};
}

void remove_run(const std::filesystem::path& folder) {
  std::error_code ignored;
  for (const char* name : kRunFiles) std::filesystem::remove(folder / name, ignored);
}

// What is written while training goes on: the curve, and the best weights so far.
class Run {
 public:
  // chunks: drawn from the training tracks in each epoch.
  Run(const Options& options, int epochs, std::size_t chunks, Card card, Network network)
      : folder_(options.out), epochs_(epochs), chunks_(chunks), card_(std::move(card)), network_(std::move(network)) {}

  TrainingEvents events() {
    return {.batch = [this](const BatchProgress& progress) { show(progress); },
            .epoch = [this](const EpochResult& result, const Weights& weights) { return note(result, weights); }};
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
  void show(const BatchProgress& progress) {
    const double in_epoch = static_cast<double>(progress.batch) / static_cast<double>(progress.batches);
    char text[160];
    std::snprintf(text, sizeof text, "epoch %d/%d, loss %.3f, accuracy %.3f, %.0f chunks/s", progress.epoch, epochs_,
                  progress.loss, progress.accuracy, progress.chunks_per_second);
    bar_.show((progress.epoch - 1 + in_epoch) / epochs_, text);
  }

  bool note(const EpochResult& result, const Weights& weights) {
    bar_.clear();
    std::fprintf(stderr, "epoch %3d  train %.3f %.3f  valid %.3f %.3f  %.1f s%s\n", result.epoch, result.train_loss,
                 result.train_accuracy, result.valid_loss, result.valid_accuracy, result.seconds,
                 result.best ? "  *" : "");
    char line[200];
    std::snprintf(line, sizeof line, "%d,%.3e,%.5f,%.5f,%.5f,%.5f,%.2f,%zu\n", result.epoch, result.learning_rate,
                  result.train_loss, result.train_accuracy, result.valid_loss, result.valid_accuracy, result.seconds,
                  chunks_);
    history_ += line;
    error_ = write_text(folder_ / "history.csv", history_);
    if (!error_ && result.best) error_ = save(card_, weights);
    return !error_ && !interrupted;
  }

  std::filesystem::path folder_;
  int epochs_;
  std::size_t chunks_;
  Card card_;
  Network network_;
  ProgressBar bar_;
  std::string history_ = "epoch,learning_rate,train_loss,train_accuracy,valid_loss,valid_accuracy,seconds,chunks\n";
  std::optional<Error> error_;
};

// The answers that the exported network gives, not the trained one: what is judged is what is shipped.
Result<SplitAnswers> ask_exported(const TrainingData& data, const Card& card, const Network& network,
                                  const Weights& weights, std::size_t hop) {
  Result<Model> model = build_model(card, network, weights);
  if (!model) return model.error();
  const RunNetwork run = [&](std::span<const float> inputs, std::size_t count) -> Result<std::vector<float>> {
    Result<OnnxAnswer> answer = model->session.run(inputs, count);
    if (!answer) return answer.error();
    return std::move(answer->logits);
  };
  return answer_rows(data.folder, data.valid.tracks, data.labels, RowChunks(card.features, hop, card.last_chunk), run);
}

// A track or a row on both sides would make the validation a lie.
std::optional<Error> shared_between(const FeatureFolder& folder, const Split& train, const Split& valid) {
  std::set<std::string> ids;
  std::set<std::size_t> rows;
  for (const std::size_t track : train.tracks) {
    ids.insert(folder.tracks[track].id);
    rows.insert(*folder.tracks[track].row);
  }
  for (const std::size_t track : valid.tracks) {
    const Track& found = folder.tracks[track];
    if (ids.contains(found.id) || rows.contains(*found.row)) {
      return Error{ErrorCode::bad_field, "The track " + found.id + " or its row is in both " + train.name + " and " +
                                             valid.name + "; training and validation must share none."};
    }
  }
  return {};
}

Result<TrainingData> choose_tracks(const Options& options, const FeatureFolder& folder) {
  const Result<Split> train = find_split(folder, options.train_split);
  if (!train) return train.error();
  const Result<Split> valid = find_split(folder, options.valid_split);
  if (!valid) return valid.error();
  for (const Split& split : {*train, *valid}) {
    for (const std::string& id : split.left_out) note(id + " has no row and is left out.");
  }
  if (const auto error = shared_between(folder, *train, *valid)) return *error;
  const std::vector<std::string> labels = genres(folder);
  if (labels.size() < 2 || labels.front().empty()) {
    return Error{ErrorCode::bad_field, "tracks.csv must name at least two genres, and one for every track."};
  }
  return TrainingData{.folder = folder, .train = *train, .valid = *valid, .labels = labels};
}

void note_origin(Card& card, const Options& options, const TrainingData& data, std::uint64_t seed) {
  card.origin.training_data = options.training_data;
  if (!options.pretrained.empty()) {
    const std::string file = std::filesystem::path(options.pretrained).filename().string();
    card.origin.training_data += (options.training_data.empty() ? "" : "; ") + std::string("started from ") + file;
  }
  card.origin.split = options.train_split;
  card.origin.split_hash = split_hash(data.folder, std::array{data.train, data.valid});
  card.origin.seed = seed;
  card.origin.commit = source_commit();
  stamp_leaky(card);
}

// The weights to begin with, and what is said of them.
Result<Weights> read_start(const Options& options, const Network& network) {
  if (options.pretrained.empty()) return Weights{};
  Result<Pretrained> start = read_pretrained(options.pretrained, network);
  if (!start) return start.error();
  std::string fresh;
  for (const std::string& name : start->missing) fresh += (fresh.empty() ? "" : ", ") + name;
  note(std::to_string(start->weights.size()) + " tensors of " + options.pretrained +
       "; fresh: " + (fresh.empty() ? "none" : fresh));
  return std::move(start->weights);
}

int train_system(Options& options) {
  if (options.train_split == options.valid_split) {
    return report_usage(
        {ErrorCode::bad_field, "--train-split and --valid-split must not be the same (" + options.train_split + ")."});
  }
  if (const auto error = refuse_run_folder(options.out, options.force)) return report_usage(*error);
  const System* system = find_system(options.system);
  if (!system->pretrained.empty() && options.pretrained.empty()) {
    return report_usage({ErrorCode::missing_field,
                         options.system + " starts from weights: --pretrained FILE (" + system->pretrained + ")."});
  }
  TrainingOptions training = system->training;
  for (const auto& change : options.changes) change(training);
  int status = kSuccess;
  const std::optional<FeatureFolder> folder = read_data(options.data, status);
  if (!folder) return status;
  for (std::string* name : {&options.train_split, &options.valid_split}) {
    *name = split_named(*folder, *name);
    if (const auto error = unknown_split(*folder, *name)) return report_usage(*error);
  }
  if (is_leaky(options.train_split)) note("LEAKY: pieces of the same recordings are learnt and judged.");
  const Result<TrainingData> data = choose_tracks(options, *folder);
  if (!data) return report(data.error());
  const Features features = measure_features(*system, *data);
  if (const auto error = rows_fit(features, folder->recipe)) return report(*error);

  Card card = describe_model(*system, features, data->labels);
  note_origin(card, options, *data, training.seed);
  const Network network = system->network(data->labels.size());
  const Result<Weights> start = read_start(options, network);
  if (!start) return report(start.error());
  std::fprintf(stderr, "%s: %lld parameters, %lld multiply-adds a chunk, %zu tracks to learn, %zu to check\n",
               system->name.c_str(), static_cast<long long>(network.parameters()),
               static_cast<long long>(network.multiply_adds()), data->train.tracks.size(), data->valid.tracks.size());

  remove_run(options.out);
  const std::size_t chunks = data->train.tracks.size() * static_cast<std::size_t>(training.crops);
  Run run(options, training.epochs, chunks, card, network);
  std::signal(SIGINT, note_interrupt);
  const Result<Trained> trained = train(*system, features, *data, training, run.events(), *start);
  if (!trained) return report(trained.error());
  if (run.error()) return report(*run.error());

  const Result<SplitAnswers> answers = ask_exported(*data, card, network, trained->weights, system->hop_frames);
  if (!answers) return report(answers.error());
  judge_model(card, data->valid.name, *answers);
  if (const auto error = run.save(card, trained->weights)) return report(*error);
  const Result<Card> written = write_model(options.out, card, network, trained->weights);
  if (!written) return report(written.error());
  const Score& accuracy = card.metrics.at("track_accuracy");
  std::printf("%s: epoch %d is kept; accuracy %.3f (%.3f … %.3f) on %zu tracks of %s\n", printable(options.out).c_str(),
              trained->best.epoch, accuracy.value, accuracy.low, accuracy.high, card.split_tracks,
              printable(card.split_name).c_str());
  return kSuccess;
}

}  // namespace

void add_train(CLI::App& program, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      program.add_subcommand("train", "Teach a system's network with tracks whose features are computed");
  command->add_option("SYSTEM", options->system, "Which system")->required()->check(CLI::IsMember(system_names()));
  add_data_options(command, options->data);
  command->add_option("--out", options->out, "Run folder: model.onnx, card.json, best.safetensors, history.csv")
      ->required()
      ->check(output_folder());
  command->add_flag("--force", options->force, "Replace the run that lies in --out");
  command->add_option("--training-data", options->training_data, "What the card says about the data");
  command->add_option("--pretrained", options->pretrained, "Weights to begin with: a safetensors file");
  command->add_option("--train-split", options->train_split, "Tracks to learn")->capture_default_str();
  command->add_option("--valid-split", options->valid_split, "Tracks to choose by")->capture_default_str();
  using T = TrainingOptions;
  add_change(command, options, "--epochs", &T::epochs, "Times through the training tracks")
      ->check(whole_number(1, 100000));
  add_change(command, options, "--batch", &T::batch, "Chunks a step")->check(whole_number(2, 4096));
  add_change(command, options, "--crops", &T::crops, "Chunks of each track an epoch")->check(whole_number(1, 1000));
  add_change(command, options, "--learning-rate", &T::learning_rate, "The highest")->check(real_number(1e-9, 10));
  add_change(command, options, "--weight-decay", &T::weight_decay, "Of AdamW")->check(real_number(0, 10));
  add_change(command, options, "--mixup", &T::mixup, "Beta's parameter; 0: none")->check(real_number(0, 1));
  add_change(command, options, "--label-smoothing", &T::label_smoothing, "Share given to all labels")
      ->check(real_number(0, 0.9));
  add_change(command, options, "--patience", &T::patience, "Epochs without a better validation loss")
      ->check(whole_number(1, 100000));
  add_change(command, options, "--seed", &T::seed, "Of everything random")
      ->check(whole_number(0, std::numeric_limits<std::int64_t>::max()));
  add_change(command, options, "--threads", &T::threads, "0: one a processor")->check(whole_number(0, 1024));
  command->callback([options, &status] { status = train_system(*options); });
}

}  // namespace genrelens
