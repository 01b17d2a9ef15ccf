// Where a network is computed, and with what precision.
//
//   Result<torch::Device> device = choose_device(DeviceChoice::automatic);
//   const Autocast autocast(*device, Precision::mixed);    // for the rest of the block
#pragma once

#include <torch/torch.h>

#include <string>

#include "core/result.h"
#include "native/training_options.h"

namespace genrelens {

// Error: CUDA is asked for and there is none; the sentence says why.
Result<torch::Device> choose_device(DeviceChoice choice);

// The CPU's or GPU's name.
std::string device_words(torch::Device device);

// LibTorch's autocast to bfloat16 while it lives; nothing for float32. bfloat16 has float32's range, so that gradients
// need no scaling. Calls of the same kind may be nested.
class Autocast {
 public:
  Autocast(torch::Device device, Precision precision);
  ~Autocast();
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

 private:
  torch::Device device_;
  bool on_;
  bool before_ = false;
};

}  // namespace genrelens
