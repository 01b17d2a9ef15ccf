// Several processes that teach one network together, each with its share of every batch: LibTorch's c10d.
//
//   Result<std::unique_ptr<ProcessGroup>> group = join_processes({.count = 2, .rank = 0, .host = "10.0.0.1", .port =
//   29500});
//   (*group)->sum(gradients);       // every process then holds the sum over all
#pragma once

#include <torch/torch.h>

#include <memory>

#include "core/result.h"
#include "native/training_task.h"

namespace genrelens {

class ProcessGroup {
 public:
  virtual ~ProcessGroup() = default;

  // Adds up the processes' tensors in place; waits for all of them. Throws what c10d throws if one is gone.
  virtual void sum(torch::Tensor& tensor) = 0;
};

// Waits until all have come, a minute at the most. Error: they have not, or this build has no c10d.
Result<std::unique_ptr<ProcessGroup>> join_processes(const Processes& processes);

}  // namespace genrelens
