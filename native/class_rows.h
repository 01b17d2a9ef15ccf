// The last layer of a network that knows hundreds of classes, cut down to those that carry our labels' names.
//
//   const ClassRows classes{.layer = "classifier.5", .rows = {{"blues", 251}}};
//   Result<LastLayer> start = take_class_rows(checkpoint, classes, labels);
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>

#include "core/result.h"
#include "native/checkpoint.h"
#include "native/weights.h"

namespace genrelens {

struct ClassRows {
  std::string layer;                        // as the checkpoint names it
  std::size_t music = 0;                    // row of what is music at all; 0: none
  std::map<std::string, std::size_t> rows;  // of that layer, by label
};

// A dense layer: logits = weight · embedding + bias.
struct LastLayer {
  Tensor weight;  // (labels, size)
  Tensor bias;    // (labels)
};

// A label without a class starts from nothing: weights of 0, and the mean bias of those that have one. Errors: the
// checkpoint lacks the layer, or it has too few rows.
Result<LastLayer> take_class_rows(const Checkpoint& checkpoint, const ClassRows& classes,
                                  std::span<const std::string> labels);

}  // namespace genrelens
