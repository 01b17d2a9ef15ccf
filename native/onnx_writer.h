// A trained network as an ONNX file: opset 13 (and 1 of com.microsoft for int4), IR version 7, any number of chunks at
// once.
//
//   std::vector<std::uint8_t> bytes = write_onnx(network, weights, {.form = WeightForm::int8});
//
// Input "input" (N, C, H, W); outputs "logits" (N, labels), "embedding" (N, size) and, where the network has
// marked one, "feature_map" (N, C, H, W). Batch norms are folded into the convolutions before them, dropout is left
// out.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "native/network.h"
#include "native/weight_form.h"
#include "native/weights.h"

namespace genrelens {

inline constexpr char kInputName[] = "input";
inline constexpr char kLogitsName[] = "logits";
inline constexpr char kEmbeddingName[] = "embedding";
inline constexpr char kFeatureMapName[] = "feature_map";

// Keys of the words that bind a card to the weights: the system's name, and the labels as a JSON array.
inline constexpr char kSystemWord[] = "genrelens.system";
inline constexpr char kLabelsWord[] = "genrelens.labels";
// Its WeightForm, by name.
inline constexpr char kWeightsWord[] = "genrelens.weights";

struct OnnxFileOptions {
  WeightForm form = WeightForm::float32;
  std::map<std::string, std::string> words;  // the model's metadata_props, written last
};

// Asserts that the weights are the network's and that every batch norm directly follows a convolution, every
// convolution without bias precedes a norm.
std::vector<std::uint8_t> write_onnx(const Network& network, const Weights& weights,
                                     const OnnxFileOptions& options = {});

}  // namespace genrelens
