// Power to levels: logarithm, reference, floor, and the 0…1 picture that a network sees.
//
//   LevelOptions options{.multiplier = 20, .range = 80};
//   levels(power, frames, bands, options, out);   // power (frames, bands) → out (bands, frames)
//
// The recipe of ../shared/gtzan: level = (dB − max + 80) / 80 with dB = 20·log10(power) and the maximum over the track,
// clipped below; on power (not magnitude) that is a true range of 40 dB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace genrelens {

struct LevelOptions {
  double multiplier = 10;   // of log10: 10 makes power dB
  double range = 80;        // units of multiplier·log10 below the maximum that map to 0…1; > 0
  double smallest = 1e-10;  // power below this counts as this, > 0: silence is finite (librosa's amin)

  bool operator==(const LevelOptions&) const = default;
};

// power: (frames, bands), ≥ 0; out: (bands, frames), 0…1, band 0 lowest. The reference is the maximum of `power`;
// where nothing is above `smallest`, everything is 0.
void levels(std::span<const float> power, std::size_t frames, std::size_t bands, const LevelOptions& options,
            std::span<float> out);

// 0…1 to 0…255 as feature folders store it: floor(level · 255 + 0.5).
std::uint8_t stored_level(float level);

}  // namespace genrelens
