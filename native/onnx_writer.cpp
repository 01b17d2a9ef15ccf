#include "native/onnx_writer.h"

#include <cassert>
#include <cmath>
#include <string>

#include "native/onnx_graph.h"
#include "native/onnx_message.h"

namespace genrelens {
namespace {

constexpr int kIrVersion = 7;
constexpr int kOpset = 13;

// A network as a graph; a layer's value is named by its number unless it is an output.
class GraphWriter {
 public:
  GraphWriter(const Network& network, const Weights& weights, WeightForm form)
      : network_(network), weights_(weights), graph_(form) {}

  OnnxMessage write() {
    for (int number = 1; number <= network_.logits_layer(); number++) write_layer(number);
    const Shape in = network_.layer(network_.input()).shape;
    const Shape embedding = network_.layer(network_.embedding_layer()).shape;
    const Shape logits = network_.layer(network_.logits_layer()).shape;
    OnnxMessage& message = graph_.message();
    message.text(kGraphName, network_.name())
        .message(kGraphInput, onnx_value(kInputName, {in.channels, in.height, in.width}))
        .message(kGraphOutput, onnx_value(kLogitsName, {logits.channels}))
        .message(kGraphOutput, onnx_value(kEmbeddingName, {embedding.channels}));
    if (network_.feature_map_layer() < 0) return message;
    const Shape map = network_.layer(network_.feature_map_layer()).shape;
    return message.message(kGraphOutput, onnx_value(kFeatureMapName, {map.channels, map.height, map.width}));
  }

 private:
  std::string value_name(int layer) const {
    if (layer == network_.input()) return kInputName;
    if (layer == network_.logits_layer()) return kLogitsName;
    if (layer == network_.embedding_layer()) return kEmbeddingName;
    if (layer == network_.feature_map_layer()) return kFeatureMapName;
    switch (network_.layer(layer).operation) {
      case Operation::dropout:
        return value_name(network_.layer(layer).inputs[0]);
      default:
        return "value" + std::to_string(layer);
    }
  }

  const Tensor& weight(const Layer& layer, const char* part) const { return weights_.at(layer.name + part); }

  // y = norm(conv(x)) = conv'(x) + bias', with conv' = conv · scale / √(variance + ε) for each output channel.
  void write_folded(int number) {
    const Layer& norm = network_.layer(number);
    const Layer& convolution = network_.layer(norm.inputs[0]);
    assert(convolution.operation == Operation::convolution);
    Tensor kernel = weight(convolution, ".weight");
    Tensor bias = weight(norm, ".bias");
    const std::size_t channels = bias.values.size();
    const std::size_t values = kernel.values.size() / channels;
    for (std::size_t channel = 0; channel < channels; channel++) {
      const double variance = weight(norm, ".running_var").values[channel];
      const double scale = weight(norm, ".weight").values[channel] / std::sqrt(variance + norm.epsilon);
      for (std::size_t i = channel * values; i < (channel + 1) * values; i++) {
        kernel.values[i] = static_cast<float>(kernel.values[i] * scale);
      }
      const double mean = weight(norm, ".running_mean").values[channel];
      const double own = convolution.bias ? weight(convolution, ".bias").values[channel] : 0;
      bias.values[channel] = static_cast<float>(bias.values[channel] + (own - mean) * scale);
    }
    write_convolution(convolution, kernel, bias, value_name(number));
  }

  void write_convolution(const Layer& convolution, const Tensor& kernel, const Tensor& bias, const std::string& out) {
    const std::int64_t size = convolution.kernel;
    const Shape in = network_.layer(convolution.inputs[0]).shape;
    const auto [rows, columns] = border_zeros(convolution, in);
    std::vector<OnnxMessage> attributes{
        onnx_attribute("kernel_shape", std::vector<std::int64_t>{convolution.kernel_rows(), size}),
        onnx_attribute("strides", std::vector<std::int64_t>{convolution.stride, convolution.column_stride}),
        onnx_attribute("pads", std::vector<std::int64_t>{rows.before, columns.before, rows.after, columns.after})};
    if (convolution.depthwise) attributes.push_back(onnx_attribute("group", convolution.groups()));
    graph_.node("Conv",
                {value_name(convolution.inputs[0]), graph_.weights(convolution.name + ".weight", kernel),
                 graph_.constant(convolution.name + ".bias", bias)},
                out, attributes);
  }

  // −1: whatever is left, 0: as it was.
  void reshape(const std::string& input, const std::string& output, const std::vector<std::int64_t>& sizes) {
    graph_.node("Reshape", {input, graph_.integers(output + ".shape", sizes)}, output);
  }

  void transpose(const std::string& input, const std::string& output, const std::vector<std::int64_t>& order) {
    graph_.node("Transpose", {input}, output, {onnx_attribute("perm", order)});
  }

