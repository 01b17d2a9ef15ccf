#include "core/resample.h"

#include <xmmintrin.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <string>

#include "core/audio.h"

namespace genrelens {
namespace {

// The filter, found by search: 0.04 dB of ripple up to 0.9 and −97 dB from 1.0 of the lower Nyquist frequency on.
constexpr double kHalfWidth = 56;  // samples of the lower rate on either side
constexpr double kCutoff = 0.943;  // of the lower Nyquist frequency, −6 dB
constexpr double kBeta = 9.8;      // Kaiser's shape

constexpr std::size_t kUnroll = 16;            // taps that dot() takes at once
constexpr std::size_t kLargestTable = 262144;  // floats, 1 MB
constexpr double kFinePhases = 1024;           // a sample of the lower rate, where not all fit into kLargestTable
constexpr std::size_t kPiece = 4096;           // input samples taken in at once, so that the history stays short

// Modified Bessel function of order 0 by its series; 0 ≤ x ≤ 10.
double bessel_i0(double x) {
  double sum = 1;
  double term = 1;
  for (int k = 1; k <= 40; k++) {
    term *= (x / 2 / k) * (x / 2 / k);
    sum += term;
  }
  return sum;
}

// The filter at `time` input samples from its middle. half: its half width, cutoff: of the input's Nyquist frequency.
double kernel(double time, double half, double cutoff) {
  const double place = time / half;
  if (std::abs(place) >= 1) return 0;
  const double window = bessel_i0(kBeta * std::sqrt(1 - place * place)) / bessel_i0(kBeta);
  const double angle = std::numbers::pi * cutoff * time;
  return window * (angle == 0 ? 1 : std::sin(angle) / angle);
}

// (steps + 1, taps): row r holds the filter r / steps of an input sample after input sample taps / 2 − 1. Each row's
// sum is 1, so that a constant stays constant.
std::vector<float> make_phases(std::size_t steps, std::size_t taps, double cutoff) {
  const double half = static_cast<double>(taps) / 2;
  std::vector<float> phases;
  phases.reserve((steps + 1) * taps);
  std::vector<double> row(taps);
  for (std::size_t step = 0; step <= steps; step++) {
    const double middle = half - 1 + static_cast<double>(step) / static_cast<double>(steps);
    double sum = 0;
    for (std::size_t tap = 0; tap < taps; tap++) {
      row[tap] = kernel(static_cast<double>(tap) - middle, half, cutoff);
      sum += row[tap];
    }
    for (double weight : row) phases.push_back(static_cast<float>(weight / sum));
  }
  return phases;
}

// Sixteen partial sums, added in a fixed order: the same bits on every platform with four-lane vectors.
float dot(const float* left, const float* right, std::size_t count) {
  __m128 sums[4] = {_mm_setzero_ps(), _mm_setzero_ps(), _mm_setzero_ps(), _mm_setzero_ps()};
  for (std::size_t i = 0; i < count; i += kUnroll) {
    for (std::size_t j = 0; j < 4; j++) {
      const std::size_t at = i + 4 * j;
      sums[j] = _mm_add_ps(sums[j], _mm_mul_ps(_mm_loadu_ps(left + at), _mm_loadu_ps(right + at)));
    }
  }
  float lanes[4];
  _mm_storeu_ps(lanes, _mm_add_ps(_mm_add_ps(sums[0], sums[1]), _mm_add_ps(sums[2], sums[3])));
  return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}

Error wrong_rate(const char* which, int rate) {
  return {ErrorCode::out_of_range, std::string(which) + " sample rate is " + std::to_string(rate) +
                                       " Hz, but must be from " + std::to_string(kMinimumSampleRate) + " to " +
                                       std::to_string(kMaximumSampleRate) + " Hz."};
}

bool allowed(int rate) { return rate >= kMinimumSampleRate && rate <= kMaximumSampleRate; }

}  // namespace

Result<Resampler> Resampler::create(int source_rate, int target_rate) {
  if (!allowed(source_rate)) return wrong_rate("The source", source_rate);
  if (!allowed(target_rate)) return wrong_rate("The target", target_rate);
  Resampler resampler;
  if (source_rate == target_rate) return resampler;

  const int divisor = std::gcd(source_rate, target_rate);
  resampler.up_ = static_cast<std::uint64_t>(target_rate / divisor);
  resampler.down_ = static_cast<std::uint64_t>(source_rate / divisor);
  const double lower = std::min(1.0, static_cast<double>(target_rate) / source_rate);  // rate, of the source's
  const auto blocks = static_cast<std::size_t>(std::ceil(2 * kHalfWidth / lower / kUnroll));
  resampler.taps_ = blocks * kUnroll;
  resampler.steps_ = resampler.up_;
  if ((resampler.up_ + 1) * resampler.taps_ > kLargestTable) {
    resampler.steps_ = static_cast<std::uint64_t>(std::ceil(kFinePhases * lower));
  }
  resampler.phases_ = make_phases(static_cast<std::size_t>(resampler.steps_), resampler.taps_, kCutoff * lower);
  resampler.reset();
  return resampler;
}

void Resampler::reset() {
  history_.assign(taps_ / 2 - 1, 0.0f);
  history_begin_ = 0;
  received_ = 0;
  produced_ = 0;
}

std::uint64_t Resampler::output_length(std::uint64_t samples) const { return (samples * up_ + down_ - 1) / down_; }

void Resampler::push(std::span<const float> samples, std::vector<float>& out) {
  if (taps_ == 0) {
    out.insert(out.end(), samples.begin(), samples.end());
    return;
  }
  const std::size_t piece = std::max(kPiece, taps_);
  for (std::size_t begin = 0; begin < samples.size(); begin += piece) {
    const auto part = samples.subspan(begin, std::min(piece, samples.size() - begin));
    history_.insert(history_.end(), part.begin(), part.end());
    received_ += part.size();
    emit(std::numeric_limits<std::uint64_t>::max(), out);
  }
}

void Resampler::finish(std::vector<float>& out) {
  if (taps_ == 0) return;
  history_.insert(history_.end(), taps_ / 2, 0.0f);
  emit(output_length(received_), out);
  reset();
}

// Output k meets the padded input from floor(k · down / up) on: `limit` of them at most, as far as the history goes.
void Resampler::emit(std::uint64_t limit, std::vector<float>& out) {
  const std::uint64_t end = history_begin_ + history_.size();
  if (end < taps_) return;
  limit = std::min(limit, output_length(end - taps_ + 1));
  if (limit <= produced_) return;

  std::uint64_t input = produced_ * down_ / up_;
  std::uint64_t phase = produced_ * down_ % up_;
  const auto count = static_cast<std::size_t>(limit - produced_);
  out.resize(out.size() + count);
  for (float& sample : std::span(out).last(count)) {
    const float* window = history_.data() + (input - history_begin_);
    const std::uint64_t place = phase * steps_;
    const float* row = phases_.data() + place / up_ * taps_;
    sample = dot(row, window, taps_);
    if (const std::uint64_t rest = place % up_; rest != 0) {
      const float next = dot(row + taps_, window, taps_);
      sample += (next - sample) * (static_cast<float>(rest) / static_cast<float>(up_));
    }
    input += down_ / up_;
    phase += down_ % up_;
    if (phase >= up_) {
      phase -= up_;
      input++;
    }
  }
  produced_ = limit;

  const std::uint64_t passed = std::min<std::uint64_t>(input - history_begin_, history_.size());
  history_.erase(history_.begin(), history_.begin() + static_cast<std::ptrdiff_t>(passed));
  history_begin_ += passed;
}

}  // namespace genrelens
