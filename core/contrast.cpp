#include "core/contrast.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "core/option_error.h"

namespace genrelens {
namespace {

std::optional<Error> check(const ContrastOptions& o) {
  if (o.sample_rate < 1) return option_error("sample_rate", o.sample_rate, "at least 1 Hz");
  if (o.fft_length < 16 || o.fft_length > 32768 || o.fft_length % 2 != 0) {
    return option_error("fft_length", o.fft_length, "even, from 16 to 32768");
  }
  if (o.octaves < 1 || o.octaves > 12) return option_error("octaves", o.octaves, "from 1 to 12");
  if (!(o.low_frequency > 0 && std::ldexp(o.low_frequency, o.octaves - 1) < o.sample_rate / 2.0)) {
    return option_error("low_frequency", "above 0, and the lower edge of the last octave below half of sample_rate");
  }
  if (!(o.quantile >= 0 && o.quantile <= 1)) return option_error("quantile", "from 0 to 1");
  return check_decibels(o.decibel);
}

double mean(std::span<const float> values) {
  double sum = 0;
  for (float value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

}  // namespace

// As librosa: edges belong to both neighbours, an octave takes one bin more below it, and every row but the last leaves
// out its highest bin, which `chosen` still counts. A row without a bin of its own ends the list.
std::vector<SpectralContrast::Range> SpectralContrast::make_ranges(const ContrastOptions& options) {
  const double hertz_per_bin = static_cast<double>(options.sample_rate) / options.fft_length;
  const int last_bin = options.fft_length / 2;
  std::vector<Range> ranges;
  for (int row = 0; row <= options.octaves; row++) {
    const double low = row == 0 ? 0 : std::ldexp(options.low_frequency, row - 1);
    const double high = std::ldexp(options.low_frequency, row);
    int first = 0;
    while (first <= last_bin && first * hertz_per_bin < low) first++;
    int last = last_bin;
    while (last >= 0 && last * hertz_per_bin > high) last--;
    if (last < first) break;
    if (row > 0) first--;
    if (row == options.octaves) last = last_bin;
    const int members = last - first + 1;
    const int count = row < options.octaves ? members - 1 : members;
    if (count < 1) break;
    const int chosen = std::max(static_cast<int>(std::nearbyint(options.quantile * members)), 1);
    ranges.push_back({static_cast<std::size_t>(first), static_cast<std::size_t>(count),
                      static_cast<std::size_t>(std::min(chosen, count))});
  }
  return ranges;
}

Result<SpectralContrast> SpectralContrast::create(const ContrastOptions& options) {
  if (std::optional<Error> error = check(options)) return *error;
  std::vector<Range> ranges = make_ranges(options);
  if (ranges.size() != static_cast<std::size_t>(options.octaves) + 1) {
    return option_error("low_frequency", "so high that every octave holds a bin of the transform");
  }
  return SpectralContrast(options, std::move(ranges));
}

SpectralContrast::SpectralContrast(const ContrastOptions& options, std::vector<Range> ranges)
    : options_(options), ranges_(std::move(ranges)) {}

ContrastWorkspace SpectralContrast::workspace(std::size_t frames) const {
  return {.sorted = std::vector<float>(bins()),
          .peaks = std::vector<float>(frames * rows()),
          .valleys = std::vector<float>(frames * rows())};
}

void SpectralContrast::compute(std::span<const float> magnitude, std::span<float> out,
                               ContrastWorkspace& workspace) const {
  const std::size_t frames = magnitude.size() / bins();
  assert(magnitude.size() == frames * bins() && out.size() == frames * rows());
  assert(workspace.sorted.size() == bins() && workspace.peaks.size() >= out.size());
  const auto peaks = std::span(workspace.peaks).first(out.size());
  const auto valleys = std::span(workspace.valleys).first(out.size());
  for (std::size_t frame = 0; frame < frames; frame++) {
    for (std::size_t row = 0; row < rows(); row++) {
      const Range& range = ranges_[row];
      const auto values = magnitude.subspan(frame * bins() + range.first, range.count);
      const auto sorted = std::span(workspace.sorted).first(range.count);
      std::transform(values.begin(), values.end(), sorted.begin(), [](float value) { return value > 0 ? value : 0; });
      std::sort(sorted.begin(), sorted.end());
      valleys[frame * rows() + row] = static_cast<float>(mean(sorted.first(range.chosen)));
      peaks[frame * rows() + row] = static_cast<float>(mean(sorted.last(range.chosen)));
    }
  }
  const DecibelScale peak_scale(peaks, options_.decibel);
  const DecibelScale valley_scale(valleys, options_.decibel);
  for (std::size_t i = 0; i < out.size(); i++) {
    out[i] = static_cast<float>(peak_scale(peaks[i]) - valley_scale(valleys[i]));
  }
}

}  // namespace genrelens
