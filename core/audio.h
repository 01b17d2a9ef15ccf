// Decoded sound in memory, and the way from many channels to one.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace genrelens {

// What core reads and works on.
inline constexpr int kMaximumChannels = 32;
inline constexpr int kMinimumSampleRate = 1000;    // Hz
inline constexpr int kMaximumSampleRate = 384000;  // Hz

struct Audio {
  int sample_rate = 0;         // Hz
  int channels = 0;            // 1…32
  std::vector<float> samples;  // interleaved, full scale = ±1, size = frames × channels

  std::size_t frames() const { return channels > 0 ? samples.size() / static_cast<std::size_t>(channels) : 0; }
  double seconds() const { return sample_rate > 0 ? static_cast<double>(frames()) / sample_rate : 0; }
};

// The mean of all channels of each frame, summed in channel order (librosa's to_mono).
// interleaved: frames × channels; mono: frames. Asserts that the sizes fit.
void downmix(std::span<const float> interleaved, int channels, std::span<float> mono);

}  // namespace genrelens
