#include "native/network.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace genrelens {
namespace {

int strided(int size, int kernel, int stride) { return (size + 2 * (kernel / 2) - kernel) / stride + 1; }

}  // namespace

Network::Network(std::string name, Shape input) : name_(std::move(name)) {
  append({.operation = Operation::input, .shape = input});
}

int Network::append(Layer layer) {
  assert(layer.name.empty() ||
         std::none_of(layers_.begin(), layers_.end(), [&](const Layer& other) { return other.name == layer.name; }));
  layers_.push_back(std::move(layer));
  return logits_layer();
}

int Network::convolution(int from, const std::string& name, const Convolution& options) {
  const Shape in = layer(from).shape;
  const Shape out = {options.channels, strided(in.height, options.kernel, options.stride),
                     strided(in.width, options.kernel, options.stride)};
  assert(options.kernel % 2 == 1 && out.height > 0 && out.width > 0);
  return append({.operation = Operation::convolution,
                 .name = name,
                 .inputs = {from},
                 .shape = out,
                 .kernel = options.kernel,
                 .stride = options.stride});
}

int Network::batch_norm(int from, const std::string& name) {
  return append({.operation = Operation::batch_norm, .name = name, .inputs = {from}, .shape = layer(from).shape});
}

int Network::relu(int from) {
  return append({.operation = Operation::relu, .inputs = {from}, .shape = layer(from).shape});
}

int Network::add(int left, int right) {
  assert(layer(left).shape == layer(right).shape);
  return append({.operation = Operation::add, .inputs = {left, right}, .shape = layer(left).shape});
}

int Network::global_average_pool(int from) {
  return append(
      {.operation = Operation::global_average_pool, .inputs = {from}, .shape = {layer(from).shape.channels, 1, 1}});
}

int Network::dropout(int from, double share) {
  return append({.operation = Operation::dropout, .inputs = {from}, .shape = layer(from).shape, .drop = share});
}

int Network::dense(int from, const std::string& name, int outputs) {
  assert(layer(from).shape.height == 1 && layer(from).shape.width == 1);
  return append({.operation = Operation::dense, .name = name, .inputs = {from}, .shape = {outputs, 1, 1}});
}

int Network::embedding(int layer) {
  assert(this->layer(layer).shape.height == 1 && this->layer(layer).shape.width == 1);
  return embedding_ = layer;
}

std::map<std::string, std::vector<std::int64_t>> Network::weight_shapes() const {
  std::map<std::string, std::vector<std::int64_t>> shapes;
  for (const Layer& layer : layers_) {
    if (layer.inputs.empty()) continue;
    const std::int64_t in = this->layer(layer.inputs[0]).shape.channels;
    const std::int64_t out = layer.shape.channels;
    if (layer.operation == Operation::convolution)
      shapes[layer.name + ".weight"] = {out, in, layer.kernel, layer.kernel};
    if (layer.operation == Operation::dense) {
      shapes[layer.name + ".weight"] = {out, in};
      shapes[layer.name + ".bias"] = {out};
    }
    if (layer.operation == Operation::batch_norm) {
      for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"}) shapes[layer.name + part] = {out};
    }
  }
  return shapes;
}

std::int64_t Network::parameters() const {
  std::int64_t total = 0;
  for (const auto& [name, shape] : weight_shapes()) {
    if (name.find(".running_") != std::string::npos) continue;  // measured, not trained
    std::int64_t values = 1;
    for (const std::int64_t size : shape) values *= size;
    total += values;
  }
  return total;
}

std::int64_t Network::multiply_adds() const {
  std::int64_t total = 0;
  for (const Layer& layer : layers_) {
    const std::int64_t window = layer.operation == Operation::convolution ? layer.kernel * layer.kernel
                                : layer.operation == Operation::dense     ? 1
                                                                          : 0;
    if (window == 0) continue;
    const Shape& out = layer.shape;
    total += window * this->layer(layer.inputs[0]).shape.channels * out.channels * out.height * out.width;
  }
  return total;
}

}  // namespace genrelens
