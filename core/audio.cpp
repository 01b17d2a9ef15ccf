#include "core/audio.h"

#include <algorithm>
#include <cassert>

namespace genrelens {

void downmix(std::span<const float> interleaved, int channels, std::span<float> mono) {
  assert(channels >= 1);
  const auto stride = static_cast<std::size_t>(channels);
  assert(interleaved.size() == mono.size() * stride);
  if (stride == 1) {
    std::copy(interleaved.begin(), interleaved.end(), mono.begin());
    return;
  }
  const float* frame = interleaved.data();
  const auto divisor = static_cast<float>(channels);
  for (float& sample : mono) {
    float sum = frame[0];
    for (std::size_t channel = 1; channel < stride; channel++) sum += frame[channel];
    sample = sum / divisor;
    frame += stride;
  }
}

}  // namespace genrelens
