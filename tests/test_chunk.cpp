#include <doctest/doctest.h>

#include <vector>

#include "core/chunk.h"

using namespace genrelens;

TEST_CASE("a track of 30.01 s has 15 chunks of 4 s every 2 s (paper 001)") {
  const ChunkRule rule{.length = 88200, .hop = 44100};
  const std::size_t track = 661720;  // 30.01 s at 22,050 Hz
  CHECK(chunk_count(rule, track) == 15);
  CHECK(chunk_at(rule, 0, track).begin == 0);
  CHECK(chunk_at(rule, 0, track).count == 88200);
  CHECK(chunk_at(rule, 13, track).count == 88200);
  CHECK(chunk_at(rule, 14, track).begin == 617400);
  CHECK(chunk_at(rule, 14, track).count == 44320);
  CHECK(chunk_count(rule, 661500) == 14);  // 30.00 s end with a whole one
  CHECK(chunk_count({.length = 88200, .hop = 44100, .last = LastChunk::drop}, track) == 14);
}

TEST_CASE("counts at the edges") {
  for (const LastChunk last : {LastChunk::drop, LastChunk::zero, LastChunk::repeat}) {
    const ChunkRule rule{.length = 10, .hop = 4, .last = last};
    CHECK(chunk_count(rule, 0) == 0);
    CHECK(chunk_count(rule, 1) == 1);
    CHECK(chunk_at(rule, 0, 1).count == 1);
    CHECK(chunk_count(rule, 10) == 1);
    CHECK(chunk_count(rule, 11) == (last == LastChunk::drop ? 1 : 2));
    CHECK(chunk_count(rule, 14) == 2);
    CHECK(chunk_count(rule, 15) == (last == LastChunk::drop ? 2 : 3));
  }
}

TEST_CASE("chunks cover the song without a gap, and each but the last is whole") {
  for (std::size_t hop = 1; hop <= 7; hop++) {
    const ChunkRule rule{.length = 7, .hop = hop};
    for (std::size_t samples = 1; samples < 60; samples++) {
      const std::size_t count = chunk_count(rule, samples);
      REQUIRE(count >= 1);
      for (std::size_t i = 0; i < count; i++) {
        const Chunk chunk = chunk_at(rule, i, samples);
        CHECK(chunk.begin == i * hop);
        CHECK(chunk.count >= 1);
        if (i + 1 < count) CHECK(chunk.count == 7);
        if (i + 1 == count) CHECK(chunk.begin + chunk.count == samples);
      }
    }
  }
}

TEST_CASE("a chunk is filled by the rule") {
  const std::vector<float> samples{1, 2, 3};
  std::vector<float> out(8, -1.0f);
  fill_chunk({.length = 8, .hop = 8, .last = LastChunk::zero}, samples, out);
  CHECK(out == std::vector<float>{1, 2, 3, 0, 0, 0, 0, 0});
  fill_chunk({.length = 8, .hop = 8, .last = LastChunk::repeat}, samples, out);
  CHECK(out == std::vector<float>{1, 2, 3, 1, 2, 3, 1, 2});
  fill_chunk({.length = 8, .hop = 8, .last = LastChunk::drop}, samples, out);
  CHECK(out == std::vector<float>{1, 2, 3, 1, 2, 3, 1, 2});

  const std::vector<float> whole{8, 7, 6, 5, 4, 3, 2, 1};
  fill_chunk({.length = 8, .hop = 8, .last = LastChunk::zero}, whole, out);
  CHECK(out == whole);
}
