// Pictures turned, moved, sheared, zoomed, mirrored and made darker or brighter, from a seed: the augmentation of paper
// 000, as Keras's ImageDataGenerator does it. The same seed gives the same bits everywhere.
//
//   Random random(seed);
//   if (const auto error = check_picture_transform(options)) return *error;
//   const PictureTransform transform = choose_picture_transform(options, rows, columns, random);
//   transform_picture(picture, rows, columns, transform, out);    // bytes of Picture::paint (core/picture.h)
//
// Output pixel p takes the input at centre + rotation · shift · shear · zoom · (p − centre), bilinear; beyond the edge
// the nearest pixel counts. Then the mirror, then the brightness. Both steps cut off what follows the point, as Keras
// does, so a transform darkens by about half of 255 where it interpolates. The centre is (size − 1) / 2 along each axis
// (Keras swaps its two coordinates in pictures that are not square; here they are right).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "core/random.h"
#include "core/result.h"

namespace genrelens {

// How far each part may go, all values equally likely. Defaults: paper 000, table 2, but for the mirror.
struct PictureTransformOptions {
  double rotation = 20;        // degrees either way, 0…180
  double column_shift = 0.15;  // of the width, either way, 0…1
  double row_shift = 0.15;     // of the height, either way, 0…1
  double shear = 15;           // degrees either way, 0…80
  double zoom = 0.2;           // each axis by 1 − zoom … 1 + zoom, 0…0.9
  double darkest = 0.7;        // factor of brightness, 0…10
  double brightest = 1.3;      // darkest…10
  double mirror = 0;           // probability of left for right, 0…1. Paper: 0.5; but time then runs backwards

  bool operator==(const PictureTransformOptions&) const = default;
};

// One transform; the defaults change nothing.
struct PictureTransform {
  double rotation = 0;      // degrees, −180…180; above 0 counter-clockwise, as the picture is drawn
  double column_shift = 0;  // pixels; above 0 to the left
  double row_shift = 0;     // pixels; above 0 upwards
  double shear = 0;         // degrees, −80…80
  double column_zoom = 1;   // above 0; below 1 makes things wider
  double row_zoom = 1;
  bool mirrored = false;
  double brightness = 1;  // factor, 0…10
};

// out_of_range names the option and what is allowed.
std::optional<Error> check_picture_transform(const PictureTransformOptions& options);

// Options that check_picture_transform() accepts. Eight draws, whatever the options.
PictureTransform choose_picture_transform(const PictureTransformOptions& options, std::size_t rows, std::size_t columns,
                                          Random& random);

// picture, out: (rows, columns, channels), 0…255, not the same memory.
void transform_picture(std::span<const std::uint8_t> picture, std::size_t rows, std::size_t columns,
                       const PictureTransform& transform, std::span<std::uint8_t> out);

}  // namespace genrelens
