// How the weights are changed: the optimiser, its learning rate over the epochs, and the running mean that is kept.
#pragma once

#include <torch/torch.h>

#include <memory>

#include "native/module.h"
#include "native/training_options.h"

namespace genrelens {

// Of the parameters that are not frozen.
std::unique_ptr<torch::optim::Optimizer> make_optimizer(const ModuleImpl& module, const TrainingOptions& options);

void set_learning_rate(torch::optim::Optimizer& optimizer, double learning_rate);

// progress: epochs done, fractional.
double learning_rate_at(const TrainingOptions& options, double progress);

// mean = decay · mean + (1 − decay) · module, of all weights and statistics (Polyak averaging): steadier than any
// single step's.
void average_into(ModuleImpl& mean, const ModuleImpl& module, double decay);

}  // namespace genrelens
