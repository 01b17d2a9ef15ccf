#include "native/network.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace genrelens {
namespace {

std::int64_t count_values(const std::vector<std::int64_t>& shape) {
  std::int64_t values = 1;
  for (const std::int64_t size : shape) values *= size;
  return values;
}

bool is_statistic(const std::string& name) { return name.find(".running_") != std::string::npos; }

}  // namespace

BorderZeros border_zeros(const Layer& convolution, const Shape& input) {
  const auto zeros_along = [&](int size, int kernel, int stride) -> Zeros {
    if (convolution.border == Border::valid) return {};
    if (convolution.border == Border::centred) return {kernel / 2, kernel / 2};
    const int steps = (size + stride - 1) / stride;
    const int zeros = std::max(0, (steps - 1) * stride + kernel - size);
    return {zeros / 2, zeros - zeros / 2};
  };
  return {zeros_along(input.height, convolution.kernel_rows(), convolution.stride),
          zeros_along(input.width, convolution.kernel, convolution.column_stride)};
}

Network::Network(std::string name, Shape input) : name_(std::move(name)) {
  append({.operation = Operation::input, .shape = input});
}

int Network::append(Layer layer) {
  assert(layer.name.empty() ||
         std::none_of(layers_.begin(), layers_.end(), [&](const Layer& other) { return other.name == layer.name; }));
  if (!layer.inputs.empty()) layer.patches *= this->layer(layer.inputs[0]).patches;
  layers_.push_back(std::move(layer));
  return logits_layer();
}

int Network::convolution(int from, const std::string& name, const Convolution& options) {
  const Shape in = layer(from).shape;
  assert(options.kernel % 2 == 1);
  assert(!options.depthwise || options.channels == 0 || options.channels == in.channels);
  Layer layer{.operation = Operation::convolution,
              .name = name,
              .inputs = {from},
              .kernel = options.kernel,
              .flat = options.flat,
              .stride = options.stride,
              .column_stride = options.column_stride > 0 ? options.column_stride : options.stride,
              .border = options.border,
              .bias = options.bias,
              .depthwise = options.depthwise};
  const auto strided = [&](int size, const Zeros& zeros, int kernel, int stride) {
    return (size + zeros.before + zeros.after - kernel) / stride + 1;
  };
  const BorderZeros zeros = border_zeros(layer, in);
  layer.shape = {options.depthwise ? in.channels : options.channels,
                 strided(in.height, zeros.rows, layer.kernel_rows(), layer.stride),
                 strided(in.width, zeros.columns, layer.kernel, layer.column_stride)};
  assert(layer.shape.channels > 0 && layer.shape.height > 0 && layer.shape.width > 0);
  return append(std::move(layer));
}

int Network::batch_norm(int from, const std::string& name, double epsilon) {
  return append({.operation = Operation::batch_norm,
                 .name = name,
                 .inputs = {from},
                 .shape = layer(from).shape,
                 .epsilon = epsilon});
}

int Network::relu(int from) {
  return append({.operation = Operation::relu, .inputs = {from}, .shape = layer(from).shape});
}

int Network::relu6(int from) {
  return append({.operation = Operation::relu6, .inputs = {from}, .shape = layer(from).shape});
}

int Network::hard_swish(int from) {
  return append({.operation = Operation::hard_swish, .inputs = {from}, .shape = layer(from).shape});
}

int Network::sigmoid(int from) {
  return append({.operation = Operation::sigmoid, .inputs = {from}, .shape = layer(from).shape});
}

int Network::max_pool(int from, int size) {
  const Shape in = layer(from).shape;
  assert(in.height >= size && in.width >= size);
  return append({.operation = Operation::max_pool,
                 .inputs = {from},
                 .shape = {in.channels, in.height / size, in.width / size},
                 .kernel = size,
                 .stride = size});
}

int Network::flatten(int from, ValueOrder order) {
  const Shape in = layer(from).shape;
  return append({.operation = Operation::flatten,
                 .inputs = {from},
                 .shape = {in.channels * in.height * in.width, 1, 1},
                 .order = order});
}

int Network::patches(int from, int time) {
  const Shape in = layer(from).shape;
  assert(layer(from).patches == 1 && in.channels == 1 && in.width % time == 0);
  return append(
      {.operation = Operation::patches, .inputs = {from}, .shape = {1, time, in.height}, .patches = in.width / time});
}

