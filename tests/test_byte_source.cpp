#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "core/byte_source.h"
#include "core/random.h"

using namespace genrelens;

namespace {

std::vector<std::uint8_t> noise(std::size_t size) {
  Random random(1);
  std::vector<std::uint8_t> bytes(size);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
  return bytes;
}

bool same(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) { return std::ranges::equal(a, b); }

}  // namespace

TEST_CASE("memory is viewed where it lies, and no further") {
  const std::vector<std::uint8_t> bytes = noise(100);
  MemorySource source(bytes);
  CHECK(source.size() == 100);
  CHECK(source.view(10, 5).data() == bytes.data() + 10);
  CHECK(source.view(90, 20).size() == 10);
  CHECK(source.view(100, 1).empty());
  CHECK(source.view(~std::uint64_t{0}, 1).empty());
}

TEST_CASE("a window shows any part, in any order, with few reads when it goes forward") {
  const std::vector<std::uint8_t> bytes = noise(3 * WindowSource::kWindowBytes + 17);
  int reads = 0;
  WindowSource source(bytes.size(), [&](std::uint64_t offset, std::span<std::uint8_t> into) {
    reads++;
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), into.size(), into.begin());
    return into.size();
  });
  Random random(2);
  for (int i = 0; i < 300; i++) {
    const auto offset = static_cast<std::size_t>(random.below(bytes.size() + 10));
    const auto length = static_cast<std::size_t>(random.below(i % 10 == 0 ? 2 * WindowSource::kWindowBytes : 5000));
    const std::size_t begin = std::min(offset, bytes.size());
    const std::size_t count = std::min(length, bytes.size() - begin);
    CHECK(same(source.view(offset, length), std::span(bytes).subspan(begin, count)));
  }
  reads = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 1000) CHECK(!source.view(at, 1000).empty());
  CHECK(reads <= 5);
}

TEST_CASE("a source that fails gives what it could") {
  const std::vector<std::uint8_t> bytes = noise(1000);
  WindowSource source(bytes.size(), [&](std::uint64_t offset, std::span<std::uint8_t> into) {
    const std::size_t count =
        offset >= 600 ? 0 : std::min<std::size_t>(into.size(), 600 - static_cast<std::size_t>(offset));
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), count, into.begin());
    return count;
  });
  CHECK(same(source.view(500, 300), std::span(bytes).subspan(500, 100)));
  CHECK(source.view(700, 10).empty());
  CHECK(same(source.view(0, 10), std::span(bytes).first(10)));
}
