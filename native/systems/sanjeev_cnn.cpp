// Paper 001: ten convolutions over 256 × 256 mel spectrograms of four seconds, cut every two.
#include "native/system.h"

namespace genrelens {
namespace {

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

System sanjeev_system() {
  System system;
  system.claim = "0.943 by chunk (chunks at random)";
  system.paper = "001";
  system.picture = PictureOptions{.rows = kSide, .columns = kSide, .colours = ColourMap::grey};
  system.network = build_network;
  system.training = kPlainTraining;
  system.training.epochs = 30;
  system.training.crops = 14;
  system.training.learning_rate = 1e-4;
  system.training.patience = 30;
  system.augmentation = kNoAugmentation;
  return system;
}

}  // namespace

// Four seconds every two, as the stored rows have them.
System sanjeev_cnn() {
  System system = sanjeev_system();
  system.name = "sanjeev-cnn";
  system.title = "Sanjeev et al.: CNN";
  system.mel = stored_row_mel();
  system.level = stored_row_level();
  system.frames = 45;      // 4.03 s
  system.hop_frames = 22;  // 1.97 s
  return system;
}

// The same four seconds with every frame that librosa's defaults have of them, as in the paper: from sound, by
// genrelens features --system sanjeev-cnn-audio.
System sanjeev_cnn_audio() {
  System system = sanjeev_system();
  system.name = "sanjeev-cnn-audio";
  system.title = "Sanjeev et al.: CNN, every frame";
  system.mel = {.sample_rate = 22050, .fft_length = 2048, .window_length = 2048, .hop_length = 512, .bands = 128};
  system.level = {.multiplier = 10, .range = 80};
  system.frames = 173;     // 4.0 s
  system.hop_frames = 86;  // 2.0 s
  return system;
}

}  // namespace genrelens
