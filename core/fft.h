// Power spectra of four real signals at once: lane l of every vector belongs to signal l and never meets another lane.
// Internal to core.
//
//   FourFft fft(2048);
//   std::vector<FourComplex> signal(fft.length() / 2), scratch(fft.length() / 2);   // sample 2n in .r, 2n + 1 in .i
//   std::vector<Four> power(fft.bins());
//   fft.power(signal, scratch, power);
//
// KissFFT in its SIMD form does the complex transform of half the length; even and odd samples are parted here,
// straight to |X|², so that the plan stays const (kiss_fftr keeps a buffer in its own) and no spectrum is written.
#pragma once

#include <kiss_fft.h>

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace genrelens {

// The same value of four signals. A struct, because vectors of a bare __m128 lose its alignment.
struct Four {
  __m128 lanes;
};
using FourComplex = kiss_fft_cpx;

class FourFft {
 public:
  // Even and ≥ 4, with no prime factor above 5: KissFFT allocates and takes quadratic time for others.
  static bool serves(std::size_t length);

  explicit FourFft(std::size_t length);

  std::size_t length() const { return length_; }
  std::size_t bins() const { return length_ / 2 + 1; }

  // signal, scratch: length() / 2; power: bins(), |X|² of each. Nothing is allocated.
  void power(std::span<const FourComplex> signal, std::span<FourComplex> scratch, std::span<Four> power) const;

 private:
  struct Free {
    void operator()(kiss_fft_cfg plan) const { kiss_fft_free(plan); }
  };
  struct Twiddle {
    float real;
    float imaginary;
  };

  std::size_t length_;
  std::unique_ptr<kiss_fft_state, Free> half_;
  std::vector<Twiddle> twiddles_;  // −i·exp(−2πi·k / length), k = 0…length / 4
};

}  // namespace genrelens
