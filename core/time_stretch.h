// Longer or shorter at the same pitch, higher or lower at the same length.
//
//   Result<std::vector<float>> slower = time_stretch(samples, 1.25);    // a quarter longer
//   Result<std::vector<float>> higher = pitch_shift(samples, 3);        // a minor third up
//
// Phase vocoder with identity phase locking (Laroche and Dolson 1999): Hann windows of 2,048 samples, made for rates
// from 16,000 to 48,000 Hz. Each output frame comes from two input frames that lie one output hop apart, so that a
// peak's turn between them is a quotient of two complex numbers (Puckette 1995): no arc tangent, no unwrapping, and
// the same bits everywhere. Samples are mono; a factor of 1 gives them back within rounding.
#pragma once

#include <span>
#include <vector>

#include "core/result.h"

namespace genrelens {

// factor: new length over old, 0.25…4, else out_of_range. Length: floor(samples · factor + 0.5).
Result<std::vector<float>> time_stretch(std::span<const float> samples, double factor);

// semitones: −24…24, else out_of_range; need not be whole. Stretched by 2^(semitones / 12), then resampled to the old
// length (core/resample.h).
Result<std::vector<float>> pitch_shift(std::span<const float> samples, double semitones);

}  // namespace genrelens
