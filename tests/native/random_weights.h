// Weights that no training has left.
#pragma once

#include "core/random.h"
#include "native/network.h"
#include "native/weights.h"

// Small normal numbers; variances are 1.
inline genrelens::Weights random_weights(const genrelens::Network& network, genrelens::Random& random) {
  genrelens::Weights weights;
  for (const auto& [name, shape] : network.weight_shapes()) {
    genrelens::Tensor& tensor = weights[name] = {.shape = shape, .values = {}};
    std::size_t count = 1;
    for (const std::int64_t size : shape) count *= static_cast<std::size_t>(size);
    const bool variance = name.ends_with("running_var");
    while (tensor.values.size() < count) {
      tensor.values.push_back(variance ? 1 : static_cast<float>(random.normal()) * 0.1F);
    }
  }
  return weights;
}
