// Where new sounds set in: drum beats and plucked strings, not slow swells.
//
//   std::vector<std::size_t> onsets = find_onsets(samples);   // rising sample numbers
//
// By the spectral flux of frames of 2,048 samples, 512 apart: an onset is where at least 0.4 of a frame's magnitudes
// was not in the frame before. Its place is that of the steepest rise of power between blocks of 64 samples. Made for
// rates from 16,000 to 48,000 Hz; steady noise has none (measured), and of two within 2,048 samples one may be missed.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace genrelens {

// samples: mono, any level. The same places on every platform.
std::vector<std::size_t> find_onsets(std::span<const float> samples);

}  // namespace genrelens
