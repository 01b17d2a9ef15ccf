#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "core/random.h"

using genrelens::Random;

// All golden numbers: xoshiro256** 1.0 and splitmix64 written anew in Python integers from the authors' description.

TEST_CASE("the generator gives the reference's numbers") {
  struct Golden {
    std::uint64_t seed;
    std::array<std::uint64_t, 5> numbers;
  };
  const std::array<Golden, 3> all = {{
      {0, {0x99ec5f36cb75f2b4, 0xbf6e1f784956452a, 0x1a5f849d4933e6e0, 0x6aa594f1262d2d2c, 0xbba5ad4a1f842e59}},
      {42, {0x15780b2e0c2ec716, 0x6104d9866d113a7e, 0xae17533239e499a1, 0xecb8ad4703b360a1, 0xfde6dc7fe2ec5e64}},
      {std::numeric_limits<std::uint64_t>::max(),
       {0x8f5520d52a7ead08, 0xc476a018caa1802d, 0x81de31c0d260469e, 0xbf658d7e065f3c2f, 0x913593fda1bca32a}},
  }};
  for (const Golden& golden : all) {
    Random random(golden.seed);
    for (const std::uint64_t number : golden.numbers) CHECK(random.next() == number);
  }
}

TEST_CASE("uniform numbers are the upper 53 bits") {
  Random random(42);
  CHECK(random.uniform() == 0.08386297105988216);
  CHECK(random.uniform() == 0.3789802506626686);
  CHECK(random.uniform() == 0.6800434110281394);
}

TEST_CASE("uniform numbers of a range stay in it") {
  Random random(1);
  CHECK(random.uniform(3, 3) == 3);
  const double above_one = std::nextafter(1.0, 2.0);
  for (int i = 0; i < 1000; i++) {
    CHECK(random.uniform(1, above_one) == 1);  // [1, next) holds one number; half of the sums round up
    const double value = random.uniform(-2, 5);
    CHECK(value >= -2);
    CHECK(value < 5);
  }
}

TEST_CASE("below has no bias and reaches every value") {
  Random random(7);
  std::array<int, 6> counts{};
  for (int i = 0; i < 60000; i++) counts[static_cast<std::size_t>(random.below(6))]++;
  for (const int count : counts) CHECK(std::abs(count - 10000) < 400);  // 4.4 deviations
  CHECK(random.below(1) == 0);
  // With 3/4 of all 64-bit numbers as the count, a plain remainder would make the lower third twice as likely.
  const std::uint64_t count = std::uint64_t{3} << 62;
  int lower = 0;
  for (int i = 0; i < 3000; i++) lower += random.below(count) < count / 3;
  CHECK(std::abs(lower - 1000) < 130);  // 5 deviations
}

TEST_CASE("normal numbers: golden, to the bit") {
  // The same formula with Python's math.log and math.sqrt; our logarithm is within 3 ulp of it.
  const std::array<double, 5> golden = {-0.7262191382447857, 0.2216227015035933, 0.46417731016247366, 1.476249461018415,
                                        1.0078198992420604};
  Random random(42);
  for (const double value : golden) CHECK(random.normal() == doctest::Approx(value).epsilon(1e-15));

  // This program's own numbers, the same with every compiler and C library: one differing bit changes the hash.
  // Python with the same series gives this hash too.
  Random again(2024);
  std::uint64_t hash = 0;
  for (int i = 0; i < 100000; i++) hash = hash * 31 + std::bit_cast<std::uint64_t>(again.normal());
  CHECK(hash == 15836305788454120167u);
}

TEST_CASE("normal numbers have the moments of the normal distribution") {
  Random random(5);
  constexpr int kCount = 200000;
  double sum = 0, squares = 0, fourths = 0;
  for (int i = 0; i < kCount; i++) {
    const double value = random.normal();
    sum += value;
    squares += value * value;
    fourths += value * value * value * value;
  }
  CHECK(std::abs(sum / kCount) < 0.01);
  CHECK(std::abs(squares / kCount - 1) < 0.015);
  CHECK(std::abs(fourths / kCount - 3) < 0.12);
}

TEST_CASE("shuffle gives the reference's order, and a permutation") {
  std::vector<int> order(10);
  std::iota(order.begin(), order.end(), 0);
  Random(3).shuffle(std::span(order));
  CHECK(order == std::vector<int>{6, 7, 3, 4, 5, 2, 0, 9, 1, 8});

  std::vector<int> none;
  Random(3).shuffle(std::span(none));
  CHECK(none.empty());
}
