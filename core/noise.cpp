#include "core/noise.h"

#include <cassert>
#include <cmath>
#include <vector>

#include "core/exponential.h"

namespace genrelens {
namespace {

constexpr int kSettling = 4096;  // samples: the slowest section falls to 1 % of its start

struct Section {
  double pole;
  double gain;
};
constexpr Section kPink[] = {{0.99886, 0.0555179}, {0.99332, 0.0750759}, {0.96900, 0.1538520},
                             {0.86650, 0.3104856}, {0.55000, 0.5329522}, {-0.7616, -0.0168980}};
constexpr double kPinkDirect = 0.5362;
constexpr double kPinkDelayed = 0.115926;  // of the sample before

class PinkFilter {
 public:
  double next(double white) {
    double sum = white * kPinkDirect + previous_ * kPinkDelayed;
    for (int i = 0; i < 6; i++) {
      state_[i] = state_[i] * kPink[i].pole + white * kPink[i].gain;
      sum += state_[i];
    }
    previous_ = white;
    return sum;
  }

 private:
  double state_[6] = {};
  double previous_ = 0;
};

double mean_square(std::span<const float> samples) {
  double sum = 0;
  for (const double sample : samples) sum += sample * sample;
  return samples.empty() ? 0 : sum / static_cast<double>(samples.size());
}

}  // namespace

void make_noise(NoiseColour colour, Random& random, std::span<float> out) {
  if (colour == NoiseColour::white) {
    for (float& sample : out) sample = static_cast<float>(random.normal());
    return;
  }
  PinkFilter filter;
  for (int i = 0; i < kSettling; i++) filter.next(random.normal());
  for (float& sample : out) sample = static_cast<float>(filter.next(random.normal()));
}

void add_noise(std::span<float> samples, NoiseColour colour, double snr, Random& random) {
  assert(snr >= -100 && snr <= 100);
  std::vector<float> noise(samples.size());
  make_noise(colour, random, noise);
  const double power = mean_square(noise);
  if (power <= 0) return;
  const double gain = std::sqrt(mean_square(samples) / power) * amplitude_of(-snr);
  for (std::size_t i = 0; i < samples.size(); i++) samples[i] = static_cast<float>(samples[i] + gain * noise[i]);
}

void apply_gain(std::span<float> samples, double decibel) {
  assert(decibel >= -100 && decibel <= 100);
  const double gain = amplitude_of(decibel);
  for (float& sample : samples) sample = static_cast<float>(sample * gain);
}

std::span<const float> crop(std::span<const float> samples, std::size_t length, Random& random) {
  if (samples.size() <= length) return samples;
  return samples.subspan(static_cast<std::size_t>(random.below(samples.size() - length + 1)), length);
}

}  // namespace genrelens
