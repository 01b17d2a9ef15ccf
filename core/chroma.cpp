#include "core/chroma.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "core/option_error.h"

namespace genrelens {
namespace {

constexpr double kLowestA = 27.5;           // Hz
constexpr std::size_t kClassOfLowestA = 9;  // counted from C

std::optional<Error> check(const ChromaOptions& o) {
  if (o.sample_rate < 1) return option_error("sample_rate", o.sample_rate, "at least 1 Hz");
  if (o.fft_length < 16 || o.fft_length > 32768 || o.fft_length % 2 != 0) {
    return option_error("fft_length", o.fft_length, "even, from 16 to 32768");
  }
  if (!(o.tuning >= -0.5 && o.tuning <= 0.5)) return option_error("tuning", "from -0.5 to 0.5 semitones");
  if (!std::isfinite(o.octave)) return option_error("octave", "a finite number");
  if (!(o.octave_width > 0)) return option_error("octave_width", "above 0");
  return std::nullopt;
}

// Semitones of every bin above the lowest A. Bin 0 has none: it gets an octave and a half below bin 1, so that it is
// as broad as that and belongs to no class.
std::vector<double> bin_semitones(const ChromaOptions& options, std::size_t count) {
  const double lowest = kLowestA * std::exp2(options.tuning / 12);
  std::vector<double> semitones{0};
  for (std::size_t bin = 1; bin < count; bin++) {
    const double hertz = static_cast<double>(bin) * options.sample_rate / options.fft_length;
    semitones.push_back(12 * std::log2(hertz / lowest));
  }
  semitones[0] = semitones[1] - 18;
  return semitones;
}

// Semitones from pitch class `pitch`, counted from A, the shorter way around the octave: −6…6.
double class_distance(double semitones, std::size_t pitch) {
  const double turned = semitones - static_cast<double>(pitch) + 6;
  return turned - 12 * std::floor(turned / 12) - 6;
}

}  // namespace

Result<Chroma> Chroma::create(const ChromaOptions& options) {
  if (std::optional<Error> error = check(options)) return *error;
  return Chroma(options);
}

Chroma::Chroma(const ChromaOptions& options) : options_(options), filters_(kClasses * bins()) {
  const std::vector<double> semitones = bin_semitones(options, bins() + 1);
  for (std::size_t bin = 0; bin < bins(); bin++) {
    const double width = std::max(semitones[bin + 1] - semitones[bin], 1.0);
    std::array<double, kClasses> shares;
    double squares = 0;
    for (std::size_t pitch = 0; pitch < kClasses; pitch++) {
      const double deviations = 2 * class_distance(semitones[bin], pitch) / width;
      shares[pitch] = std::exp(-0.5 * deviations * deviations);
      squares += shares[pitch] * shares[pitch];
    }
    const double octaves = (semitones[bin] / 12 - options.octave) / options.octave_width;
    const double weight = std::exp(-0.5 * octaves * octaves) / std::sqrt(squares);
    for (std::size_t pitch = 0; pitch < kClasses; pitch++) {
      const std::size_t row = (pitch + kClassOfLowestA) % kClasses;
      filters_[row * bins() + bin] = static_cast<float>(shares[pitch] * weight);
    }
  }
}

void Chroma::compute(std::span<const float> power, std::span<float> out) const {
  const std::size_t frames = power.size() / bins();
  assert(power.size() == frames * bins() && out.size() == frames * kClasses);
  for (std::size_t frame = 0; frame < frames; frame++) {
    const float* spectrum = power.data() + frame * bins();
    std::array<double, kClasses> energy{};
    for (std::size_t pitch = 0; pitch < kClasses; pitch++) {
      const float* filter = &filters_[pitch * bins()];
      for (std::size_t bin = 0; bin < bins(); bin++) energy[pitch] += double{filter[bin]} * spectrum[bin];
    }
    const double greatest = *std::max_element(energy.begin(), energy.end());
    const double divisor = greatest > std::numeric_limits<float>::min() ? greatest : 1;
    for (std::size_t pitch = 0; pitch < kClasses; pitch++) {
      out[frame * kClasses + pitch] = static_cast<float>(energy[pitch] / divisor);
    }
  }
}

}  // namespace genrelens
