// Levels as the numbers that a network's input tensor holds: as they are, or as a picture of them.
//
//   Result<NetworkInput> plan = NetworkInput::create(card.features);
//   std::vector<float> input(plan->values());
//   plan->fill(levels, input);                   // (bands, frames), 0…1 → (channels, height, width)
//
// Every number x becomes (x − mean) / deviation. A picture's channels are its colours, 0…1; a grey one is the resized
// levels themselves, not rounded to bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "core/card.h"
#include "core/picture.h"
#include "core/result.h"

namespace genrelens {

class NetworkInput {
 public:
  // out_of_range if the features or the picture's options cannot be.
  static Result<NetworkInput> create(const Features& features);

  std::array<std::size_t, 3> shape() const { return input_shape(features_); }  // channels, height, width
  std::size_t values() const { return shape()[0] * shape()[1] * shape()[2]; }

  // levels: (bands, frames); input: values().
  void fill(std::span<const float> levels, std::span<float> input) const;

  // The picture as bytes (height, width, channels), which augmentation may change, and bytes as input. Assert that the
  // features are a coloured picture.
  void paint(std::span<const float> levels, std::span<std::uint8_t> picture) const;
  void fill_from(std::span<const std::uint8_t> picture, std::span<float> input) const;

 private:
  NetworkInput(const Features& features, std::optional<Picture> picture);
  void normalise(std::span<float> input) const;

  Features features_;
  std::optional<Picture> picture_;
};

}  // namespace genrelens
