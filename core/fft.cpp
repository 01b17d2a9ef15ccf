#include "core/fft.h"

#include <cassert>
#include <cmath>
#include <numbers>

namespace genrelens {
namespace {

__m128 square_sum(__m128 real, __m128 imaginary) {
  return _mm_add_ps(_mm_mul_ps(real, real), _mm_mul_ps(imaginary, imaginary));
}

}  // namespace

bool FourFft::serves(std::size_t length) {
  if (length < 4 || length % 2 != 0) return false;
  for (const std::size_t factor : {2u, 3u, 5u}) {
    while (length % factor == 0) length /= factor;
  }
  return length == 1;
}

FourFft::FourFft(std::size_t length)
    : length_(length), half_(kiss_fft_alloc(static_cast<int>(length / 2), 0, nullptr, nullptr)) {
  assert(serves(length));
  for (std::size_t k = 0; k <= length / 4; k++) {
    const double angle = -2 * std::numbers::pi * (static_cast<double>(k) / static_cast<double>(length) + 0.25);
    twiddles_.push_back({static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))});
  }
}

void FourFft::power(std::span<const FourComplex> signal, std::span<FourComplex> scratch, std::span<Four> power) const {
  const std::size_t half = length_ / 2;
  assert(signal.size() == half && scratch.size() == half && power.size() == half + 1);
  kiss_fft(half_.get(), signal.data(), scratch.data());

  // Z = transform of (even samples) + i·(odd samples); at 0 and at the Nyquist frequency both parts are real.
  const FourComplex zero = scratch[0];
  const __m128 sum = _mm_add_ps(zero.r, zero.i);
  const __m128 difference = _mm_sub_ps(zero.r, zero.i);
  power[0].lanes = _mm_mul_ps(sum, sum);
  power[half].lanes = _mm_mul_ps(difference, difference);

  // 2·X[k] = even + odd and 2·conj(X[half − k]) = even − odd, where
  // even = Z[k] + conj(Z[half − k]) and odd = −i·exp(−2πi·k / length) · (Z[k] − conj(Z[half − k])).
  const __m128 quarter = _mm_set1_ps(0.25f);
  for (std::size_t k = 1; k <= half / 2; k++) {
    const FourComplex low = scratch[k];
    const FourComplex high = scratch[half - k];
    const __m128 even_real = _mm_add_ps(low.r, high.r);
    const __m128 even_imaginary = _mm_sub_ps(low.i, high.i);
    const __m128 rest_real = _mm_sub_ps(low.r, high.r);
    const __m128 rest_imaginary = _mm_add_ps(low.i, high.i);
    const __m128 real = _mm_set1_ps(twiddles_[k].real);
    const __m128 imaginary = _mm_set1_ps(twiddles_[k].imaginary);
    const __m128 odd_real = _mm_sub_ps(_mm_mul_ps(rest_real, real), _mm_mul_ps(rest_imaginary, imaginary));
    const __m128 odd_imaginary = _mm_add_ps(_mm_mul_ps(rest_real, imaginary), _mm_mul_ps(rest_imaginary, real));
    power[k].lanes =
        _mm_mul_ps(quarter, square_sum(_mm_add_ps(even_real, odd_real), _mm_add_ps(even_imaginary, odd_imaginary)));
    power[half - k].lanes =
        _mm_mul_ps(quarter, square_sum(_mm_sub_ps(even_real, odd_real), _mm_sub_ps(even_imaginary, odd_imaginary)));
  }
}

}  // namespace genrelens
