#include "core/time_stretch.h"

#include <kiss_fft.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numbers>

#include "core/exponential.h"
#include "core/onset.h"
#include "core/resample.h"

namespace genrelens {
namespace {

constexpr std::size_t kWindow = 2048;  // samples
constexpr std::size_t kHop = kWindow / 4;
constexpr std::size_t kBins = kWindow / 2 + 1;
constexpr std::size_t kPeakReach = 2;  // a peak is louder than this many bins on either side
constexpr int kResampledRate = 48000;  // Hz, of pitch_shift: only the ratio counts

struct Bin {
  float real = 0;
  float imaginary = 0;

  double power() const { return static_cast<double>(real) * real + static_cast<double>(imaginary) * imaginary; }
};

struct FreePlan {
  void operator()(kiss_fft_cfg plan) const { kiss_fft_free(plan); }
};
using Plan = std::unique_ptr<kiss_fft_state, FreePlan>;

Plan make_plan(bool inverse) {
  return Plan(kiss_fft_alloc(static_cast<int>(kWindow), inverse ? 1 : 0, nullptr, nullptr));
}

std::vector<float> make_window() {
  std::vector<float> window(kWindow);
  for (std::size_t i = 0; i < kWindow; i++) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(kWindow);
    window[i] = static_cast<float>(0.5 - 0.5 * std::cos(angle));
  }
  return window;
}

class PhaseVocoder {
 public:
  explicit PhaseVocoder(std::span<const float> samples) : samples_(samples) {}

  // The output frame whose middle takes input sample `middle`, windowed; follows the frame a hop before, or, as at the
  // onset of a new sound, nothing: then all partials keep the phases of the input and so start together.
  void frame(std::int64_t middle, bool anew, std::span<float> out) {
    analyse(middle);
    if (anew) {
      output_ = now_;
    } else {
      advance();
    }
    synthesise(out);
  }

  std::span<const float> window() const { return window_; }

 private:
  // Lane 0: the frame itself; lane 1: the frame one output hop before it in the input.
  void analyse(std::int64_t middle) {
    for (std::size_t i = 0; i < kWindow; i++) {
      const std::int64_t at = middle - static_cast<std::int64_t>(kWindow / 2) + static_cast<std::int64_t>(i);
      time_[i].r =
          _mm_setr_ps(sample(at) * window_[i], sample(at - static_cast<std::int64_t>(kHop)) * window_[i], 0, 0);
      time_[i].i = _mm_setzero_ps();
    }
    kiss_fft(forward_.get(), time_.data(), spectrum_.data());
    alignas(16) float real[4], imaginary[4];
    for (std::size_t k = 0; k < kBins; k++) {
      _mm_store_ps(real, spectrum_[k].r);
      _mm_store_ps(imaginary, spectrum_[k].i);
      now_[k] = {real[0], imaginary[0]};
      before_[k] = {real[1], imaginary[1]};
    }
  }

  float sample(std::int64_t at) const {
    const bool inside = at >= 0 && at < static_cast<std::int64_t>(samples_.size());
    return inside ? samples_[static_cast<std::size_t>(at)] : 0.0f;
  }

  // Each peak turns as far as in the input's hop, and all bins nearer to it than to another peak turn with it.
  void advance() {
    find_peaks();
    std::size_t begin = 0;
    for (std::size_t i = 0; i < peaks_.size(); i++) {
      const std::size_t peak = peaks_[i];
      const std::size_t end = i + 1 < peaks_.size() ? (peak + peaks_[i + 1] + 1) / 2 : kBins;
      turn(peak, begin, end);
      begin = end;
    }
    output_.swap(peaks_.empty() ? now_ : next_);  // silence has no phase to keep
  }

  void find_peaks() {
    peaks_.clear();
    for (std::size_t k = 0; k < kBins; k++) power_[k] = now_[k].power();
    for (std::size_t k = 0; k < kBins; k++) {
      const std::size_t low = k - std::min(k, kPeakReach);
      const std::size_t high = std::min(k + kPeakReach, kBins - 1);
      bool peak = power_[k] > 0;
      for (std::size_t near = low; near <= high; near++) {
        if (near < k ? power_[near] >= power_[k] : power_[near] > power_[k]) peak = false;
      }
      if (peak) peaks_.push_back(k);
    }
  }

  // The last output's phase less that of the input a hop ago: how far the output has run ahead, as a unit number.
  void turn(std::size_t peak, std::size_t begin, std::size_t end) {
    const double a = output_[peak].real, b = output_[peak].imaginary;
    const double c = before_[peak].real, d = before_[peak].imaginary;
    double real = a * c + b * d;
    double imaginary = b * c - a * d;
    const double size = std::sqrt(real * real + imaginary * imaginary);
    if (size > 0) {
      real /= size;
      imaginary /= size;
    } else {
      real = 1;
      imaginary = 0;
    }
    for (std::size_t k = begin; k < end; k++) {
      const double x = now_[k].real, y = now_[k].imaginary;
      next_[k] = {static_cast<float>(x * real - y * imaginary), static_cast<float>(x * imaginary + y * real)};
    }
  }

