// Our own compact system: nine seconds of log-mel through a small residual network (He et al. 2016), made for a browser
// on one thread.
#include "native/system.h"

namespace genrelens {
namespace {

constexpr int kBands = 128;
constexpr int kFrames = 100;

struct Stage {
  int channels;
  int stride;
};

// Input (1, 128, 100); the stem halves it.
constexpr int kStemChannels = 16;
constexpr Stage kStages[] = {
    // channels, stride   out
    {16, 1},   // (16, 64, 50)
    {32, 2},   // (32, 32, 25)
    {64, 2},   // (64, 16, 13)
    {128, 2},  // (128, 8, 7)
};
constexpr double kDropout = 0.3;

int convolution_and_norm(Network& network, int from, const std::string& name, const Convolution& options) {
  return network.batch_norm(network.convolution(from, name + "_conv", options), name + "_norm");
}

int residual_block(Network& network, int from, const std::string& name, const Stage& stage) {
  const int channels = stage.channels;
  int x =
      network.relu(convolution_and_norm(network, from, name + "_1", {.channels = channels, .stride = stage.stride}));
  x = convolution_and_norm(network, x, name + "_2", {.channels = channels});
  const bool same_shape = network.layer(from).shape == network.layer(x).shape;
  const Convolution projection = {.channels = channels, .kernel = 1, .stride = stage.stride};
  const int shortcut = same_shape ? from : convolution_and_norm(network, from, name + "_shortcut", projection);
  return network.relu(network.add(x, shortcut));
}

Network build_network(std::size_t labels) {
  Network network("mel-resnet", {.channels = 1, .height = kBands, .width = kFrames});
  const Convolution stem = {.channels = kStemChannels, .kernel = 3, .stride = 2};
  int x = network.relu(convolution_and_norm(network, network.input(), "stem", stem));
  int number = 1;
  for (const Stage& stage : kStages) x = residual_block(network, x, "stage" + std::to_string(number++), stage);
  x = network.embedding(network.global_average_pool(x));
  network.dense(network.dropout(x, kDropout), "logits", static_cast<int>(labels));
  return network;
}

}  // namespace

System mel_resnet() {
  System system;
  system.name = "mel-resnet";
  system.title = "Mel ResNet";
  system.mel = stored_row_mel();
  system.level = stored_row_level();
  system.frames = kFrames;
  system.hop_frames = kFrames / 2;
  system.network = build_network;
  system.training = {.epochs = 80, .learning_rate = 3e-3, .mixup = 0.2};
  return system;
}

}  // namespace genrelens
