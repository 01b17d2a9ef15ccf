// A training between two epochs, as a file: all that an unbroken one would go on with.
//
//   if (auto error = write_state(path, identity, record, {*module, *mean, *best, *optimizer})) …
//   Result<TrainingRecord> record = read_state(path, identity, tensors, device);
//
// The file: 64 hexadecimal digits of the sha256 of all after them, then LibTorch's archive, which can hold no program,
// only tensors, numbers and words.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "core/plain_values.h"
#include "core/result.h"
#include "native/module.h"
#include "native/training_progress.h"

namespace genrelens {

// What is not a tensor. The random numbers of an epoch follow from the seed and its number.
struct TrainingRecord {
  std::int64_t steps = 0;
  int threads = 0;                   // of the network, in the newest epoch
  std::vector<EpochResult> history;  // not empty
};

// What is. The optimiser's are those of module.
struct TrainingTensors {
  ModuleImpl& module;
  ModuleImpl& mean;
  ModuleImpl& best;
  torch::optim::Optimizer& optimizer;
};

// Written aside and renamed: a stop at any time leaves the old state or the new one.
std::optional<Error> write_state(const std::filesystem::path& path, const PlainValues& identity,
                                 const TrainingRecord& record, const TrainingTensors& tensors);

// Fills the tensors. Errors name the file: it is missing or no such state, or its identity is another (wrong_hash); the
// sentence says in what.
Result<TrainingRecord> read_state(const std::filesystem::path& path, const PlainValues& identity,
                                  const TrainingTensors& tensors, torch::Device device);

}  // namespace genrelens
