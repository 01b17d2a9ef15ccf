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

inline constexpr double kBatchNormEpsilon = 1e-5;

enum class Operation {
  input,
  convolution,          // square kernel, or one of a single row
  batch_norm,           // over channels
  relu,                 //
  relu6,                // min(max(x, 0), 6)
  hard_swish,           // x · relu6(x + 3) / 6 (Howard et al. 2019)
  sigmoid,              // 1 / (1 + e^−x)
  add,                  // of two layers of one shape
  gate,                 // (C, H, W) times (C, 1, 1): each channel by its own number
  max_pool,             // square window, as far from window to window as it is wide
  global_average_pool,  // (C, H, W) → (C, 1, 1)
  flatten,              // (C, H, W) → (C·H·W, 1, 1)
  patches,   // (1, B, P·T), bands by time → P times (1, T, B), time first; all that follows is done P times
  sequence,  // P times (C, 1, 1) → (C, 1, P)
  dropout,   // nothing outside training
  dense,     // (C, 1, 1) → (K, 1, 1), with bias
};

// What stands around a convolution's input: zeros so that a stride of 1 keeps the size ("centred" is torch's kernel / 2
// on every side; "same" is TensorFlow's, which puts the odd one of a larger stride after the input), or nothing.
enum class Border { centred, same, valid };

// How flatten lists a (C, H, W): channel by channel, or all channels of a place together, as TensorFlow does.
enum class ValueOrder { channel_first, channel_last };

struct Shape {
  int channels = 0;
  int height = 0;
  int width = 0;

  bool operator==(const Shape&) const = default;
};

struct Convolution {
  int channels = 0;   // out
  int kernel = 3;     // odd
  bool flat = false;  // the kernel has one row: along time only
  int stride = 1;
  int column_stride = 0;  // 0: as along the rows
  Border border = Border::centred;
  bool bias = false;       // without it, a batch norm follows
  bool depthwise = false;  // one kernel a channel; channels is that of the input, or 0
};

struct Layer {
  Operation operation = Operation::input;
  std::string name;         // of the weights; empty where there are none
  std::vector<int> inputs;  // layer numbers
  Shape shape;              // out
  int patches = 1;          // times that it is done
  int kernel = 0;           // convolution, max_pool
  bool flat = false;        // convolution
  int stride = 0;           // convolution, max_pool: along the rows
  int column_stride = 0;    // convolution
  Border border = Border::centred;
  bool bias = false;                             // convolution
  bool depthwise = false;                        // convolution
  double epsilon = 0;                            // batch_norm: added to the variance
  double drop = 0;                               // dropout: share of values set to 0
  bool frozen = false;                           // its weights are not trained, its norms keep their statistics
  ValueOrder order = ValueOrder::channel_first;  // flatten

  int groups() const { return depthwise ? shape.channels : 1; }
  int kernel_rows() const { return flat ? 1 : kernel; }
};

// Zeros before and after a convolution's input, above and below, left and right. input: its shape.
struct Zeros {
  int before = 0;
  int after = 0;
};
struct BorderZeros {
  Zeros rows;
  Zeros columns;
};
BorderZeros border_zeros(const Layer& convolution, const Shape& input);

class Network {
 public:
  Network(std::string name, Shape input);

  // Each adds a layer and returns its number. Asserts that shapes fit and that names of weights are new.
  int convolution(int from, const std::string& name, const Convolution& options);
  int batch_norm(int from, const std::string& name, double epsilon = kBatchNormEpsilon);
  int relu(int from);
  int relu6(int from);
  int hard_swish(int from);
  int sigmoid(int from);
  int add(int left, int right);
  int gate(int from, int gates);
  int max_pool(int from, int size);
  int global_average_pool(int from);
  int flatten(int from, ValueOrder order = ValueOrder::channel_first);
  int patches(int from, int time);  // of so many columns each, side by side
  int sequence(int from);
  int dropout(int from, double share);
  int dense(int from, const std::string& name, int outputs);

  // Marks `layer`, of shape (size, 1, 1), as the one that similar songs share; returns it.
  int embedding(int layer);

  // Marks `layer` as the last one that still knows time and frequency: what an explanation is drawn from; returns it.
  int feature_map(int layer);

  // All layers so far keep the weights they are given.
  void freeze();

  // Gives every dropout layer this share.
  void set_dropout(double share);

  int input() const { return 0; }
  int embedding_layer() const { return embedding_; }
  int feature_map_layer() const { return feature_map_; }  // −1: none is marked
  int logits_layer() const { return static_cast<int>(layers_.size()) - 1; }
  const std::string& name() const { return name_; }
  const std::vector<Layer>& layers() const { return layers_; }
  const Layer& layer(int number) const { return layers_[static_cast<std::size_t>(number)]; }

  // The shapes of all weights, by name, as module.h and checkpoints hold them.
  std::map<std::string, std::vector<std::int64_t>> weight_shapes() const;

  std::int64_t parameters() const;            // weights, without the norms' running statistics
  std::int64_t trainable_parameters() const;  // of those, the ones in layers that are not frozen
  std::int64_t values() const;                // everything stored: Keras counts this way
  std::int64_t multiply_adds() const;         // of one chunk, convolutions and dense layers

 private:
  int append(Layer layer);  // its patches are those of its first input
  std::map<std::string, std::vector<std::int64_t>> weight_shapes(const Layer& layer) const;

  std::string name_;
  std::vector<Layer> layers_;
  int embedding_ = -1;
  int feature_map_ = -1;
};

}  // namespace genrelens
