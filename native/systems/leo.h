// What the two systems of paper 000 share: the picture, the head, the training.
#pragma once

#include <string>

#include "native/system.h"

namespace genrelens {

inline constexpr Shape kLeoInput = {.channels = 3, .height = 128, .width = 128};

// Dense 128 ReLU, dropout, dense.
inline void add_leo_head(Network& network, int from, std::size_t labels) {
  const int x = network.embedding(network.relu(network.dense(from, "dense", 128)));
  network.dense(network.dropout(x, 0.5), "logits", static_cast<int>(labels));
}

// The paper leaves the learning rate open: Adam's usual one here. It keeps six of the ten genres; here all may be used.
inline System leo_system() {
  System system;
  system.paper = "000";
  system.mel = stored_row_mel();
  system.level = stored_row_level();
  system.frames = kWholeTrack;
  system.hop_frames = kWholeTrack / 2;
  system.picture = PictureOptions{.rows = 128, .columns = 128, .colours = ColourMap::meadow};
  system.normalisation = Normalisation{};  // pixels / 255
  system.training = kPlainTraining;
  system.training.epochs = 30;
  system.training.crops = 1;
  system.training.patience = 5;
  system.augmentation = kNoAugmentation;
  system.picture_augmentation = PictureTransformOptions{};
  return system;
}

}  // namespace genrelens
