// FFTW in single precision as core's peer: the same frames, filters and logarithms, another transform. Prints one line
// of JSON.
//   fftw SECONDS features SAMPLES       log-mel of mono float samples at 22,050 Hz
#include <fftw3.h>
#include <xmmintrin.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numbers>

#include "core/logarithm.h"
#include "core/mel.h"
#include "stopwatch.h"

using namespace genrelens;

namespace {

constexpr std::size_t kLength = 2048;
constexpr std::size_t kHop = 512;
constexpr std::size_t kBins = kLength / 2 + 1;

// One band's bins that are not 0.
struct Triangle {
  std::size_t first_bin;
  std::vector<float> weights;
};

std::vector<Triangle> make_triangles(const MelSpectrogram& mel) {
  const std::vector<float> bank = mel.filter_bank();  // (bands, bins)
  std::vector<Triangle> triangles;
  for (auto row = bank.begin(); row != bank.end(); row += kBins) {
    const auto positive = [](float weight) { return weight > 0; };
    const auto first = std::find_if(row, row + kBins, positive);
    const auto last = std::find_if_not(first, row + kBins, positive);
    triangles.push_back({static_cast<std::size_t>(first - row), {first, last}});
  }
  return triangles;
}

float band_sum(const Triangle& triangle, const float* power) {
  const std::size_t count = triangle.weights.size();
  const float* bin = power + triangle.first_bin;
  __m128 sums = _mm_setzero_ps();
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    sums = _mm_add_ps(sums, _mm_mul_ps(_mm_loadu_ps(&triangle.weights[i]), _mm_loadu_ps(bin + i)));
  }
  float lanes[4];
  _mm_storeu_ps(lanes, sums);
  float sum = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
  for (; i < count; i++) sum += triangle.weights[i] * bin[i];
  return sum;
}

// The song with half a window mirrored at both ends.
std::vector<float> reflect(const std::vector<float>& samples) {
  constexpr std::ptrdiff_t half = kLength / 2;
  std::vector<float> padded(samples.rend() - half - 1, samples.rend() - 1);
  padded.insert(padded.end(), samples.begin(), samples.end());
  padded.insert(padded.end(), samples.rbegin() + 1, samples.rbegin() + 1 + half);
  return padded;
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) return 2;
  const std::vector<float> samples = read_samples(words[3]);
  const Result<MelSpectrogram> mel = MelSpectrogram::create({});
  if (!mel || samples.size() <= kLength) return 1;
  const std::vector<Triangle> triangles = make_triangles(*mel);
  std::vector<float> window(kLength);
  for (std::size_t i = 0; i < kLength; i++) {
    window[i] = static_cast<float>(0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / kLength));
  }
  float* frame = fftwf_alloc_real(kLength);
  fftwf_complex* spectrum = fftwf_alloc_complex(kBins);
  const fftwf_plan plan = fftwf_plan_dft_r2c_1d(kLength, frame, spectrum, FFTW_MEASURE);
  std::vector<float> power(kBins);
  std::vector<float> levels(mel->frames(samples.size()) * triangles.size());
  const DecibelOptions whole_range{.range = std::numeric_limits<double>::infinity()};

  const std::vector<double> times = time_repeatedly(std::atof(words[1]), [&] {
    const std::vector<float> padded = reflect(samples);
    for (std::size_t row = 0; row * triangles.size() < levels.size(); row++) {
      const float* begin = padded.data() + row * kHop;
      for (std::size_t i = 0; i < kLength; i++) frame[i] = begin[i] * window[i];
      fftwf_execute(plan);
      for (std::size_t bin = 0; bin < kBins; bin++) {
        power[bin] = spectrum[bin][0] * spectrum[bin][0] + spectrum[bin][1] * spectrum[bin][1];
      }
      for (std::size_t band = 0; band < triangles.size(); band++) {
        levels[row * triangles.size() + band] = band_sum(triangles[band], power.data());
      }
    }
    decibels(levels, whole_range, levels);
  });
  print_times(times, mean(levels));
}
