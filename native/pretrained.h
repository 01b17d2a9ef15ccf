// Weights that someone else's training has left, as a network's beginning.
//
//   Result<Pretrained> start = read_pretrained("mobilenet_v1_imagenet.safetensors", network);
//   train(system, features, data, options, events, start->weights);
//
// Tensors are matched by name, "00.conv.weight" being the layer 00_conv's. Every shape must be the network's.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/card.h"
#include "core/result.h"
#include "native/checkpoint.h"
#include "native/network.h"
#include "native/weights.h"

namespace genrelens {

struct Pretrained {
  Weights weights;                   // of the network's layers that the checkpoint has
  std::vector<std::string> missing;  // tensors of the network that it has not: they start fresh
  std::vector<std::string> unused;   // tensors of the checkpoint that the network has not
  std::optional<Card> card;          // of the training that left them, if it was one of ours
};

// Errors: a tensor of another shape, none that fits, one missing in a layer that is frozen, or a card of ours that is
// damaged.
Result<Pretrained> take_pretrained(const Checkpoint& checkpoint, const Network& network);

// The same; errors name the file.
Result<Pretrained> read_pretrained(const std::filesystem::path& path, const Network& network);

}  // namespace genrelens
