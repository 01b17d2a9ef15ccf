// Power to levels: logarithm, reference, floor, and the 0…1 picture that a network sees.
//
//   LevelOptions options{.multiplier = 20, .range = 80};
//   levels(power, frames, bands, options, out);   // power (frames, bands) → out (bands, frames)
//
// The recipe of ../shared/gtzan: level = (dB − max + 80) / 80 with dB = 20·log10(power) and the maximum over the track,
// clipped below; on power (not magnitude) that is a true range of 40 dB.
//
// Networks that were trained on ln(x + offset), as VGGish and YAMNet (core/front_end.h), take levels that refer to one:
//
//   LevelOptions options = natural_level(0.01, 12);   // 0: ln(0.01), 1: ln(0.01) + 12
//   value = level * options.range + std::log(options.smallest);
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace genrelens {

enum class LevelReference {
  maximum,  // 1 is the greatest power given, 0 is `range` below it: loudness does not matter
  one,      // 0 is silence, 1 is `range` above it: the same sound has the same level wherever it stands
};

struct LevelOptions {
  double multiplier = 10;   // of log10: 10 makes power dB
  double range = 80;        // units of multiplier·log10 that map to 0…1; > 0
  double smallest = 1e-10;  // > 0, so that silence is finite. maximum: power below this counts as this (librosa's
                            // amin); one: added to the power
  LevelReference reference = LevelReference::maximum;

  bool operator==(const LevelOptions&) const = default;
};

// Levels of ln(power + offset), `range` above ln(offset) being 1.
LevelOptions natural_level(double offset, double range);

// power: (frames, bands), ≥ 0; out: (bands, frames), 0…1, band 0 lowest. By the maximum, everything is 0 where nothing
// is above `smallest`.
void levels(std::span<const float> power, std::size_t frames, std::size_t bands, const LevelOptions& options,
            std::span<float> out);

// 0…1 to 0…255 as feature folders store it: floor(level · 255 + 0.5).
std::uint8_t stored_level(float level);

}  // namespace genrelens