  void write_flatten(const Layer& layer, const std::string& out) {
    std::string from = value_name(layer.inputs[0]);
    if (layer.order == ValueOrder::channel_last) {
      transpose(from, out + ".channel_last", {0, 2, 3, 1});
      from = out + ".channel_last";
    }
    graph_.node("Flatten", {from}, out, {onnx_attribute("axis", 1)});
  }

  void write_patches(const Layer& layer, const std::string& out) {
    const std::int64_t bands = layer.shape.width, time = layer.shape.height;
    reshape(value_name(layer.inputs[0]), out + ".cut", {-1, bands, layer.patches, time});
    transpose(out + ".cut", out + ".time_first", {0, 2, 3, 1});
    reshape(out + ".time_first", out, {-1, 1, time, bands});
  }

  void write_sequence(const Layer& layer, const std::string& out) {
    const std::int64_t channels = layer.shape.channels, patches = layer.shape.width;
    reshape(value_name(layer.inputs[0]), out + ".rows", {-1, patches, channels});
    transpose(out + ".rows", out + ".columns", {0, 2, 1});
    reshape(out + ".columns", out, {-1, channels, 1, patches});
  }

  // A convolution without a norm right behind it is written by itself.
  bool is_folded(int number) const {
    return number < network_.logits_layer() && network_.layer(number + 1).operation == Operation::batch_norm;
  }

  void write_layer(int number) {
    const Layer& layer = network_.layer(number);
    const std::string out = value_name(number);
    switch (layer.operation) {
      case Operation::batch_norm:
        return write_folded(number);
      case Operation::relu:
        return graph_.node("Relu", {value_name(layer.inputs[0])}, out);
      case Operation::add:
        return graph_.node("Add", {value_name(layer.inputs[0]), value_name(layer.inputs[1])}, out);
      case Operation::global_average_pool:  // flat at once: what follows is dense, and an embedding is (N, size)
        graph_.node("GlobalAveragePool", {value_name(layer.inputs[0])}, out + "_pooled");
        return graph_.node("Flatten", {out + "_pooled"}, out, {onnx_attribute("axis", 1)});
      case Operation::dense:
        return graph_.dense(value_name(layer.inputs[0]), layer.name, weight(layer, ".weight"), weight(layer, ".bias"),
                            out);
      case Operation::relu6:
        return graph_.node("Clip", {value_name(layer.inputs[0]), graph_.scalar("zero", 0), graph_.scalar("six", 6)},
                           out);
      case Operation::hard_swish:  // an operator of its own only from opset 14 on
        graph_.node("HardSigmoid", {value_name(layer.inputs[0])}, out + ".gate",
                    {onnx_real_attribute("alpha", 1.0F / 6), onnx_real_attribute("beta", 0.5F)});
        return graph_.node("Mul", {value_name(layer.inputs[0]), out + ".gate"}, out);
      case Operation::sigmoid:
        return graph_.node("Sigmoid", {value_name(layer.inputs[0])}, out);
      case Operation::gate:
        reshape(value_name(layer.inputs[1]), out + ".gates", {-1, layer.shape.channels, 1, 1});
        return graph_.node("Mul", {value_name(layer.inputs[0]), out + ".gates"}, out);
      case Operation::max_pool: {
        const std::vector<std::int64_t> window{layer.kernel, layer.kernel};
        return graph_.node("MaxPool", {value_name(layer.inputs[0])}, out,
                           {onnx_attribute("kernel_shape", window), onnx_attribute("strides", window)});
      }
      case Operation::flatten:
        return write_flatten(layer, out);
      case Operation::patches:
        return write_patches(layer, out);
      case Operation::sequence:
        return write_sequence(layer, out);
      case Operation::convolution:  // else written with the norm that follows
        if (!is_folded(number)) write_convolution(layer, weight(layer, ".weight"), weight(layer, ".bias"), out);
        return;
      case Operation::dropout:  // nothing outside training
      case Operation::input:
        return;
    }
  }

  const Network& network_;
  const Weights& weights_;
  OnnxGraph graph_;
};

}  // namespace

std::vector<std::uint8_t> write_onnx(const Network& network, const Weights& weights, const OnnxFileOptions& options) {
  assert(network.embedding_layer() > 0);
  OnnxMessage model;
  model.integer(kModelVersion, kIrVersion)
      .text(kModelProducer, "genrelens")
      .message(kModelGraph, GraphWriter(network, weights, options.form).write())
      .message(kModelOpset, OnnxMessage().text(1, "").integer(2, kOpset));
  if (options.form == WeightForm::int4) {
    model.message(kModelOpset, OnnxMessage().text(1, kOnnxRuntimeDomain).integer(2, 1));
  }
  for (const auto& [key, value] : options.words) model.message(kModelWords, OnnxMessage().text(1, key).text(2, value));
  return {model.bytes().begin(), model.bytes().end()};
}

}  // namespace genrelens
