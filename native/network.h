// A network as a list of layers, without any runtime: module.h trains it, onnx_writer.h writes it down.
//
//   Network network("small", {.channels = 1, .height = 128, .width = 100});
//   int x = network.convolution(network.input(), "stem_conv", {.channels = 24, .kernel = 3, .stride = 2});
//   x = network.relu(network.batch_norm(x, "stem_norm"));
//   x = network.embedding(network.global_average_pool(x));
//   network.dense(network.dropout(x, 0.3), "logits", labels);   // the last layer is the answer
//
// Layers are named by their number in the list; a layer's inputs always have smaller numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace genrelens {

enum class Operation {
  input,
  convolution,          // square kernel, no bias: a batch norm follows
  batch_norm,           // over channels
  relu,                 //
  add,                  // of two layers of one shape
  global_average_pool,  // (C, H, W) → (C, 1, 1)
  dropout,              // nothing outside training
  dense,                // (C, 1, 1) → (K, 1, 1), with bias
};

struct Shape {
  int channels = 0;
  int height = 0;
  int width = 0;

  bool operator==(const Shape&) const = default;
};

struct Convolution {
  int channels = 0;  // out
  int kernel = 3;    // odd; the padding is kernel / 2 on every side
  int stride = 1;
};

struct Layer {
  Operation operation = Operation::input;
  std::string name;         // of the weights; empty where there are none
  std::vector<int> inputs;  // layer numbers
  Shape shape;              // out
  int kernel = 0;           // convolution
  int stride = 0;           // convolution
  double drop = 0;          // dropout: share of values set to 0
};

class Network {
 public:
  Network(std::string name, Shape input);

  // Each adds a layer and returns its number. Asserts that shapes fit and that names of weights are new.
  int convolution(int from, const std::string& name, const Convolution& options);
  int batch_norm(int from, const std::string& name);
  int relu(int from);
  int add(int left, int right);
  int global_average_pool(int from);
  int dropout(int from, double share);
  int dense(int from, const std::string& name, int outputs);

  // Marks `layer`, of shape (size, 1, 1), as the one that similar songs share; returns it.
  int embedding(int layer);

  int input() const { return 0; }
  int embedding_layer() const { return embedding_; }
  int logits_layer() const { return static_cast<int>(layers_.size()) - 1; }
  const std::string& name() const { return name_; }
  const std::vector<Layer>& layers() const { return layers_; }
  const Layer& layer(int number) const { return layers_[static_cast<std::size_t>(number)]; }

  // The shapes of all weights, by name, as module.h and checkpoints hold them.
  std::map<std::string, std::vector<std::int64_t>> weight_shapes() const;

  std::int64_t parameters() const;     // trained values
  std::int64_t multiply_adds() const;  // of one chunk, convolutions and dense layers

 private:
  int append(Layer layer);

  std::string name_;
  std::vector<Layer> layers_;
  int embedding_ = -1;
};

inline constexpr double kBatchNormEpsilon = 1e-5;

}  // namespace genrelens
