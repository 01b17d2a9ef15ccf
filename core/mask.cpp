#include "core/mask.h"

#include <algorithm>
#include <cassert>
#include <cstdint>

#include "core/exponential.h"

namespace genrelens {
namespace {

// −ln u of a uniform u, drawn by comparisons alone (von Neumann 1951): no logarithm whose last bits could differ.
double exponential_deviate(Random& random) {
  for (double whole = 0;; whole++) {
    const double first = random.uniform();
    double last = first;
    bool accepted = true;
    while (true) {
      const double next = random.uniform();
      if (next >= last) break;
      last = next;
      accepted = !accepted;
    }
    if (accepted) return whole + first;
  }
}

}  // namespace

Stripe choose_stripe(std::size_t size, int widest, Random& random) {
  assert(widest >= 0);
  const std::uint64_t drawn = random.below(static_cast<std::uint64_t>(widest) + 1);
  const std::size_t width = static_cast<std::size_t>(std::min<std::uint64_t>(drawn, size));
  const auto begin = static_cast<std::size_t>(random.below(size - width + 1));
  return {begin, begin + width};
}

void mask(std::span<float> picture, std::size_t bands, const MaskOptions& options, Random& random) {
  assert(bands >= 1 && picture.size() % bands == 0);
  const std::size_t frames = picture.size() / bands;
  for (int i = 0; i < options.time_masks; i++) {
    const Stripe stripe = choose_stripe(frames, options.time_mask_frames, random);
    for (std::size_t band = 0; band < bands; band++) {
      std::ranges::fill(picture.subspan(band * frames + stripe.begin, stripe.end - stripe.begin), options.value);
    }
  }
  for (int i = 0; i < options.band_masks; i++) {
    const Stripe stripe = choose_stripe(bands, options.band_mask_bands, random);
    std::ranges::fill(picture.subspan(stripe.begin * frames, (stripe.end - stripe.begin) * frames), options.value);
  }
}

double mixup_share(double shape, Random& random) {
  assert(shape >= 0.01 && shape <= 1);
  while (true) {
    const double x = exponential(-exponential_deviate(random) / shape);
    const double y = exponential(-exponential_deviate(random) / shape);
    if (x + y > 0 && x + y <= 1) return x / (x + y);
  }
}

void mix(std::span<float> values, std::span<const float> other, double share) {
  assert(values.size() == other.size() && share >= 0 && share <= 1);
  for (std::size_t i = 0; i < values.size(); i++) {
    values[i] = static_cast<float>(share * values[i] + (1 - share) * other[i]);
  }
}

}  // namespace genrelens
