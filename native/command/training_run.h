// One training with everything around it: progress shown, files written.
//
//   const std::optional<TrainingSubject> subject = read_subject(…);
//   Result<Run> run = run_training(*system, subject->data, options);
#pragma once

#include <string>

#include "core/card.h"
#include "native/run_folder.h"
#include "native/run_record.h"
#include "native/trainer.h"

namespace genrelens {

struct RunOptions {
  std::string out;            // folder
  std::string training_data;  // what the card says about it
  std::string pretrained;     // file of weights to begin with; or empty
  std::string splits;         // file that divides the data; or empty
  std::size_t fold = 0;       // of that file; 0: it has none
  RunStart start = RunStart::fresh;
  TrainingOptions training;
  TrainingMachine machine;
  Processes processes;
};

struct Run {
  RunRecord record;
  Card card;
};

// Trains, shows progress on stderr and writes the run folder; of several processes, rank 0 alone writes. Ctrl-C
// ends it at once and keeps what the last whole epoch left.
Result<Run> run_training(const System& system, const TrainingData& data, const RunOptions& options);

}  // namespace genrelens
