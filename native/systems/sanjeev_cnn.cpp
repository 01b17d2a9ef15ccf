// Paper 001: ten convolutions over 256 × 256 mel spectrograms of four seconds, cut every two.
#include "native/system.h"

namespace genrelens {
namespace {

constexpr int kFrames = 45;     // of the stored rows: 4.03 s
constexpr int kHopFrames = 22;  // 1.97 s
constexpr int kSide = 256;
constexpr int kDense = 1200;

struct Block {
  int channels;
  double drop;  // after its pool
};

constexpr Block kBlocks[] = {
    // channels, dropout  out
    {32, 0},     // 32×127×127
    {64, 0},     // 64×62×62
    {128, 0.3},  // 128×30×30
    {256, 0},    // 256×14×14
    {512, 0.3},  // 512×6×6
};

Network build_network(std::size_t labels) {
  Network network("sanjeev-cnn", {.channels = 1, .height = kSide, .width = kSide});
  int x = network.input();
  int number = 1;
  for (const Block& block : kBlocks) {
    const std::string name = "block" + std::to_string(number++);
    const Convolution same = {.channels = block.channels, .border = Border::same, .bias = true};
    const Convolution valid = {.channels = block.channels, .border = Border::valid, .bias = true};
    x = network.relu(network.convolution(x, name + "_1", same));
    x = network.relu(network.convolution(x, name + "_2", valid));
    if (block.channels == 512) network.feature_map(x);
    x = network.max_pool(x, 2);
    if (block.drop > 0) x = network.dropout(x, block.drop);
  }
  x = network.embedding(network.relu(network.dense(network.flatten(x), "dense", kDense)));
  network.dense(network.dropout(x, 0.45), "logits", static_cast<int>(labels));
  return network;
}

}  // namespace

System sanjeev_cnn() {
  System system;
  system.name = "sanjeev-cnn";
  system.title = "Sanjeev et al.: CNN";
  system.claim = "0.943 by chunk (chunks at random)";
  system.paper = "001";
  system.mel = stored_row_mel();
  system.level = stored_row_level();
  system.frames = kFrames;
  system.hop_frames = kHopFrames;
  system.picture = PictureOptions{.rows = kSide, .columns = kSide, .colours = ColourMap::grey};
  system.network = build_network;
  system.training = {.optimizer = Optimizer::adam,
                     .schedule = Schedule::constant,
                     .epochs = 30,
                     .batch = 32,
                     .crops = 14,
                     .learning_rate = 1e-4,
                     .weight_decay = 0,
                     .label_smoothing = 0,
                     .mixup = 0,
                     .averaging = 0,
                     .patience = 30};
  system.augmentation = kNoAugmentation;
  return system;
}

}  // namespace genrelens
