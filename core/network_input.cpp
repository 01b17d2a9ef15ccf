#include "core/network_input.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>
#include <vector>

namespace genrelens {

Result<NetworkInput> NetworkInput::create(const Features& features) {
  if (features.frames < 1 || !(features.deviation > 0))
    return Error{.code = ErrorCode::out_of_range,
                 .message = "The card's features.frames and features.deviation must be above 0."};
  if (!features.picture) return NetworkInput(features, std::nullopt);
  Result<Picture> picture =
      Picture::create(*features.picture, static_cast<std::size_t>(features.mel.bands), features.frames);
  if (!picture) return picture.error();
  return NetworkInput(features, std::move(*picture));
}

NetworkInput::NetworkInput(const Features& features, std::optional<Picture> picture)
    : features_(features), picture_(std::move(picture)) {}

void NetworkInput::fill(std::span<const float> levels, std::span<float> input) const {
  assert(input.size() == values());
  if (!picture_) {
    std::copy(levels.begin(), levels.end(), input.begin());
  } else if (picture_->channels() == 1) {
    picture_->resize(levels, input);
  } else {
    std::vector<std::uint8_t> bytes(picture_->values());
    picture_->paint(levels, bytes);
    return fill_from(bytes, input);
  }
  normalise(input);
}

void NetworkInput::paint(std::span<const float> levels, std::span<std::uint8_t> picture) const {
  assert(picture_ && picture_->channels() == 3);
  picture_->paint(levels, picture);
}

void NetworkInput::fill_from(std::span<const std::uint8_t> picture, std::span<float> input) const {
  assert(picture_ && picture.size() == values() && input.size() == values());
  std::array<float, 256> value_of;  // of each byte: there are fewer of them than pixels
  for (std::size_t byte = 0; byte < value_of.size(); byte++) value_of[byte] = static_cast<float>(byte) / 255.0F;
  normalise(value_of);
  const std::size_t channels = picture_->channels();
  const std::size_t pixels = picture.size() / channels;
  for (std::size_t channel = 0; channel < channels; channel++) {
    for (std::size_t pixel = 0; pixel < pixels; pixel++)
      input[channel * pixels + pixel] = value_of[picture[pixel * channels + channel]];
  }
}

void NetworkInput::normalise(std::span<float> input) const {
  for (float& value : input) value = static_cast<float>((value - features_.mean) / features_.deviation);
}

}  // namespace genrelens
