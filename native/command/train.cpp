// genrelens train: teaches a system's network with a feature folder, and exports the best of it.
#include <charconv>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "native/command/command.h"
#include "native/command/measurement_text.h"
#include "native/command/training_flags.h"
#include "native/command/training_run.h"
#include "native/command/training_subject.h"
#include "native/linear_probe.h"
#include "native/printable.h"

namespace genrelens {
namespace {

struct Options {
  SubjectOptions subject;
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
  if (const auto error = refuse_subject(options.subject)) return error;
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
  const Result<TrainingOptions> training = choose_options(system, options.flags);
  if (!training) return training.error();
  run.training = *training;
  run.pretrained = options.subject.pretrained;
  run.splits = options.subject.data.splits;
  run.fold = options.subject.data.fold;
  run.machine = options.flags.machine;
  if (const auto error = refuse_probe(system, run.training, processes)) return error;
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
  std::printf("%s: epoch %d is kept; accuracy %s on %zu tracks of %s\n", printable(out).c_str(), record.best_epoch,
              score_text(run.card.metrics.at("track_accuracy")).c_str(), run.card.split_tracks,
              printable(run.card.split_name).c_str());
}

int train_system(Options& options) {
  const System& system = *find_system(options.subject.system);
  if (const auto error = check_options(options, system)) return report_usage(*error);
  int status = kSuccess;
  const std::optional<TrainingSubject> subject = read_subject(options.subject, status);
  if (!subject) return status;
  const TrainingData& data = subject->data;
  if (const auto error = refuse_share(options.run.training, data, options.run.processes)) return report_usage(*error);
  const Result<Run> run = run_training(system, data, options.run);
  if (!run) {
    const bool other_run = run.error().code == ErrorCode::wrong_hash;
    return other_run ? report_usage(run.error()) : report(run.error());
  }
  if (options.run.processes.rank == 0) tell_outcome(*run, options.run.out);
  return run->record.end == RunEnd::interrupt ? kBadData : kSuccess;
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
  add_subject_options(command, options->subject);
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
  add_training_flags(command, options->flags);
  add_process_flags(command, *options);
  command->callback([options, &status] { status = train_system(*options); });
}

}  // namespace genrelens
