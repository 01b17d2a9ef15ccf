#include "core/onset.h"

#include <xmmintrin.h>

#include <algorithm>

#include "core/stft.h"

namespace genrelens {
namespace {

constexpr std::size_t kWindow = 2048;  // samples
constexpr std::size_t kHop = 512;
constexpr std::size_t kBlock = 64;
constexpr std::size_t kLanes = 4;  // frames a transform
constexpr double kNewShare = 0.4;  // of a frame's magnitudes; drums exceed it, steady noise does not

// How much of each frame's magnitudes was not in the frame before it.
class NewShares {
 public:
  void push(std::span<const Four> magnitudes, std::size_t count) {
    double rise[kLanes] = {}, sum[kLanes] = {};
    before_.resize(magnitudes.size());
    for (std::size_t bin = 0; bin < magnitudes.size(); bin++) {
      alignas(16) float lanes[kLanes];
      _mm_store_ps(lanes, magnitudes[bin].lanes);
      for (std::size_t lane = 0; lane < kLanes; lane++) {
        rise[lane] += std::max(0.0f, lanes[lane] - (lane == 0 ? before_[bin] : lanes[lane - 1]));
        sum[lane] += lanes[lane];
      }
      before_[bin] = lanes[kLanes - 1];
    }
    for (std::size_t lane = 0; lane < count; lane++) shares_.push_back(sum[lane] > 0 ? rise[lane] / sum[lane] : 0);
  }

  const std::vector<double>& shares() const { return shares_; }

 private:
  std::vector<float> before_;  // the last frame's magnitudes
  std::vector<double> shares_;
};

// The steepest rise of power in the later half of the frame whose middle is given.
std::size_t steepest_rise(std::span<const float> samples, std::size_t middle) {
  const std::size_t end = std::min(middle + kWindow / 2, samples.size());
  std::size_t best = middle;
  double steepest = 0, before = 0;
  for (std::size_t begin = middle - std::min(middle, kBlock); begin + kBlock <= end; begin += kBlock) {
    double power = 0;
    for (const float sample : samples.subspan(begin, kBlock)) power += double{sample} * sample;
    if (begin >= middle && power - before > steepest) {
      steepest = power - before;
      best = begin;
    }
    before = power;
  }
  return best;
}

}  // namespace

std::vector<std::size_t> find_onsets(std::span<const float> samples) {
  std::vector<std::size_t> onsets;
  if (samples.empty()) return onsets;
  const Stft stft({.fft_length = static_cast<int>(kWindow),
                   .window_length = static_cast<int>(kWindow),
                   .hop_length = static_cast<int>(kHop),
                   .padding = Padding::zero,
                   .power = 1});
  StftWorkspace workspace(stft);
  NewShares flux;
  const std::size_t frames = stft.frames(samples.size());
  for (std::size_t first = 0; first < frames; first += kLanes) {
    const std::size_t count = std::min(kLanes, frames - first);
    stft.compute(samples, first, count, workspace);
    flux.push(workspace.spectra, count);
  }
  const std::vector<double>& shares = flux.shares();
  for (std::size_t frame = 1; frame < frames; frame++) {  // before the first frame there was nothing
    if (shares[frame] < kNewShare || (frame > 1 && shares[frame - 1] >= kNewShare)) continue;
    const std::size_t place = steepest_rise(samples, frame * kHop);
    if (onsets.empty() || place > onsets.back()) onsets.push_back(place);
  }
  return onsets;
}

}  // namespace genrelens
