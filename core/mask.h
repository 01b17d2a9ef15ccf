// Stripes of a picture put out (SpecAugment, Park et al. 2019) and two examples blended (mixup, Zhang et al. 2018).
// The same seed gives the same bits everywhere.
//
//   Random random(seed);
//   mask(levels, bands, {.time_masks = 2, .time_mask_frames = 16}, random);
//   const double share = mixup_share(0.2, random);
//   mix(input, other_input, share);    // input: share of it and 1 − share of the other
//   mix(target, other_target, share);
#pragma once

#include <cstddef>
#include <span>

#include "core/random.h"

namespace genrelens {

struct MaskOptions {
  int time_masks = 2;         // ≥ 0
  int time_mask_frames = 16;  // ≥ 0: each is 0 to this many frames wide, all widths equally likely
  int band_masks = 2;
  int band_mask_bands = 16;
  float value = 0;  // what a masked cell holds: 0 is silence in levels
};

// A run of frames or bands.
struct Stripe {
  std::size_t begin = 0;
  std::size_t end = 0;  // one behind the last
};

// 0…widest of `size` places (never more than all), then its begin: two draws.
Stripe choose_stripe(std::size_t size, int widest, Random& random);

// picture: (bands, frames), row-major. First the time masks, then the band masks; they may overlap.
void mask(std::span<float> picture, std::size_t bands, const MaskOptions& options, Random& random);

// Beta(shape, shape), 0…1; shape: 0.01…1, small values stay near 0 and 1 (Jöhnk 1964).
double mixup_share(double shape, Random& random);

// values = share · values + (1 − share) · other; as many of each.
void mix(std::span<float> values, std::span<const float> other, double share);

}  // namespace genrelens
