#include "native/onnx_writer.h"

#include <cassert>
#include <cmath>
#include <cstring>
#include <set>
#include <string>
#include <string_view>

namespace genrelens {
namespace {

// One protobuf message in the making. Wire types: 0 varint, 2 length-delimited.
class Message {
 public:
  Message& integer(int field, std::int64_t value) {
    varint(static_cast<std::uint64_t>(field) << 3);
    varint(static_cast<std::uint64_t>(value));
    return *this;
  }
  Message& text(int field, std::string_view value) {
    varint(static_cast<std::uint64_t>(field) << 3 | 2);
    varint(value.size());
    bytes_.append(value);
    return *this;
  }
  Message& message(int field, const Message& value) { return text(field, value.bytes_); }

  const std::string& bytes() const { return bytes_; }

 private:
  void varint(std::uint64_t value) {
    for (; value > 127; value >>= 7) bytes_ += static_cast<char>(value | 128);
    bytes_ += static_cast<char>(value);
  }

  std::string bytes_;
};

// Field numbers and values of onnx.proto3.
enum AttributeField { kAttributeName = 1, kAttributeInteger = 3, kAttributeIntegers = 8, kAttributeType = 20 };
enum AttributeType { kInteger = 2, kIntegers = 7 };
enum NodeField { kNodeInput = 1, kNodeOutput = 2, kNodeName = 3, kNodeOperation = 4, kNodeAttribute = 5 };
enum TensorField { kTensorSizes = 1, kTensorType = 2, kTensorName = 8, kTensorRaw = 9 };
enum GraphField { kGraphNode = 1, kGraphName = 2, kGraphInitializer = 5, kGraphInput = 11, kGraphOutput = 12 };
enum ModelField { kModelVersion = 1, kModelProducer = 2, kModelGraph = 7, kModelOpset = 8, kModelWords = 14 };
constexpr int kFloat = 1;
constexpr int kInteger64 = 7;
constexpr int kIrVersion = 7;
constexpr int kOpset = 13;

Message attribute(std::string_view name, std::int64_t value) {
  return Message().text(kAttributeName, name).integer(kAttributeInteger, value).integer(kAttributeType, kInteger);
}

Message attribute(std::string_view name, const std::vector<std::int64_t>& values) {
  Message result;
  result.text(kAttributeName, name);
  for (const std::int64_t value : values) result.integer(kAttributeIntegers, value);
  return result.integer(kAttributeType, kIntegers);
}

// ValueInfoProto of a float tensor (N, sizes…).
Message value_info(std::string_view name, const std::vector<std::int64_t>& sizes) {
  Message shape;
  shape.message(1, Message().text(2, "N"));
  for (const std::int64_t size : sizes) shape.message(1, Message().integer(1, size));
  const Message tensor_type = Message().integer(1, kFloat).message(2, shape);
  return Message().text(1, name).message(2, Message().message(1, tensor_type));
}

// The nodes and constants of a graph; a layer's value is named by its number unless it is an output.
class GraphWriter {
 public:
  GraphWriter(const Network& network, const Weights& weights) : network_(network), weights_(weights) {}

