// Weights that someone else's training has left, as a network's beginning.
//
//   Result<Pretrained> start = read_pretrained("mobilenet_v1_imagenet.safetensors", network);
//   train(system, features, data, options, events, start->weights);
//
// Tensors are matched by name, "00.conv.weight" being the layer 00_conv's. Every shape must be the network's.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/card.h"
#include "core/result.h"
#include "native/checkpoint.h"
#include "native/class_rows.h"
#include "native/network.h"
#include "native/weights.h"

namespace genrelens {

struct Pretrained {
  Weights weights;                   // of the network's layers that the checkpoint has
  std::vector<std::string> missing;  // tensors of the network that it has not: they start fresh
  std::vector<std::string> unused;   // tensors of the checkpoint that the network has not
  std::optional<Card> card;          // of the training that left them, if it was one of ours
  std::vector<std::string> unknown;  // labels for which it has no class: their rows start fresh
};

// Errors: a tensor of another shape, none that fits, one missing in a layer that is frozen, or a card of ours that is
// damaged.
Result<Pretrained> take_pretrained(const Checkpoint& checkpoint, const Network& network);

// The same; errors name the file.
Result<Pretrained> read_pretrained(const std::filesystem::path& path, const Network& network);

// The same with the last layer out of the file's own classes, unless the file has one of ours.
Result<Pretrained> read_pretrained(const std::filesystem::path& path, const Network& network, const ClassRows& classes,
                                   std::span<const std::string> labels);

}  // namespace genrelens
