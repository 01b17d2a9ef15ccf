// EfficientAT's mn04 (Schmid, Koutini and Widmer 2023), a MobileNetV3 (Howard et al. 2019) that AudioSet taught to
// hear, up to its last convolution: what mel-mobilenet and audioset-mobilenet share. Layers are named as the tensors of
// mn04_as.safetensors are.
#pragma once

#include "native/network.h"

namespace genrelens {

// Along time, the stem's stride: AudioSet's spectrograms have a hundred columns a second.
inline constexpr int kMn04ColumnStride = 2;

// (1, 128, T) → (384, 4, about T / 16 / column_stride), the last map that knows time and frequency.
int add_mn04(Network& network, int from, int column_stride);

}  // namespace genrelens
