// Everything that a training needs to know.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/card.h"
#include "core/result.h"
#include "native/system.h"
#include "native/training_data.h"
#include "native/training_options.h"
#include "native/weights.h"

namespace genrelens {

// One of several that teach one network together.
struct Processes {
  int count = 1;
  int rank = 0;      // 0…count − 1; rank 0 listens at host:port, and alone writes files
  std::string host;  // of rank 0
  int port = 0;
};

struct TrainingTask {
  const System& system;
  const Features& features;
  const TrainingData& data;
  TrainingOptions options;
  TrainingMachine machine;
  Processes processes;
  Weights start;  // to begin with; those that are not there are fresh

  std::filesystem::path state_file;  // where each epoch's state is kept; empty: nowhere
  bool resume = false;               // go on from there; a state of other data or options is refused
  bool measures_bare_rate = true;    // a few steps more at the end
};

// What two trainings that give the same weights have in common: options, hashes of the data and of the weights to begin
// with, system, number of processes.
PlainValues identity_of(const TrainingTask& task);

// Why so many processes cannot share a step: it has fewer chunks. Empty if they can.
std::optional<Error> refuse_share(const TrainingOptions& options, const TrainingData& data, const Processes& processes);

// The system's network with the options' dropout.
Network network_of(const System& system, const TrainingOptions& options, std::size_t labels);

}  // namespace genrelens
