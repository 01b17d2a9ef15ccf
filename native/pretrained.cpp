#include "native/pretrained.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "native/file.h"

namespace genrelens {
namespace {

Error unfit(std::string message) { return {.code = ErrorCode::bad_field, .message = std::move(message)}; }

// torch allows no dots in a layer's name: all but the last, which divides layer and tensor, become underscores.
std::string network_name(std::string name) {
  const std::size_t last = name.rfind('.');
  for (std::size_t i = 0; i < name.size() && i < last; i++) {
    if (name[i] == '.') name[i] = '_';
  }
  return name;
}

std::string words(const std::vector<std::int64_t>& shape) {
  std::string text;
  for (const std::int64_t size : shape) text += (text.empty() ? "" : "×") + std::to_string(size);
  return text.empty() ? "a single number" : text;
}

std::set<std::string> frozen_layers(const Network& network) {
  std::set<std::string> names;
  for (const Layer& layer : network.layers()) {
    if (layer.frozen && !layer.name.empty()) names.insert(layer.name);
  }
  return names;
}

}  // namespace

Result<Pretrained> take_pretrained(const Checkpoint& checkpoint, const Network& network) {
  const auto shapes = network.weight_shapes();
  Pretrained pretrained;
  for (const auto& [stored_name, tensor] : checkpoint.weights) {
    const std::string name = network_name(stored_name);
    const auto wanted = shapes.find(name);
    if (wanted == shapes.end()) {
      pretrained.unused.push_back(stored_name);
      continue;
    }
    if (wanted->second != tensor.shape)
      return unfit("Tensor " + stored_name + " is " + words(tensor.shape) + "; " + network.name() + " wants " +
                   words(wanted->second) + ".");
    pretrained.weights[name] = tensor;
  }
  if (pretrained.weights.empty()) return unfit("It has no tensor of " + network.name() + ".");
  // "card" alone may be anybody's word.
  if (checkpoint.words.contains("card") && checkpoint.words.contains("system")) {
    const Result<Card> card = parse_card(checkpoint.words.at("card"));
    if (!card) return card.error();
    pretrained.card = *card;
  }
  const std::set<std::string> frozen = frozen_layers(network);
  for (const auto& [name, shape] : shapes) {
    if (pretrained.weights.contains(name)) continue;
    if (frozen.contains(name.substr(0, name.rfind('.'))))
      return unfit("It lacks the tensor " + name + ", whose layer " + network.name() + " does not train.");
    pretrained.missing.push_back(name);
  }
  return pretrained;
}

Result<Pretrained> read_pretrained(const std::filesystem::path& path, const Network& network) {
  const Result<Checkpoint> checkpoint = read_checkpoint(path);
  if (!checkpoint) return checkpoint.error();
  Result<Pretrained> pretrained = take_pretrained(*checkpoint, network);
  if (!pretrained) return in_file(path, pretrained.error());
  return pretrained;
}

Result<Pretrained> read_pretrained(const std::filesystem::path& path, const Network& network, const ClassRows& classes,
                                   std::span<const std::string> labels) {
  Result<Checkpoint> checkpoint = read_checkpoint(path);
  if (!checkpoint) return checkpoint.error();
  const std::string last = network.layer(network.logits_layer()).name;
  std::vector<std::string> unknown;
  if (!checkpoint->weights.contains(last + ".weight")) {
    Result<LastLayer> layer = take_class_rows(*checkpoint, classes, labels);
    if (!layer) return in_file(path, layer.error());
    std::ranges::copy_if(labels, std::back_inserter(unknown),
                         [&](const std::string& label) { return !classes.rows.contains(label); });
    checkpoint->weights[last + ".weight"] = std::move(layer->weight);
    checkpoint->weights[last + ".bias"] = std::move(layer->bias);
  }
  Result<Pretrained> pretrained = take_pretrained(*checkpoint, network);
  if (!pretrained) return in_file(path, pretrained.error());
  pretrained->unknown = std::move(unknown);
  return pretrained;
}

}  // namespace genrelens
