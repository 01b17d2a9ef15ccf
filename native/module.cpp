#include "native/module.h"

#include <cassert>
#include <utility>

namespace genrelens {
namespace {

// Parameters and the running statistics of norms, without the batch counter, which nothing reads.
std::map<std::string, torch::Tensor> named_tensors(const ModuleImpl& module) {
  std::map<std::string, torch::Tensor> tensors;
  for (const auto& item : module.named_parameters()) tensors[item.key()] = item.value();
  for (const auto& item : module.named_buffers()) {
    if (item.value().is_floating_point()) tensors[item.key()] = item.value();
  }
  return tensors;
}

}  // namespace

ModuleImpl::ModuleImpl(Network network) : network_(std::move(network)), last_use_(network_.layers().size(), 0) {
  for (std::size_t number = 0; number < network_.layers().size(); number++) {
    const Layer& layer = network_.layers()[number];
    for (const int input : layer.inputs) last_use_[static_cast<std::size_t>(input)] = number;
    if (layer.inputs.empty()) continue;
    const int in = network_.layer(layer.inputs[0]).shape.channels;
    const int out = layer.shape.channels;
    if (layer.operation == Operation::convolution) {
      const auto options = torch::nn::Conv2dOptions(in, out, {layer.kernel_rows(), layer.kernel});
      torch::nn::Conv2d convolution(torch::nn::Conv2dOptions(options).groups(layer.groups()).bias(layer.bias));
      torch::nn::init::kaiming_normal_(convolution->weight, 0, torch::kFanOut, torch::kReLU);
      if (layer.bias) torch::nn::init::zeros_(convolution->bias);
      if (layer.depthwise) order_ = at::MemoryFormat::ChannelsLast;
      convolutions_.emplace(layer.name, register_module(layer.name, convolution));
    } else if (layer.operation == Operation::batch_norm) {
      const auto options = torch::nn::BatchNorm2dOptions(out).eps(layer.epsilon);
      norms_.emplace(layer.name, register_module(layer.name, torch::nn::BatchNorm2d(options)));
    } else if (layer.operation == Operation::dense) {
      denses_.emplace(layer.name, register_module(layer.name, torch::nn::Linear(in, out)));
    }
    if (!layer.frozen || layer.name.empty()) continue;
    for (torch::Tensor& parameter : named_children()[layer.name]->parameters()) parameter.requires_grad_(false);
  }
}

void ModuleImpl::train(bool on) {
  torch::nn::Module::train(on);
  for (const Layer& layer : network_.layers()) {
    if (layer.frozen && layer.operation == Operation::batch_norm) norms_.at(layer.name)->eval();
  }
}

torch::Tensor ModuleImpl::convolve(const Layer& layer, const torch::Tensor& input) {
  const auto [rows, columns] = border_zeros(layer, network_.layer(layer.inputs[0]).shape);
  torch::nn::Conv2d& convolution = convolutions_.at(layer.name);
  const bool even = rows.before == rows.after && columns.before == columns.after;
  const torch::Tensor padded =
      even ? input : torch::constant_pad_nd(input, {columns.before, columns.after, rows.before, rows.after});
  const std::vector<std::int64_t> padding =
      even ? std::vector<std::int64_t>{rows.before, columns.before} : std::vector<std::int64_t>{0, 0};
  return torch::conv2d(padded, convolution->weight, convolution->bias, {layer.stride, layer.column_stride}, padding, 1,
                       layer.groups());
}

torch::Tensor ModuleImpl::apply(const Layer& layer, const torch::Tensor& input) {
  switch (layer.operation) {
    case Operation::convolution:
      return convolve(layer, input);
    case Operation::batch_norm:
      return norms_.at(layer.name)->forward(input);
    case Operation::relu:
      return torch::relu(input);
    case Operation::relu6:
      return torch::clamp(input, 0, 6);
    case Operation::hard_swish:
      return torch::hardswish(input);
    case Operation::sigmoid:
      return torch::sigmoid(input);
    case Operation::max_pool:
      return torch::max_pool2d(input, layer.kernel);
    case Operation::flatten:
      return layer.order == ValueOrder::channel_last ? input.permute({0, 2, 3, 1}).flatten(1) : input.flatten(1);
    case Operation::patches: {
      const torch::Tensor cut = input.reshape({-1, layer.shape.width, layer.patches, layer.shape.height});
      return cut.permute({0, 2, 3, 1}).reshape({-1, 1, layer.shape.height, layer.shape.width});
    }
    case Operation::sequence:
      return input.reshape({-1, layer.shape.width, layer.shape.channels}).transpose(1, 2).unsqueeze(2);
    case Operation::global_average_pool:
      return input.mean({2, 3}, true);
    case Operation::dropout:
      return torch::dropout(input, layer.drop, is_training());
    case Operation::dense:
      return denses_.at(layer.name)->forward(input.flatten(1));
    case Operation::input:
    case Operation::add:
    case Operation::gate:
      break;  // forward() knows them
  }
  return input;
}

torch::Tensor ModuleImpl::forward(torch::Tensor input) {
  std::vector<torch::Tensor> outputs(network_.layers().size());
  outputs[0] = input.contiguous(order_);
  for (std::size_t number = 1; number < outputs.size(); number++) {
    const Layer& layer = network_.layers()[number];
    const auto from = [&](std::size_t which) { return static_cast<std::size_t>(layer.inputs[which]); };
    const torch::Tensor& first = outputs[from(0)];
    if (layer.operation == Operation::add) {
      outputs[number] = first + outputs[from(1)];
    } else if (layer.operation == Operation::gate) {
      outputs[number] = first * outputs[from(1)].view({-1, layer.shape.channels, 1, 1});
    } else {
      outputs[number] = apply(layer, first);
    }
    for (const int used : layer.inputs) {  // memory that no later layer needs
      if (last_use_[static_cast<std::size_t>(used)] == number) outputs[static_cast<std::size_t>(used)].reset();
    }
  }
  return outputs.back();
}

Weights weights_of(const ModuleImpl& module) {
  Weights weights;
  for (const auto& [name, tensor] : named_tensors(module)) {
    const torch::Tensor values = tensor.detach().to(torch::kCPU, torch::kFloat).contiguous();
    weights[name] = {values.sizes().vec(), {values.data_ptr<float>(), values.data_ptr<float>() + values.numel()}};
  }
  return weights;
}

void set_weights(ModuleImpl& module, const Weights& weights) {
  const torch::NoGradGuard no_gradients;
  for (auto& [name, tensor] : named_tensors(module)) {
    const Tensor& source = weights.at(name);
    assert(source.shape == tensor.sizes().vec());
    tensor.copy_(torch::from_blob(const_cast<float*>(source.values.data()), source.shape, torch::kFloat));
  }
}

}  // namespace genrelens
