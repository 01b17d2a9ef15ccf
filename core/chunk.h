// Where a song is cut into the pieces that a network sees: (begin, count) pairs, never copies.
//
//   ChunkRule rule{.length = 88200, .hop = 44100, .last = LastChunk::repeat};
//   for (std::size_t i = 0; i < chunk_count(rule, song.size()); i++) {
//     Chunk chunk = chunk_at(rule, i, song.size());
//     fill_chunk(rule, song.subspan(chunk.begin, chunk.count), input);
//   }
//
// Source: paper 001, eq. 3: N = ceil((L − length) / hop) + 1, with hop = length − overlap; one chunk if L ≤ length.
#pragma once

#include <cstddef>
#include <span>

namespace genrelens {

// What happens to a last chunk that runs past the end of the song.
enum class LastChunk {
  drop,    // left out, unless it is the only one: then as `repeat`
  zero,    // filled with silence
  repeat,  // filled with its own samples from its start, again and again
};

struct ChunkRule {
  std::size_t length = 0;  // samples, > 0
  std::size_t hop = 0;     // samples from one chunk's start to the next's, 1…length
  LastChunk last = LastChunk::repeat;
};

struct Chunk {
  std::size_t begin = 0;  // samples from the song's start
  std::size_t count = 0;  // samples that the song has for it, 1…length
};

// 0 for an empty song.
std::size_t chunk_count(const ChunkRule& rule, std::size_t samples);

// number < chunk_count(rule, samples).
Chunk chunk_at(const ChunkRule& rule, std::size_t number, std::size_t samples);

// Copies samples[0, chunk.count) into out and fills the rest by the rule. samples: the chunk's own, from its begin;
// out: rule.length.
void fill_chunk(const ChunkRule& rule, std::span<const float> samples, std::span<float> out);

}  // namespace genrelens
