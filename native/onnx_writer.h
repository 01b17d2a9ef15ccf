// A trained network as an ONNX file: opset 13, IR version 7, any number of chunks at once.
//
//   std::vector<std::uint8_t> bytes = write_onnx(network, weights);
//
// Input "input" (N, C, H, W); outputs "logits" (N, labels), "embedding" (N, size) and, where the network has
// marked one, "feature_map" (N, C, H, W). Batch norms are folded into the
// convolutions before them, dropout is left out. Field numbers are those of onnx.proto3; no protobuf library is needed.
#pragma once

#include <cstdint>
#include <vector>

#include "native/network.h"
#include "native/weights.h"

namespace genrelens {

inline constexpr char kInputName[] = "input";
inline constexpr char kLogitsName[] = "logits";
inline constexpr char kEmbeddingName[] = "embedding";
inline constexpr char kFeatureMapName[] = "feature_map";

// Asserts that the weights are the network's and that every batch norm directly follows a convolution, every
// convolution without bias precedes a norm.
std::vector<std::uint8_t> write_onnx(const Network& network, const Weights& weights);

}  // namespace genrelens
