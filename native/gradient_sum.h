// What several processes must agree on so that they teach one network: gradients after each step, statistics after each
// epoch, and when to stop.
#pragma once

#include <torch/torch.h>

#include <span>

#include "native/module.h"
#include "native/process_group.h"

namespace genrelens {

// Sums of one step over chunks.
struct StepSums {
  torch::Tensor loss_and_right;  // (2), double: loss, right answers
  bool stop = false;             // in: this process is asked to stop; out: any of them is
};

// Adds up the gradients of all processes in place, and their sums, in one message. A gradient must be that of the
// process's part of the loss, divided by the whole batch: so parts of any size count as they should.
void sum_over_processes(ProcessGroup& group, ModuleImpl& module, StepSums& sums);

// Norms gather statistics of each process's own rows: afterwards all have their mean.
void average_statistics(ProcessGroup& group, ModuleImpl& module, int processes);

// Whether it is so in any process.
bool any_process(ProcessGroup& group, bool here);

// Rank 0's numbers, exactly, in every process: what follows from them is decided alike everywhere.
void take_from_first(ProcessGroup& group, int rank, std::span<double> numbers);

}  // namespace genrelens
