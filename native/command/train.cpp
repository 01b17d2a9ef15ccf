// genrelens train: teaches a system's network with a feature folder, and exports the best of it.
#include <charconv>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "native/command/command.h"
#include "native/command/training_flags.h"
#include "native/command/training_run.h"
#include "native/printable.h"
#include "native/split.h"

namespace genrelens {
namespace {

struct Options {
  std::string system;
  DataOptions data;
  std::string train_split = "train";
  std::string valid_split = "valid";
  bool force = false;
  bool resume = false;
  std::string master;
  TrainingFlags flags;
  RunOptions run;
};

// HOST:PORT, or why it is none.
std::optional<Error> read_master(const std::string& text, Processes& processes) {
  const std::size_t colon = text.rfind(':');
  const char* end = text.data() + text.size();
  int port = 0;
  const auto number = colon == std::string::npos ? std::from_chars_result{end, std::errc::invalid_argument}
                                                 : std::from_chars(text.data() + colon + 1, end, port);
  if (colon == 0 || number.ec != std::errc() || number.ptr != end || port < 1 || port > 65535) {
    return Error{ErrorCode::bad_field, "--master is \"" + text + "\"; it must be HOST:PORT, as in 127.0.0.1:29500."};
  }
  processes.host = text.substr(0, colon);
  processes.port = port;
  return {};
}

// What of the options does not go together.
std::optional<Error> check_options(Options& options, const System& system) {
  if (options.train_split == options.valid_split) {
    return Error{ErrorCode::bad_field,
                 "--train-split and --valid-split must not be the same (" + options.train_split + ")."};
  }
  RunOptions& run = options.run;
  run.start = options.resume ? RunStart::resume : options.force ? RunStart::replace : RunStart::fresh;
  Processes& processes = run.processes;
  if (processes.rank >= processes.count) {
    return Error{ErrorCode::out_of_range, "--rank is " + std::to_string(processes.rank) + "; of " +
                                              std::to_string(processes.count) + " processes it must be 0 to " +
                                              std::to_string(processes.count - 1) + "."};
  }
  if (processes.count > 1) {
    if (const auto error = read_master(options.master, processes)) return error;
  }
  if (processes.rank == 0 || options.resume) {
    if (const auto error = refuse_run_folder(run.out, run.start)) return error;
  }
  if (!system.pretrained.empty() && run.pretrained.empty()) {
    return Error{ErrorCode::missing_field,
                 system.name + " starts from weights: --pretrained FILE (" + system.pretrained + ")."};
  }
  const Result<TrainingOptions> training = choose_options(system, options.flags);
  if (!training) return training.error();
  if (training->batch < processes.count) {
    return Error{ErrorCode::out_of_range, "A batch of " + std::to_string(training->batch) +
                                              " chunks cannot be shared by " + std::to_string(processes.count) +
                                              " processes."};
  }
  run.training = *training;
  run.machine = options.flags.machine;
  return refuse_device(run.machine.device);
}

void tell_outcome(const Run& run, const std::string& out) {
  const RunRecord& record = run.record;
  if (record.bare_chunks_per_second > 0) {
    std::fprintf(stderr, "%.0f chunks/s learnt, %.0f by the bare network: %.2f of it%s\n", record.chunks_per_second,
                 record.bare_chunks_per_second, record.loader_ratio,
                 record.loader_ratio < 0.9 ? "; more --loaders may help" : "");
  }
  if (record.end == RunEnd::interrupt) {
    note("Stopped after epoch " + std::to_string(record.epochs) + "; the same command with --resume goes on.");
  }
  const Score& accuracy = run.card.metrics.at("track_accuracy");
  std::printf("%s: epoch %d is kept; accuracy %.3f (%.3f … %.3f) on %zu tracks of %s\n", printable(out).c_str(),
              record.best_epoch, accuracy.value, accuracy.low, accuracy.high, run.card.split_tracks,
              printable(run.card.split_name).c_str());
}

int train_system(Options& options) {
  const System& system = *find_system(options.system);
  if (const auto error = check_options(options, system)) return report_usage(*error);
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
  const Result<Run> run = run_training(system, *data, options.run);
  if (!run) {
    const bool other_run = options.resume && run.error().code == ErrorCode::bad_field;
    return other_run ? report_usage(run.error()) : report(run.error());
  }
  if (options.run.processes.rank == 0) tell_outcome(*run, options.run.out);
  return kSuccess;
}

void add_process_flags(CLI::App* command, Options& options) {
  CLI::Option* processes =
      command
          ->add_option("--processes", options.run.processes.count,
                       "So many share every batch, on one machine or several. Start each with the same command and its "
                       "own --rank; "
                       "rank 0 alone writes --out. Batch norms take their statistics from a process's own part of a "
                       "batch, and dropout draws anew in each: with them the result is not quite that of one process")
          ->check(whole_number(1, 1024));
  command->add_option("--rank", options.run.processes.rank, "Which of them this is, from 0")
      ->needs(processes)
      ->check(whole_number(0, 1023));
  CLI::Option* master =
      command->add_option("--master", options.master, "HOST:PORT where rank 0 listens, as in 127.0.0.1:29500");
  master->needs(processes);
  processes->needs(master);
}

}  // namespace

void add_train(CLI::App& program, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      program.add_subcommand("train", "Teach a system's network with tracks whose features are computed");
  command->add_option("SYSTEM", options->system, "Which system")->required()->check(CLI::IsMember(system_names()));
  add_data_options(command, options->data);
  command
      ->add_option("--out", options->run.out,
                   "Run folder: model.onnx, card.json, run.json, best.safetensors, history.csv")
      ->required()
      ->check(output_folder());
  CLI::Option* force = command->add_flag("--force", options->force, "Replace the run that lies in --out");
  command
      ->add_flag("--resume", options->resume,
                 "Go on with the stopped run in --out; say all else as before. Every process reads its resume.pt")
      ->excludes(force);
  command->add_option("--training-data", options->run.training_data, "What the card says about the data");
  command->add_option("--pretrained", options->run.pretrained, "Weights to begin with: a safetensors file");
  command->add_option("--train-split", options->train_split, "Tracks to learn")->capture_default_str();
  command->add_option("--valid-split", options->valid_split, "Tracks to choose by")->capture_default_str();
  add_training_flags(command, options->flags);
  add_process_flags(command, *options);
  command->callback([options, &status] { status = train_system(*options); });
}

}  // namespace genrelens
