#include "native/onnx_graph.h"

#include <bit>
namespace genrelens {
namespace {

static_assert(std::endian::native == std::endian::little);  // as ONNX stores numbers

constexpr std::size_t kGroup = 32;             // inputs a scale, of a matrix in 4 bits
constexpr std::size_t kLargeMatrix = 1 << 16;  // numbers; below, 4 bits save nothing that is worth their error

template <class Number>
std::string_view raw(const std::vector<Number>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Number)};
}

bool is_large(const Tensor& matrix) {
  return matrix.values.size() >= kLargeMatrix && static_cast<std::size_t>(matrix.shape[1]) % kGroup == 0;
}

}  // namespace

void OnnxGraph::node(std::string_view operation, const std::vector<std::string>& inputs, const std::string& output,
                     const std::vector<OnnxMessage>& attributes, std::string_view domain) {
  OnnxMessage result;
  for (const std::string& input : inputs) result.text(kNodeInput, input);
  result.text(kNodeOutput, output).text(kNodeName, output).text(kNodeOperation, operation);
  if (!domain.empty()) result.text(kNodeDomain, domain);
  for (const OnnxMessage& value : attributes) result.message(kNodeAttribute, value);
  graph_.message(kGraphNode, result);
}

template <class Number>
std::string OnnxGraph::numbers(const std::string& name, OnnxType type, const std::vector<std::int64_t>& shape,
                               const std::vector<Number>& values) {
  graph_.message(kGraphInitializer, onnx_tensor(name, type, shape, raw(values)));
  return name;
}

std::string OnnxGraph::integers(const std::string& name, const std::vector<std::int64_t>& values) {
  return numbers(name, OnnxType::int64, {static_cast<std::int64_t>(values.size())}, values);
}

std::string OnnxGraph::constant(const std::string& name, const Tensor& tensor) {
  return numbers(name, OnnxType::float32, tensor.shape, tensor.values);
}

std::string OnnxGraph::scalar(const std::string& name, float value) {
  if (scalars_.insert(name).second) constant(name, {.shape = {}, .values = {value}});
  return name;
}

std::string OnnxGraph::weights(const std::string& name, const Tensor& tensor) {
  switch (form_) {
    case WeightForm::float32:
      return constant(name, tensor);
    case WeightForm::float16:
      return halves(name, tensor);
    case WeightForm::int8:
    case WeightForm::int4:
      return channels(name, quantise_channels(tensor));
  }
  return {};
}

std::string OnnxGraph::cast(const std::string& from, const std::string& to) {
  node("Cast", {from}, to, {onnx_attribute("to", static_cast<int>(OnnxType::float32))});
  return to;
}

std::string OnnxGraph::halves(const std::string& name, const Tensor& tensor) {
  std::vector<std::uint16_t> values;
  values.reserve(tensor.values.size());
  for (const float value : tensor.values) values.push_back(to_half(value));
  return cast(numbers(name + "_half", OnnxType::float16, tensor.shape, values), name);
}

std::string OnnxGraph::channels(const std::string& name, const QuantisedTensor& quantised) {
  const std::string stored = numbers(name + "_int8", OnnxType::int8, quantised.shape, quantised.numbers);
  std::vector<std::int64_t> rows(quantised.shape.size(), 1);
  rows[0] = quantised.shape[0];
  node("Mul", {cast(stored, name + "_float"), numbers(name + "_scale", OnnxType::float32, rows, quantised.scales)},
       name);
  return name;
}

// A matrix in 4 bits stays in 4 bits: unpacked by standard operators when the network is loaded it would pass through
// several float copies at once, 88 MB each for sanjeev-cnn. ONNX Runtime's own operator needs none.
void OnnxGraph::dense_groups(const std::string& input, const std::string& name, const QuantisedTensor& quantised,
                             const Tensor& bias, const std::string& output) {
  const std::int64_t rows = quantised.shape[0], columns = quantised.shape[1];
  const auto group = static_cast<std::int64_t>(kGroup);
  const std::string packed =
      numbers(name + ".weight_int4", OnnxType::uint8, {rows, columns / group, group / 2}, packed_pairs(quantised));
  const std::string scales =
      numbers(name + ".weight_scale", OnnxType::float32, {rows * columns / group}, quantised.scales);
  node("MatMulNBits", {input, packed, scales}, output + "_weighed",
       {onnx_attribute("K", columns), onnx_attribute("N", rows), onnx_attribute("bits", 4),
        onnx_attribute("block_size", group)},
       kOnnxRuntimeDomain);
  node("Add", {output + "_weighed", constant(name + ".bias", bias)}, output);
}

void OnnxGraph::dense(const std::string& input, const std::string& name, const Tensor& matrix, const Tensor& bias,
                      const std::string& output) {
  if (form_ == WeightForm::int4 && is_large(matrix)) {
    return dense_groups(input, name, quantise_groups(matrix, kGroup), bias, output);
  }
  node("Gemm", {input, weights(name + ".weight", matrix), constant(name + ".bias", bias)}, output,
       {onnx_attribute("transB", 1)});
}

}  // namespace genrelens
