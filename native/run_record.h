// run.json in a run folder: what a training learnt from, with what and how fast. It is written when the training ends;
// how good the network is stands in card.json beside it.
//
//   if (auto error = write_text("run/run.json", write_run_record(record))) …
//   Result<RunRecord> record = read_run_record("run");
//
// The JSON, all of it required but for splits and fold, which come together; fields of other names are ignored:
//   format: 1 · system, paper, model, leaky · labels, parameters, trainable_parameters, pretrained
//   data     train {split, tracks}, valid {split, tracks}, splits, fold, split_hash, chunks_per_epoch
//   outcome  epochs, best_epoch, stopped: epochs-done | patience | interrupt
//   machine  device, precision: float32 | mixed, processes, threads, loaders
//   speed    seconds, chunks_per_second, tracks_per_second, bare_chunks_per_second, loader_ratio
//   training words and numbers: TrainingOptions by the names of native/training_options.h
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/plain_values.h"
#include "core/result.h"

namespace genrelens {

// The tracks of one side.
struct RunSplit {
  std::string split;  // "train", "LEAKY-train"
  std::size_t tracks = 0;

  bool operator==(const RunSplit&) const = default;
};

enum class RunEnd { epochs_done, patience, interrupt };

struct RunRecord {
  std::string system;  // "mel-resnet"
  std::string paper;   // "002"; empty: ours
  std::string model;   // the card's name: with -LEAKY where the split is
  bool leaky = false;  // pieces of the same recordings are learnt and judged
  std::vector<std::string> labels;
  std::int64_t parameters = 0;
  std::int64_t trainable_parameters = 0;
  std::string pretrained;  // name of the file of weights that it started from; empty: none

  RunSplit train;
  RunSplit valid;
  std::string splits;      // name of the file that says who is in which split; empty: the feature folder itself
  std::int64_t fold = 0;   // of that file's, from 1; 0: it has none
  std::string split_hash;  // as in the card
  std::size_t chunks_per_epoch = 0;  // drawn from the training tracks

  int epochs = 0;      // that were run
  int best_epoch = 0;  // from 1: the one whose weights are kept
  RunEnd end = RunEnd::epochs_done;

  std::string device;     // in words: "Intel Xeon Processor at 2.30 GHz", "NVIDIA H200"
  std::string precision;  // float32, mixed
  int processes = 1;
  int threads = 1;  // of the network, on a CPU
  int loaders = 1;  // threads that make batches

  double seconds = 0;                 // of all epochs together, with their validation, also those before a resume
  double chunks_per_second = 0;       // learnt, without the validation, all processes together
  double tracks_per_second = 0;       // the same, in tracks ("songs"): chunks_per_second by chunks a track
  double bare_chunks_per_second = 0;  // of the same steps on one batch that is already made
  double loader_ratio = 0;            // chunks_per_second / bare_chunks_per_second: 1 if nothing waits for batches

  PlainValues training;  // TrainingOptions

  bool operator==(const RunRecord&) const = default;
};

// Indented JSON that parse_run_record reads back to an equal record. Asserts that all numbers are finite.
std::string write_run_record(const RunRecord& record);

// Errors name the field and what is allowed.
Result<RunRecord> parse_run_record(std::string_view json);

// folder/run.json; errors name the file.
Result<RunRecord> read_run_record(const std::filesystem::path& folder);

}  // namespace genrelens