  Message write() {
    for (int number = 1; number <= network_.logits_layer(); number++) write_layer(number);
    const Shape in = network_.layer(network_.input()).shape;
    const Shape embedding = network_.layer(network_.embedding_layer()).shape;
    const Shape logits = network_.layer(network_.logits_layer()).shape;
    graph_.text(kGraphName, network_.name())
        .message(kGraphInput, value_info(kInputName, {in.channels, in.height, in.width}))
        .message(kGraphOutput, value_info(kLogitsName, {logits.channels}))
        .message(kGraphOutput, value_info(kEmbeddingName, {embedding.channels}));
    if (network_.feature_map_layer() < 0) return graph_;
    const Shape map = network_.layer(network_.feature_map_layer()).shape;
    return graph_.message(kGraphOutput, value_info(kFeatureMapName, {map.channels, map.height, map.width}));
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

  void node(std::string_view operation, const std::vector<std::string>& inputs, const std::string& output,
            const std::vector<Message>& attributes = {}) {
    Message result;
    for (const std::string& input : inputs) result.text(kNodeInput, input);
    result.text(kNodeOutput, output).text(kNodeName, output).text(kNodeOperation, operation);
    for (const Message& value : attributes) result.message(kNodeAttribute, value);
    graph_.message(kGraphNode, result);
  }

  std::string constant(const std::string& name, const Tensor& tensor) {
    static_assert(sizeof(float) == 4);
    std::string raw(tensor.values.size() * sizeof(float), '\0');
    std::memcpy(raw.data(), tensor.values.data(), raw.size());
    Message result;
    for (const std::int64_t size : tensor.shape) result.integer(kTensorSizes, size);
    graph_.message(kGraphInitializer,
                   result.integer(kTensorType, kFloat).text(kTensorName, name).text(kTensorRaw, raw));
    return name;
  }

  // A constant without dimensions, written once.
  std::string scalar(const std::string& name, float value) {
    if (scalars_.insert(name).second) constant(name, {.shape = {}, .values = {value}});
    return name;
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
    const std::int64_t size = convolution.kernel, stride = convolution.stride;
    const Shape in = network_.layer(convolution.inputs[0]).shape;
    const auto [rows, columns] = border_zeros(convolution, in);
    std::vector<Message> attributes{
        attribute("kernel_shape", std::vector<std::int64_t>{convolution.kernel_rows(), size}),
        attribute("strides", std::vector{stride, stride}),
        attribute("pads", std::vector<std::int64_t>{rows.before, columns.before, rows.after, columns.after})};
    if (convolution.depthwise) attributes.push_back(attribute("group", convolution.groups()));
    node("Conv",
         {value_name(convolution.inputs[0]), constant(convolution.name + ".weight", kernel),
          constant(convolution.name + ".bias", bias)},
         out, attributes);
  }

  // −1: whatever is left, 0: as it was.
  void reshape(const std::string& input, const std::string& output, const std::vector<std::int64_t>& sizes) {
    Message shape;
    shape.integer(kTensorSizes, static_cast<std::int64_t>(sizes.size())).integer(kTensorType, kInteger64);
    std::string raw(sizes.size() * sizeof(std::int64_t), '\0');
    std::memcpy(raw.data(), sizes.data(), raw.size());
    graph_.message(kGraphInitializer, shape.text(kTensorName, output + ".shape").text(kTensorRaw, raw));
    node("Reshape", {input, output + ".shape"}, output);
  }

  void transpose(const std::string& input, const std::string& output, const std::vector<std::int64_t>& order) {
    node("Transpose", {input}, output, {attribute("perm", order)});
  }

  void write_flatten(const Layer& layer, const std::string& out) {
    std::string from = value_name(layer.inputs[0]);
    if (layer.order == ValueOrder::channel_last) {
      transpose(from, out + ".channel_last", {0, 2, 3, 1});
      from = out + ".channel_last";
    }
    node("Flatten", {from}, out, {attribute("axis", 1)});
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
        return node("Relu", {value_name(layer.inputs[0])}, out);
      case Operation::add:
        return node("Add", {value_name(layer.inputs[0]), value_name(layer.inputs[1])}, out);
      case Operation::global_average_pool:  // flat at once: what follows is dense, and an embedding is (N, size)
        node("GlobalAveragePool", {value_name(layer.inputs[0])}, out + "_pooled");
        return node("Flatten", {out + "_pooled"}, out, {attribute("axis", 1)});
      case Operation::dense:
        return node("Gemm",
                    {value_name(layer.inputs[0]), constant(layer.name + ".weight", weight(layer, ".weight")),
                     constant(layer.name + ".bias", weight(layer, ".bias"))},
                    out, {attribute("transB", 1)});
      case Operation::relu6:
        return node("Clip", {value_name(layer.inputs[0]), scalar("zero", 0), scalar("six", 6)}, out);
      case Operation::max_pool: {
        const std::vector<std::int64_t> window{layer.kernel, layer.kernel};
        return node("MaxPool", {value_name(layer.inputs[0])}, out,
                    {attribute("kernel_shape", window), attribute("strides", window)});
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
  Message graph_;
  std::set<std::string> scalars_;
};

}  // namespace

std::vector<std::uint8_t> write_onnx(const Network& network, const Weights& weights,
                                     const std::map<std::string, std::string>& words) {
  assert(network.embedding_layer() > 0);
  Message model = Message()
                      .integer(kModelVersion, kIrVersion)
                      .text(kModelProducer, "genrelens")
                      .message(kModelGraph, GraphWriter(network, weights).write())
                      .message(kModelOpset, Message().text(1, "").integer(2, kOpset));
  for (const auto& [key, value] : words) model.message(kModelWords, Message().text(1, key).text(2, value));
  return {model.bytes().begin(), model.bytes().end()};
}

}  // namespace genrelens
