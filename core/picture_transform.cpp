#include "core/picture_transform.h"

#include <algorithm>
#include <cassert>
#include <numbers>

#include "core/option_error.h"

namespace genrelens {
namespace {

struct Direction {
  double cosine;
  double sine;
};

// By their series, |degrees| ≤ 180, within 1e-14: the last bits of the C libraries' own differ between platforms.
Direction direction_of(double degrees) {
  const double angle = degrees * (std::numbers::pi / 180);
  const double square = angle * angle;
  double cosine = 1, sine = 1;
  for (int k = 28; k >= 2; k -= 2) {
    cosine = 1 - square / (k * (k - 1)) * cosine;
    sine = 1 - square / (k * (k + 1)) * sine;
  }
  return {cosine, angle * sine};
}

// input column = column_by_column · column + column_by_row · row + column_offset, and so the row; all from the centre
struct Affine {
  double column_by_column, column_by_row, column_offset;
  double row_by_column, row_by_row, row_offset;
};

Affine affine_of(const PictureTransform& transform) {
  const Direction rotation = direction_of(transform.rotation);
  const Direction shear = direction_of(transform.shear);
  return {
      .column_by_column = rotation.cosine * transform.column_zoom,
      .column_by_row = -(rotation.cosine * shear.sine + rotation.sine * shear.cosine) * transform.row_zoom,
      .column_offset = rotation.cosine * transform.column_shift - rotation.sine * transform.row_shift,
      .row_by_column = rotation.sine * transform.column_zoom,
      .row_by_row = (rotation.cosine * shear.cosine - rotation.sine * shear.sine) * transform.row_zoom,
      .row_offset = rotation.sine * transform.column_shift + rotation.cosine * transform.row_shift,
  };
}

// The two places that a position lies between, and its share of the second; the edge beyond the edge.
struct Tap {
  std::size_t low;
  std::size_t high;
  double share;
};

Tap tap_at(double position, std::size_t size) {
  position = std::clamp(position, 0.0, static_cast<double>(size - 1));
  const auto low = static_cast<std::size_t>(position);
  return {low, std::min(low + 1, size - 1), position - static_cast<double>(low)};
}

double between(double low, double high, double share) { return low + share * (high - low); }

// Cut to a byte before and after, in single precision, as Keras through PIL's brightness does.
std::uint8_t brightened(double value, float brightness) {
  const auto level = static_cast<float>(static_cast<std::uint8_t>(static_cast<float>(value)));
  return static_cast<std::uint8_t>(std::min(level * brightness, 255.0f));
}

bool within(double value, double low, double high) { return value >= low && value <= high; }

}  // namespace

std::optional<Error> check_picture_transform(const PictureTransformOptions& options) {
  if (!within(options.rotation, 0, 180)) return option_error("rotation", "from 0 to 180 degrees");
  if (!within(options.column_shift, 0, 1)) return option_error("column_shift", "from 0 to 1 of the width");
  if (!within(options.row_shift, 0, 1)) return option_error("row_shift", "from 0 to 1 of the height");
  if (!within(options.shear, 0, 80)) return option_error("shear", "from 0 to 80 degrees");
  if (!within(options.zoom, 0, 0.9)) return option_error("zoom", "from 0 to 0.9");
  if (!within(options.darkest, 0, 10)) return option_error("darkest", "from 0 to 10");
  if (!within(options.brightest, options.darkest, 10)) return option_error("brightest", "from darkest to 10");
  if (!within(options.mirror, 0, 1)) return option_error("mirror", "a probability from 0 to 1");
  return std::nullopt;
}

PictureTransform choose_picture_transform(const PictureTransformOptions& options, std::size_t rows, std::size_t columns,
                                          Random& random) {
  assert(!check_picture_transform(options));
  const auto either_way = [&](double reach) { return random.uniform(-reach, reach); };
  PictureTransform transform;  // one statement a draw: compilers choose the order within one
  transform.rotation = either_way(options.rotation);
  transform.row_shift = either_way(options.row_shift) * static_cast<double>(rows);
  transform.column_shift = either_way(options.column_shift) * static_cast<double>(columns);
  transform.shear = either_way(options.shear);
  transform.column_zoom = random.uniform(1 - options.zoom, 1 + options.zoom);
  transform.row_zoom = random.uniform(1 - options.zoom, 1 + options.zoom);
  transform.mirrored = random.uniform() < options.mirror;
  transform.brightness = random.uniform(options.darkest, options.brightest);
  return transform;
}

void transform_picture(std::span<const std::uint8_t> picture, std::size_t rows, std::size_t columns,
                       const PictureTransform& transform, std::span<std::uint8_t> out) {
  assert(rows >= 1 && columns >= 1 && picture.size() % (rows * columns) == 0 && out.size() == picture.size());
  assert(picture.empty() || picture.data() != out.data());
  assert(within(transform.rotation, -180, 180) && within(transform.shear, -80, 80));
  assert(within(transform.brightness, 0, 10));
  const std::size_t channels = picture.size() / (rows * columns);
  const double middle_row = static_cast<double>(rows - 1) / 2;
  const double middle_column = static_cast<double>(columns - 1) / 2;
  const auto brightness = static_cast<float>(transform.brightness);
  const Affine affine = affine_of(transform);

  for (std::size_t row = 0; row < rows; row++) {
    const double y = static_cast<double>(row) - middle_row;
    for (std::size_t column = 0; column < columns; column++) {
      const double x = static_cast<double>(transform.mirrored ? columns - 1 - column : column) - middle_column;
      const double from_column = affine.column_by_column * x + affine.column_by_row * y + affine.column_offset;
      const double from_row = affine.row_by_column * x + affine.row_by_row * y + affine.row_offset;
      const Tap across = tap_at(from_column + middle_column, columns);
      const Tap down = tap_at(from_row + middle_row, rows);
      for (std::size_t channel = 0; channel < channels; channel++) {
        const auto at = [&](std::size_t r, std::size_t c) { return picture[(r * columns + c) * channels + channel]; };
        const double upper = between(at(down.low, across.low), at(down.low, across.high), across.share);
        const double lower = between(at(down.high, across.low), at(down.high, across.high), across.share);
        out[(row * columns + column) * channels + channel] = brightened(between(upper, lower, down.share), brightness);
      }
    }
  }
}

}  // namespace genrelens
