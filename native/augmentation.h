// Chances that a training chunk is heard differently, so that the network learns music and not recordings.
//
//   augment(row, columns, options, random, chunk);    // stored row → one chunk of levels, 0…1
//
// Each draw comes from the caller's Random, in a fixed order: the same seed gives the same chunks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/level.h"
#include "core/mask.h"
#include "core/picture_transform.h"
#include "core/random.h"

namespace genrelens {

struct Augmentation {
  double stretch = 0.15;  // time runs up to this much faster or slower
  int shift_bands = 3;    // mel bands up or down
  double tilt = 0.10;     // of the range: level added to the highest band and taken from the lowest, or reversed
  double floor = 0.25;    // of the range: the quietest level is raised by up to this, mostly by little: as in a
                          // stored row's quiet chunks, so that the network does not count on it
  double narrow = 0;      // chance, 0…1, that only a band in the middle is heard, as over a telephone
  MaskOptions masks;      // stripes of silence; core/mask.h
};

// Every chance made smaller or greater, 0…3 times as strong; 0: none at all.
Augmentation scaled(const Augmentation& options, double strength);
PictureTransformOptions scaled(const PictureTransformOptions& options, double strength);

// row: (bands, columns) stored levels; chunk: (bands, frames), band 0 lowest, relative to its own maximum if that is
// the reference.
void augment(std::span<const std::uint8_t> row, std::size_t bands, std::size_t frames, LevelReference reference,
             const Augmentation& options, Random& random, std::span<float> chunk);

}  // namespace genrelens
