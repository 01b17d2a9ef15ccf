// Teaches a system's network with the rows of a feature folder. LibTorch is behind this header, not in it.
//
//   TrainingData data{.folder = folder, .train = train, .valid = valid, .labels = genres(folder)};
//   Features features = measure_features(system, data);
//   Result<Trained> trained = train({.system = system, .features = features, .data = data, .options = system.training},
//                                   events);
//
// The same seed, data, thread count and machine give the same weights on a CPU, whatever the number of loaders, and
// whether it ran through or was stopped and resumed. Of several processes, rank 0's validation decides for all.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "native/run_record.h"
#include "native/training_progress.h"
#include "native/training_task.h"

namespace genrelens {

struct Trained {
  Weights weights;  // of the best epoch; the averaged ones
  EpochResult best;
  std::vector<EpochResult> history;
  RunEnd end = RunEnd::epochs_done;

  std::string device;                 // in words
  int threads = 0;                    // that were used
  int loaders = 0;                    //
  double chunks_per_second = 0;       // learnt, over all epochs, without their validation, all processes together
  double bare_chunks_per_second = 0;  // of the same steps on one batch that is already made
};

// Why a device cannot be used; the sentence says what to do. Empty if it can.
std::optional<Error> refuse_device(DeviceChoice choice);

// Errors: no such device, fewer chunks a step than processes, other processes that do not come, go or differ
// (wrong_hash), a state that does not fit (wrong_hash: another training's), answers that are no numbers any more
// (out_of_range), no memory, or an end before the first epoch is done.
Result<Trained> train(const TrainingTask& task, const TrainingEvents& events);

}  // namespace genrelens
