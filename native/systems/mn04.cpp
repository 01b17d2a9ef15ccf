#include "native/systems/mn04.h"

#include <string>

namespace genrelens {
namespace {

constexpr double kNormEpsilon = 1e-3;

enum class Activation { relu, hard_swish };

struct Block {
  int expansion;  // channels between widening and narrowing
  int channels;   // out
  int kernel;
  int stride;
  int gates;  // channels of the squeeze before each channel is weighed by its gate; 0: no gates
  Activation activation;
};

// Shapes for an input of (1, 128, 1000) and the stem's own stride.
constexpr int kStemChannels = 8;
constexpr int kHeadChannels = 384;
constexpr Block kBlocks[] = {
    // expansion, channels, kernel, stride, gates     out
    {8, 8, 3, 1, 0, Activation::relu},            // (8, 64, 500)
    {24, 16, 3, 2, 0, Activation::relu},          // (16, 32, 250)
    {32, 16, 3, 1, 0, Activation::relu},          //
    {32, 16, 5, 2, 8, Activation::relu},          // (16, 16, 125)
    {48, 16, 5, 1, 16, Activation::relu},         //
    {48, 16, 5, 1, 16, Activation::relu},         //
    {96, 32, 3, 2, 0, Activation::hard_swish},    // (32, 8, 63)
    {80, 32, 3, 1, 0, Activation::hard_swish},    //
    {72, 32, 3, 1, 0, Activation::hard_swish},    //
    {72, 32, 3, 1, 0, Activation::hard_swish},    //
    {192, 48, 3, 1, 48, Activation::hard_swish},  // (48, 8, 63)
    {272, 48, 3, 1, 72, Activation::hard_swish},  //
    {272, 64, 5, 2, 72, Activation::hard_swish},  // (64, 4, 32)
    {384, 64, 5, 1, 96, Activation::hard_swish},  //
    {384, 64, 5, 1, 96, Activation::hard_swish},  //
};

class Builder {
 public:
  explicit Builder(Network& network) : network_(network) {}

  int stem(int from, int column_stride) {
    const int x = convolution_and_norm(
        from, "features_0", {.channels = kStemChannels, .kernel = 3, .stride = 2, .column_stride = column_stride});
    return network_.hard_swish(x);
  }

  // Widened, filtered channel by channel, gated, narrowed; with a shortcut where the shape stays.
  int inverted_residual(int from, int number, const Block& block) {
    const std::string name = "features_" + std::to_string(number) + "_block_";
    int part = 0;
    const auto next_name = [&] { return name + std::to_string(part++); };
    int x = from;
    if (block.expansion != network_.layer(from).shape.channels) {
      x = convolution_and_norm(x, next_name(), {.channels = block.expansion, .kernel = 1});
      x = activate(x, block.activation);
    }
    x = convolution_and_norm(x, next_name(), {.kernel = block.kernel, .stride = block.stride, .depthwise = true});
    x = activate(x, block.activation);
    if (block.gates > 0) x = gate(x, next_name(), block.gates);
    x = convolution_and_norm(x, next_name(), {.channels = block.channels, .kernel = 1});
    return network_.layer(x).shape == network_.layer(from).shape ? network_.add(from, x) : x;
  }

  int head(int from, int number) {
    const std::string name = "features_" + std::to_string(number);
    return network_.hard_swish(convolution_and_norm(from, name, {.channels = kHeadChannels, .kernel = 1}));
  }

 private:
  int convolution_and_norm(int from, const std::string& name, const Convolution& options) {
    return network_.batch_norm(network_.convolution(from, name + "_0", options), name + "_1", kNormEpsilon);
  }

  int activate(int from, Activation activation) {
    return activation == Activation::relu ? network_.relu(from) : network_.hard_swish(from);
  }

  // Squeeze and excitation (Hu et al. 2018).
  int gate(int from, const std::string& name, int squeezed) {
    const std::string layer = name + "_conc_se_layers_0_";
    int x = network_.global_average_pool(from);
    x = network_.relu(network_.dense(x, layer + "fc1", squeezed));
    x = network_.sigmoid(network_.dense(x, layer + "fc2", network_.layer(from).shape.channels));
    return network_.gate(from, x);
  }

  Network& network_;
};

}  // namespace

int add_mn04(Network& network, int from, int column_stride) {
  Builder builder(network);
  int x = builder.stem(from, column_stride);
  int number = 1;
  for (const Block& block : kBlocks) x = builder.inverted_residual(x, number++, block);
  return builder.head(x, number);
}

}  // namespace genrelens
