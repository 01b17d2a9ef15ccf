// One training with everything around it: tracks chosen, progress shown, files written.
//
//   Result<TrainingData> data = choose_tracks(folder, "train", "valid");
//   Result<RunRecord> record = run_training(*system, *data, options);
#pragma once

#include <string>

#include "core/card.h"
#include "native/run_folder.h"
#include "native/run_record.h"
#include "native/trainer.h"

namespace genrelens {

// The folder's tracks of both splits. Errors: they share a track or a row, or there are not two genres.
Result<TrainingData> choose_tracks(const FeatureFolder& folder, const std::string& train, const std::string& valid);

struct RunOptions {
  std::string out;            // folder
  std::string training_data;  // what the card says about it
  std::string pretrained;     // file of weights to begin with; or empty
  RunStart start = RunStart::fresh;
  TrainingOptions training;
  TrainingMachine machine;
  Processes processes;
};

struct Run {
  RunRecord record;
  Card card;
};

// Trains, shows progress on stderr and writes the run folder; of several processes, rank 0 alone writes. Ctrl-C ends it
// at once and keeps what the last whole epoch left.
Result<Run> run_training(const System& system, const TrainingData& data, const RunOptions& options);

// The weights to begin with, and a note of what is fresh.
Result<Weights> read_start(const std::string& pretrained, const Network& network);

// From here on Ctrl-C sets was_interrupted(); a second one ends the program.
void catch_interrupt();
bool was_interrupted();

}  // namespace genrelens
