#include "native/gradient_sum.h"

#include <algorithm>
#include <vector>

namespace genrelens {

void sum_over_processes(ProcessGroup& group, ModuleImpl& module, StepSums& sums) {
  std::vector<torch::Tensor> gradients, flat;
  for (const torch::Tensor& parameter : module.parameters()) {
    if (!parameter.requires_grad()) continue;
    gradients.push_back(parameter.grad());
    flat.push_back(parameter.grad().flatten());
  }
  const torch::Tensor stop = torch::full({1}, sums.stop ? 1.0f : 0.0f, torch::device(sums.loss_and_right.device()));
  flat.push_back(sums.loss_and_right.to(torch::kFloat));
  flat.push_back(stop);
  torch::Tensor message = torch::cat(flat);
  group.sum(message);
  std::int64_t at = 0;
  for (torch::Tensor& gradient : gradients) {
    gradient.copy_(message.slice(0, at, at + gradient.numel()).view_as(gradient));
    at += gradient.numel();
  }
  sums.loss_and_right = message.slice(0, at, at + 2).to(torch::kDouble);
  sums.stop = message[at + 2].item<float>() > 0;
}

void average_statistics(ProcessGroup& group, ModuleImpl& module, int processes) {
  const torch::NoGradGuard no_gradients;
  for (torch::Tensor& buffer : module.buffers()) {
    if (!buffer.is_floating_point()) continue;
    torch::Tensor sum = buffer.clone();
    group.sum(sum);
    buffer.copy_(sum / static_cast<double>(processes));
  }
}

bool any_process(ProcessGroup& group, bool here) {
  torch::Tensor sum = torch::full({1}, here ? 1.0f : 0.0f);
  group.sum(sum);
  return sum.item<float>() > 0;
}

void take_from_first(ProcessGroup& group, int rank, std::span<double> numbers) {
  torch::Tensor message = torch::zeros({static_cast<std::int64_t>(numbers.size())}, torch::kDouble);
  double* values = message.data_ptr<double>();
  if (rank == 0) std::ranges::copy(numbers, values);
  group.sum(message);
  std::copy_n(message.data_ptr<double>(), numbers.size(), numbers.begin());
}

}  // namespace genrelens
