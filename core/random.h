// Random numbers that are the same on every compiler and platform, from a seed that the caller passes in.
//
//   Random random(seed);
//   double x = random.normal();
//   random.shuffle(std::span(order));
//
// Generator: xoshiro256** (Blackman and Vigna 2018), seeded by splitmix64. std::shuffle and std::normal_distribution
// differ between standard libraries, so both are here.
// Promised: every function gives the same bits everywhere. They use only operations that IEEE 754 rounds exactly
// (+ − × ÷ √), and no logarithm or cosine of a C library, whose last bits differ between glibc and musl.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace genrelens {

class Random {
 public:
  explicit Random(std::uint64_t seed);

  std::uint64_t next();                      // all 64 bits
  double uniform();                          // [0, 1), 53 bits
  double uniform(double low, double high);   // [low, high), low where both are equal; asserts low ≤ high
  std::uint64_t below(std::uint64_t count);  // 0…count − 1 without bias, count ≥ 1
  double normal();                           // mean 0, deviation 1 (polar method, Marsaglia and Bray 1964)

  // Fisher and Yates' shuffle, last element first.
  template <class Value>
  void shuffle(std::span<Value> values) {
    for (std::size_t i = values.size(); i > 1; i--)
      std::swap(values[i - 1], values[static_cast<std::size_t>(below(i))]);
  }

 private:
  std::uint64_t state_[4];
};

}  // namespace genrelens
