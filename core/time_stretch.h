// Longer or shorter at the same pitch, higher or lower at the same length.
//
//   Result<std::vector<float>> slower = time_stretch(samples, 1.25);    // a quarter longer
//   Result<std::vector<float>> higher = pitch_shift(samples, 3);        // a minor third up
//
// Phase vocoder with identity phase locking (Laroche and Dolson 1999): Hann windows of 2,048 samples, made for rates
// from 16,000 to 48,000 Hz. Each output frame comes from two input frames that lie one output hop apart, so that a
// peak's turn between them is a quotient of two complex numbers (Puckette 1995): no arc tangent, no unwrapping, and
// the same bits everywhere. While an onset (core/onset.h) is in the window, the sound passes at its own speed with its
// own phases, and the stretch between onsets makes up for it: beats stay short and in their place. Samples are mono; a
// factor of 1 gives them back within rounding.
//
// What to expect, measured on ten songs of GTZAN (one a genre, 22,050 Hz), by 0.8, 1.25 and ±2 semitones: the mean
// log-mel spectrum moves by 0.3 to 0.4 dB (128 bands, root mean square), and beats keep 0.90 to 0.95 of their sharpness
// (median height of the peaks of spectral flux). Rubber Band 3.1's finer engine does 0.5 to 0.7 dB and 0.82 to 0.88,
// SoX's tempo and pitch, which copy pieces of sound, 0.2 to 0.3 dB and 0.96 to 1.02. Onsets that follow each other
// faster than 2,048 samples, in the input or the output, are not all kept. Factors beyond 0.5…2 were not measured.
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
