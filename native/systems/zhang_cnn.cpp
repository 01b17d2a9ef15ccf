// Paper 002: convolutions, pools and batch norms over the log-mel of a clip. The paper leaves the sizes open; these are
// the smallest of the few tried here that did not lose accuracy.
#include "native/system.h"

namespace genrelens {
namespace {

constexpr int kBands = 128;
constexpr int kFrames = 128;  // 11.5 s
constexpr int kFilters[] = {16, 32, 64, 128};

// 1×128×128 → 16×64×64 → 32×32×32 → 64×16×16 → 128×8×8 → 128 → labels
Network build_network(std::size_t labels) {
  Network network("zhang-cnn", {.channels = 1, .height = kBands, .width = kFrames});
  int x = network.input();
  for (const int filters : kFilters) {
    const std::string name = "conv" + std::to_string(filters);
    x = network.convolution(x, name, {.channels = filters});
    x = network.relu(network.batch_norm(x, name + "_norm"));
    if (filters == kFilters[3]) network.feature_map(x);
    x = network.max_pool(x, 2);
  }
  x = network.embedding(network.global_average_pool(x));
  network.dense(network.dropout(x, 0.3), "logits", static_cast<int>(labels));
  return network;
}

}  // namespace

System zhang_cnn() {
  System system;
  system.name = "zhang-cnn";
  system.title = "Zhang et al.: CNN";
  system.claim = "≈ 0.90";
  system.paper = "002";
  system.mel = stored_row_mel();
  system.level = stored_row_level();
  system.frames = kFrames;
  system.hop_frames = kFrames / 2;
  system.network = build_network;
  system.training = kPlainTraining;
  system.training.epochs = 60;
  system.training.crops = 3;
  system.training.patience = 15;
  // Time stretch, pitch shift in mel bands, and a raised floor for noise; a chunk's own maximum is its reference, so
  // that volume changes nothing.
  system.augmentation = {
      .stretch = 0.15, .shift_bands = 3, .tilt = 0, .floor = 0.25, .masks = {.time_masks = 0, .band_masks = 0}};
  return system;
}

}  // namespace genrelens