  void synthesise(std::span<float> out) {
    for (std::size_t k = 0; k < kBins; k++) {
      const bool has_mirror = k > 0 && k + 1 < kBins;
      const float imaginary = has_mirror ? output_[k].imaginary : 0.0f;
      spectrum_[k] = {_mm_set1_ps(output_[k].real), _mm_set1_ps(imaginary)};
      if (has_mirror) spectrum_[kWindow - k] = {_mm_set1_ps(output_[k].real), _mm_set1_ps(-imaginary)};
    }
    kiss_fft(inverse_.get(), spectrum_.data(), time_.data());
    for (std::size_t i = 0; i < kWindow; i++) {
      out[i] = _mm_cvtss_f32(time_[i].r) / static_cast<float>(kWindow) * window_[i];
    }
  }

  std::span<const float> samples_;
  std::vector<float> window_ = make_window();
  Plan forward_ = make_plan(false);
  Plan inverse_ = make_plan(true);
  std::vector<kiss_fft_cpx> time_ = std::vector<kiss_fft_cpx>(kWindow);
  std::vector<kiss_fft_cpx> spectrum_ = std::vector<kiss_fft_cpx>(kWindow);
  std::vector<Bin> now_ = std::vector<Bin>(kBins);     // input at the frame
  std::vector<Bin> before_ = std::vector<Bin>(kBins);  // input a hop earlier
  std::vector<Bin> output_ = std::vector<Bin>(kBins);  // the last frame that was written
  std::vector<Bin> next_ = std::vector<Bin>(kBins);
  std::vector<double> power_ = std::vector<double>(kBins);
  std::vector<std::size_t> peaks_;  // bins, rising
};

// Which input sample stands at an output sample. As long as an onset is in the window, the input passes as fast as the
// output; in between, it makes up for that.
class StretchMap {
 public:
  StretchMap(std::span<const float> samples, double factor) {
    constexpr double reach = kWindow / 2;
    const auto last = static_cast<double>(samples.size());
    knots_.push_back({.output = 0, .input = 0});
    for (const std::size_t onset : find_onsets(samples)) {
      const auto input = static_cast<double>(onset);
      const double output = input * factor;
      const double room = std::min(input - knots_.back().input, output - knots_.back().output);
      const double rest = std::min(last - input, last * factor - output);
      if (room <= reach || rest <= reach) continue;  // too near the last one, or the song's ends
      knots_.push_back({.output = output - reach, .input = input - reach, .onset = true});
      knots_.push_back({.output = output + reach, .input = input + reach});
    }
    knots_.push_back({.output = last * factor, .input = last});
  }

  struct Place {
    std::int64_t input = 0;
    bool anew = false;  // the first since an onset came in sight, or of all
  };

  // output: never less than the time before.
  Place at(double output) {
    Place place{.anew = output == 0};
    while (knot_ + 2 < knots_.size() && knots_[knot_ + 1].output <= output) {
      knot_++;
      place.anew = place.anew || knots_[knot_].onset;
    }
    const Knot& from = knots_[knot_];
    const Knot& to = knots_[knot_ + 1];
    const double slope = to.output > from.output ? (to.input - from.input) / (to.output - from.output) : 1;
    place.input = static_cast<std::int64_t>(std::floor(from.input + (output - from.output) * slope + 0.5));
    return place;
  }

 private:
  struct Knot {
    double output;
    double input;
    bool onset = false;  // an onset comes in sight here
  };

  std::vector<Knot> knots_;  // straight lines between them
  std::size_t knot_ = 0;     // the last one passed
};

std::vector<float> stretch(std::span<const float> samples, double factor) {
  const auto length = static_cast<std::size_t>(std::floor(static_cast<double>(samples.size()) * factor + 0.5));
  std::vector<float> out(length), weight(length), frame(kWindow);
  StretchMap map(samples, factor);
  PhaseVocoder vocoder(samples);
  for (std::size_t middle = 0; middle < length + kWindow / 2; middle += kHop) {
    const StretchMap::Place place = map.at(static_cast<double>(middle));
    vocoder.frame(place.input, place.anew, frame);
    const std::size_t skipped = kWindow / 2 - std::min(middle, kWindow / 2);  // of the frame, before the first sample
    for (std::size_t i = skipped; i < kWindow && middle + i - kWindow / 2 < length; i++) {
      out[middle + i - kWindow / 2] += frame[i];
      weight[middle + i - kWindow / 2] += vocoder.window()[i] * vocoder.window()[i];
    }
  }
  for (std::size_t i = 0; i < length; i++) out[i] /= weight[i];
  return out;
}

}  // namespace

Result<std::vector<float>> time_stretch(std::span<const float> samples, double factor) {
  if (!(factor >= 0.25 && factor <= 4)) {
    return Error{ErrorCode::out_of_range, "The stretch factor must be from 0.25 to 4."};
  }
  return stretch(samples, factor);
}

Result<std::vector<float>> pitch_shift(std::span<const float> samples, double semitones) {
  if (!(semitones >= -24 && semitones <= 24)) {
    return Error{ErrorCode::out_of_range, "The pitch shift must be from -24 to 24 semitones."};
  }
  const double wanted = exponential(semitones * (std::numbers::ln2 / 12));
  const int source_rate = static_cast<int>(std::floor(wanted * kResampledRate + 0.5));
  Result<Resampler> resampler = Resampler::create(source_rate, kResampledRate);
  if (!resampler) return resampler.error();
  std::vector<float> out;
  resampler->push(stretch(samples, static_cast<double>(source_rate) / kResampledRate), out);
  resampler->finish(out);
  out.resize(samples.size());  // rounding leaves one sample more or less
  return out;
}

}  // namespace genrelens
