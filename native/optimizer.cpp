#include "native/optimizer.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace genrelens {
namespace {

std::unique_ptr<torch::optim::Optimizer> make_adam_w(const std::vector<torch::Tensor>& parameters, double decay) {
  std::vector<torch::Tensor> decayed, free;
  for (const torch::Tensor& parameter : parameters) (parameter.dim() > 1 ? decayed : free).push_back(parameter);
  std::vector<torch::optim::OptimizerParamGroup> groups;
  const auto add_group = [&](const std::vector<torch::Tensor>& tensors, double weight_decay) {
    const auto options = torch::optim::AdamWOptions().weight_decay(weight_decay);
    groups.emplace_back(tensors, std::make_unique<torch::optim::AdamWOptions>(options));
  };
  add_group(decayed, decay);
  add_group(free, 0);
  return std::make_unique<torch::optim::AdamW>(groups, torch::optim::AdamWOptions());
}

}  // namespace

std::unique_ptr<torch::optim::Optimizer> make_optimizer(const ModuleImpl& module, const TrainingOptions& options) {
  std::vector<torch::Tensor> parameters;
  for (const torch::Tensor& parameter : module.parameters()) {
    if (parameter.requires_grad()) parameters.push_back(parameter);
  }
  switch (options.optimizer) {
    case Optimizer::adam_w:
      break;
    case Optimizer::adam:
      return std::make_unique<torch::optim::Adam>(parameters, torch::optim::AdamOptions());
    case Optimizer::rms_prop:
      return std::make_unique<torch::optim::RMSprop>(parameters, torch::optim::RMSpropOptions().alpha(0.9));
  }
  return make_adam_w(parameters, options.weight_decay);
}

void set_learning_rate(torch::optim::Optimizer& optimizer, double learning_rate) {
  for (torch::optim::OptimizerParamGroup& group : optimizer.param_groups()) group.options().set_lr(learning_rate);
}

double learning_rate_at(const TrainingOptions& options, double progress) {
  if (options.schedule == Schedule::constant) return options.learning_rate;
  if (progress < options.warmup_epochs) return options.learning_rate * (progress + 0.01) / options.warmup_epochs;
  const double rest = std::max(1e-9, options.epochs - options.warmup_epochs);
  return options.learning_rate * 0.5 * (1 + std::cos(std::numbers::pi * (progress - options.warmup_epochs) / rest));
}

void average_into(ModuleImpl& mean, const ModuleImpl& module, double decay) {
  const torch::NoGradGuard no_gradients;
  const auto blend = [decay](auto means, const auto& values) {
    for (const auto& item : values) {
      torch::Tensor& target = means[item.key()];
      if (target.is_floating_point()) target.mul_(decay).add_(item.value(), 1 - decay);
    }
  };
  blend(mean.named_parameters(), module.named_parameters());
  blend(mean.named_buffers(), module.named_buffers());
}

}  // namespace genrelens
