// A network that LibTorch can train.
//
//   Module module(network);                          // fresh weights, drawn from torch's generator
//   torch::Tensor logits = module->forward(input);   // (N, C, H, W) → (N, labels)
//   Weights weights = weights_of(*module);
#pragma once

#include <torch/torch.h>

#include <map>
#include <string>

#include "native/network.h"
#include "native/weights.h"

namespace genrelens {

class ModuleImpl : public torch::nn::Module {
 public:
  explicit ModuleImpl(Network network);

  torch::Tensor forward(torch::Tensor input);

  // Frozen layers stay as they are.
  void train(bool on = true) override;

  const Network& network() const { return network_; }

 private:
  torch::Tensor convolve(const Layer& layer, const torch::Tensor& input);
  torch::Tensor apply(const Layer& layer, const torch::Tensor& input);

  Network network_;
  std::map<std::string, torch::nn::Conv2d> convolutions_;
  std::map<std::string, torch::nn::BatchNorm2d> norms_;
  std::map<std::string, torch::nn::Linear> denses_;
  // How values lie in memory. Depthwise convolutions are up to 1.6 times as fast with all channels of a place together.
  at::MemoryFormat order_ = at::MemoryFormat::Contiguous;
  std::vector<std::size_t> last_use_;  // of each layer's output: the number of the layer that reads it last
};
TORCH_MODULE(Module);

// The parameters and running statistics, on the CPU.
Weights weights_of(const ModuleImpl& module);

// Asserts that the names and shapes are the network's: a checkpoint is checked when it is read.
void set_weights(ModuleImpl& module, const Weights& weights);

}  // namespace genrelens
