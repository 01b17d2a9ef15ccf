// EfficientAT's mn04 taught anew on the stored rows: nine seconds of them instead of ten seconds at a hundred columns a
// second.
#include "native/system.h"
#include "native/systems/mn04.h"

namespace genrelens {
namespace {

constexpr int kBands = 128;
constexpr int kFrames = 100;
constexpr double kDropout = 0.3;

// What mn04 was given is (ln(power) + 4.5) / 5. A level is 40 dB of power, which makes 1.84 of it; loud music ends near
// 1.9.
constexpr Normalisation kLikeAudioSet = {.mean = -0.033, .deviation = 0.543};

Network build_network(std::size_t labels) {
  Network network("mel-mobilenet", {.channels = 1, .height = kBands, .width = kFrames});
  // The stem halves the bands only: a column is nine times as long as AudioSet's were.
  int x = network.feature_map(add_mn04(network, network.input(), 1));
  x = network.embedding(network.global_average_pool(x));
  network.dense(network.dropout(x, kDropout), "logits", static_cast<int>(labels));
  return network;
}

}  // namespace

System mel_mobilenet() {
  System system;
  system.name = "mel-mobilenet";
  system.title = "Mel MobileNet";
  system.mel = stored_row_mel();
  system.level = stored_row_level();
  system.frames = kFrames;
  system.hop_frames = kFrames / 2;
  system.normalisation = kLikeAudioSet;
  system.network = build_network;
  system.training = {.epochs = 14, .learning_rate = 1e-3};
  system.augmentation.narrow = 0.2;
  system.pretrained = "EfficientAT mn04 of AudioSet: mn04_as.safetensors";
  return system;
}

}  // namespace genrelens
