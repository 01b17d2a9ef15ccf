#include "core/random.h"

#include <bit>
#include <cassert>
#include <cmath>

namespace genrelens {
namespace {

// Steele, Lea and Flood 2014.
std::uint64_t splitmix64(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15;
  std::uint64_t mixed = state;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
  return mixed ^ (mixed >> 31);
}

// ln x for x > 0, within 3 ulp: x = m·2^e with √½ ≤ m < √2, ln m = 2·artanh(s), s = (m − 1)/(m + 1), |s| < 0.172.
double natural_logarithm(double x) {
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);
  if (mantissa < 0.70710678118654752) {
    mantissa *= 2;
    exponent--;
  }
  const double s = (mantissa - 1) / (mantissa + 1);
  const double square = s * s;
  double series = 0;
  for (int k = 11; k >= 0; k--) series = series * square + 1.0 / (2 * k + 1);  // 0.172^24 is below the last bit
  return 2 * s * series + exponent * 0.69314718055994531;
}

}  // namespace

Random::Random(std::uint64_t seed) {
  for (std::uint64_t& word : state_) word = splitmix64(seed);
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Random::uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

double Random::uniform(double low, double high) {
  assert(low <= high);
  const double value = low + (high - low) * uniform();
  return value < high ? value : std::nextafter(high, low);  // the sum may round up to high
}

std::uint64_t Random::below(std::uint64_t count) {
  assert(count >= 1);
  const std::uint64_t surplus = (0 - count) % count;  // 2^64 mod count: as many values would come once too often
  std::uint64_t value = next();
  while (value < surplus) value = next();
  return value % count;
}

double Random::normal() {
  while (true) {
    const double x = uniform() * 2 - 1;
    const double y = uniform() * 2 - 1;
    const double square = x * x + y * y;
    // The second number that the pair would give is not kept: the state stays four words.
    if (square > 0 && square < 1) return x * std::sqrt(-2 * natural_logarithm(square) / square);
  }
}

}  // namespace genrelens