int Network::sequence(int from) {
  const Shape in = layer(from).shape;
  assert(in.height == 1 && in.width == 1);
  const int sequence =
      append({.operation = Operation::sequence, .inputs = {from}, .shape = {in.channels, 1, layer(from).patches}});
  layers_.back().patches = 1;
  return sequence;
}

int Network::add(int left, int right) {
  assert(layer(left).shape == layer(right).shape);
  return append({.operation = Operation::add, .inputs = {left, right}, .shape = layer(left).shape});
}

int Network::gate(int from, int gates) {
  assert((layer(gates).shape == Shape{layer(from).shape.channels, 1, 1}));
  return append({.operation = Operation::gate, .inputs = {from, gates}, .shape = layer(from).shape});
}

int Network::global_average_pool(int from) {
  return append(
      {.operation = Operation::global_average_pool, .inputs = {from}, .shape = {layer(from).shape.channels, 1, 1}});
}

int Network::dropout(int from, double share) {
  return append({.operation = Operation::dropout, .inputs = {from}, .shape = layer(from).shape, .drop = share});
}

void Network::set_dropout(double share) {
  for (Layer& layer : layers_) {
    if (layer.operation == Operation::dropout) layer.drop = share;
  }
}

int Network::dense(int from, const std::string& name, int outputs) {
  assert(layer(from).shape.height == 1 && layer(from).shape.width == 1);
  return append({.operation = Operation::dense, .name = name, .inputs = {from}, .shape = {outputs, 1, 1}});
}

int Network::embedding(int layer) {
  assert(this->layer(layer).shape.height == 1 && this->layer(layer).shape.width == 1);
  return embedding_ = layer;
}

int Network::feature_map(int layer) { return feature_map_ = layer; }

void Network::freeze() {
  for (Layer& layer : layers_) layer.frozen = true;
}

std::map<std::string, std::vector<std::int64_t>> Network::weight_shapes(const Layer& layer) const {
  std::map<std::string, std::vector<std::int64_t>> shapes;
  if (layer.inputs.empty()) return shapes;
  const std::int64_t in = this->layer(layer.inputs[0]).shape.channels;
  const std::int64_t out = layer.shape.channels;
  if (layer.operation == Operation::convolution) {
    shapes[layer.name + ".weight"] = {out, in / layer.groups(), layer.kernel_rows(), layer.kernel};
    if (layer.bias) shapes[layer.name + ".bias"] = {out};
  }
  if (layer.operation == Operation::dense) {
    shapes[layer.name + ".weight"] = {out, in};
    shapes[layer.name + ".bias"] = {out};
  }
  if (layer.operation == Operation::batch_norm) {
    for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"}) shapes[layer.name + part] = {out};
  }
  return shapes;
}

std::map<std::string, std::vector<std::int64_t>> Network::weight_shapes() const {
  std::map<std::string, std::vector<std::int64_t>> shapes;
  for (const Layer& layer : layers_) shapes.merge(weight_shapes(layer));
  return shapes;
}

std::int64_t Network::parameters() const {
  std::int64_t total = 0;
  for (const auto& [name, shape] : weight_shapes()) total += is_statistic(name) ? 0 : count_values(shape);
  return total;
}

std::int64_t Network::trainable_parameters() const {
  std::int64_t total = 0;
  for (const Layer& layer : layers_) {
    if (layer.frozen) continue;
    for (const auto& [name, shape] : weight_shapes(layer)) total += is_statistic(name) ? 0 : count_values(shape);
  }
  return total;
}

std::int64_t Network::values() const {
  std::int64_t total = 0;
  for (const auto& [name, shape] : weight_shapes()) total += count_values(shape);
  return total;
}

std::int64_t Network::multiply_adds() const {
  std::int64_t total = 0;
  for (const Layer& layer : layers_) {
    const std::int64_t window = layer.operation == Operation::convolution ? layer.kernel_rows() * layer.kernel
                                : layer.operation == Operation::dense     ? 1
                                                                          : 0;
    if (window == 0) continue;
    const Shape& out = layer.shape;
    const std::int64_t in = this->layer(layer.inputs[0]).shape.channels / layer.groups();
    total += layer.patches * window * in * out.channels * out.height * out.width;
  }
  return total;
}

}  // namespace genrelens
