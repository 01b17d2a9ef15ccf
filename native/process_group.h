// Several processes that teach one network together, each with its share of every batch: LibTorch's c10d.
//
//   const Processes processes = {.count = 2, .rank = 0, .host = "10.0.0.1", .port = 29500};
//   Result<std::unique_ptr<ProcessGroup>> group = join_processes(processes, sha256(what they must share));
//   (*group)->sum(gradients);       // every process then holds the sum over all
#pragma once

#include <torch/torch.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "core/result.h"
#include "native/training_task.h"

namespace genrelens {

class ProcessGroup {
 public:
  virtual ~ProcessGroup() = default;

  // Adds up the processes' tensors in place; waits for all of them. Throws ProcessGone if one does not answer.
  virtual void sum(torch::Tensor& tensor) = 0;
};

struct ProcessGone : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Waits until all have come, a minute at the most. identity: 64 hexadecimal digits that are the same in processes that
// teach the same network. Errors: they have not come; one has another identity (wrong_hash, in every process); this
// build has no c10d.
Result<std::unique_ptr<ProcessGroup>> join_processes(const Processes& processes, const std::string& identity);

}  // namespace genrelens
