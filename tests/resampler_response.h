// What a resampler does to a full-scale sine, measured in the middle of its output: for test_resample and the plot.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>
#include <vector>

#include "core/resample.h"

namespace genrelens {

struct Rates {
  int source;
  int target;
  double lower_nyquist() const { return std::min(source, target) / 2.0; }
};

inline std::vector<float> sine(double hertz, int rate, std::size_t samples) {
  std::vector<float> signal(samples);
  for (std::size_t i = 0; i < samples; i++) {
    signal[i] = static_cast<float>(std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rate));
  }
  return signal;
}

struct Response {
  double gain = 0;   // of the tone itself, amplitude
  double shift = 0;  // of the tone itself, radians; 0: no delay
  double rest = 0;   // amplitude of a sine with the power of all that is not the tone: aliases, images, rounding
};

// A quarter of a second at `hertz`, below half of rates.source; from the lower Nyquist frequency on, all is rest.
inline Response respond(Resampler& resampler, const Rates& rates, double hertz) {
  std::vector<float> out;
  resampler.push(sine(hertz, rates.source, static_cast<std::size_t>(rates.source / 4)), out);
  resampler.finish(out);
  const std::size_t begin = out.size() / 4, end = out.size() * 3 / 4;
  const double count = static_cast<double>(end - begin);
  double ss = 0, cc = 0, sc = 0, ys = 0, yc = 0, power = 0;
  const auto phase = [&](std::size_t i) {
    return 2 * std::numbers::pi * hertz * static_cast<double>(i) / rates.target;
  };
  for (std::size_t i = begin; i < end; i++) {
    const double s = std::sin(phase(i)), c = std::cos(phase(i)), y = out[i];
    ss += s * s, cc += c * c, sc += s * c, ys += y * s, yc += y * c, power += y * y;
  }
  if (hertz >= rates.lower_nyquist()) return {.rest = std::sqrt(2 * power / count)};
  // Least squares: the tone is a · sin + b · cos.
  const double determinant = ss * cc - sc * sc;
  const double a = (ys * cc - yc * sc) / determinant, b = (yc * ss - ys * sc) / determinant;
  double rest = 0;
  for (std::size_t i = begin; i < end; i++) {
    const double error = out[i] - a * std::sin(phase(i)) - b * std::cos(phase(i));
    rest += error * error;
  }
  return {.gain = std::hypot(a, b), .shift = std::atan2(b, a), .rest = std::sqrt(2 * rest / count)};
}

inline double decibel_of(double amplitude) { return 20 * std::log10(std::max(amplitude, 1e-12)); }

}  // namespace genrelens
