#include "core/chunk.h"

#include <algorithm>
#include <cassert>

namespace genrelens {

std::size_t chunk_count(const ChunkRule& rule, std::size_t samples) {
  assert(rule.length > 0 && rule.hop > 0 && rule.hop <= rule.length);
  if (samples == 0) return 0;
  if (samples <= rule.length) return 1;
  const std::size_t after_first = samples - rule.length;
  const std::size_t whole = 1 + after_first / rule.hop;
  const bool partial = after_first % rule.hop != 0;
  return whole + (partial && rule.last != LastChunk::drop ? 1 : 0);
}

Chunk chunk_at(const ChunkRule& rule, std::size_t number, std::size_t samples) {
  assert(number < chunk_count(rule, samples));
  const std::size_t begin = number * rule.hop;
  return {begin, std::min(rule.length, samples - begin)};
}

void fill_chunk(const ChunkRule& rule, std::span<const float> samples, std::span<float> out) {
  assert(!samples.empty() && samples.size() <= rule.length && out.size() == rule.length);
  std::copy(samples.begin(), samples.end(), out.begin());
  for (std::size_t i = samples.size(); i < out.size(); i++) {
    out[i] = rule.last == LastChunk::zero ? 0.0f : out[i - samples.size()];
  }
}

}  // namespace genrelens
