// The nodes and constants of an ONNX graph in the making, with weights stored in fewer bits where that is asked for.
//
//   OnnxGraph graph(WeightForm::int8);
//   graph.node("Conv", {"x", graph.weights("stem.weight", kernel), graph.constant("stem.bias", bias)}, "y");
//   graph.dense("y", "logits", matrix, bias, "z");
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "native/onnx_message.h"
#include "native/quantisation.h"
#include "native/weight_form.h"
#include "native/weights.h"

namespace genrelens {

// Of operators that are ONNX Runtime's and not ONNX's.
inline constexpr char kOnnxRuntimeDomain[] = "com.microsoft";

class OnnxGraph {
 public:
  explicit OnnxGraph(WeightForm form) : form_(form) {}

  // A node is named as its output.
  void node(std::string_view operation, const std::vector<std::string>& inputs, const std::string& output,
            const std::vector<OnnxMessage>& attributes = {}, std::string_view domain = {});

  // output (N, rows) = input (N, columns) · matrixᵀ + bias, with matrix (rows, columns) in the graph's form. name: of
  // the layer.
  void dense(const std::string& input, const std::string& name, const Tensor& matrix, const Tensor& bias,
             const std::string& output);

  // A list of whole numbers, such as the sizes that a Reshape is given; returns its name.
  std::string integers(const std::string& name, const std::vector<std::int64_t>& values);

  // Each writes numbers down and returns the name of their float32 value.
  std::string constant(const std::string& name, const Tensor& tensor);  // as they are
  std::string scalar(const std::string& name, float value);             // no dimensions; written once
  std::string weights(const std::string& name, const Tensor& tensor);   // in the graph's form; rows are the first axis

  // GraphProto.
  OnnxMessage& message() { return graph_; }

 private:
  template <class Number>
  std::string numbers(const std::string& name, OnnxType type, const std::vector<std::int64_t>& shape,
                      const std::vector<Number>& values);
  std::string cast(const std::string& from, const std::string& to);
  std::string halves(const std::string& name, const Tensor& tensor);
  std::string channels(const std::string& name, const QuantisedTensor& quantised);
  void dense_groups(const std::string& input, const std::string& name, const QuantisedTensor& quantised,
                    const Tensor& bias, const std::string& output);

  WeightForm form_;
  OnnxMessage graph_;
  std::set<std::string> scalars_;
};

}  // namespace genrelens
