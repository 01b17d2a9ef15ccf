// Sounds heard a little differently: noise added, gain, a random piece. The same seed gives the same bits everywhere.
//
//   Random random(seed);
//   add_noise(samples, NoiseColour::pink, 20, random);               // signal 20 dB above the noise
//   apply_gain(samples, -6);                                         // dB
//   std::span<const float> piece = crop(samples, 22050 * 5, random);
//
// Samples are mono, ±1 at full scale; nothing is clipped.
#pragma once

#include <cstddef>
#include <span>

#include "core/random.h"

namespace genrelens {

enum class NoiseColour {
  white,  // normal deviates: the same power in every hertz
  pink,   // the same power in every octave: −3 dB an octave
};

// out: samples of noise, of no particular power. Pink is white through Paul Kellet's filter (musicdsp.org), made for
// 44,100 Hz: each octave from 250 to 16,000 Hz at 48,000 Hz falls by 3 dB within 0.5 (measured). Settled at out[0].
void make_noise(NoiseColour colour, Random& random, std::span<float> out);

// snr: dB, −100…100, the mean square of the samples over that of the noise, met exactly. Silence stays silent.
void add_noise(std::span<float> samples, NoiseColour colour, double snr, Random& random);

// decibel: −100…100.
void apply_gain(std::span<float> samples, double decibel);

// `length` successive samples from a random place, all places equally likely; all samples if there are no more.
std::span<const float> crop(std::span<const float> samples, std::size_t length, Random& random);

}  // namespace genrelens
