// The numbers of a network, by name: what module.h trains, checkpoint.h stores and onnx_writer.h writes.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace genrelens {

struct Tensor {
  std::vector<std::int64_t> shape;
  std::vector<float> values;  // row-major

  bool operator==(const Tensor&) const = default;
};

// "stem_conv.weight" (OIHW), "stem_norm.running_mean", "logits.bias" …: the layer's name, a dot, torch's name.
using Weights = std::map<std::string, Tensor>;

}  // namespace genrelens
