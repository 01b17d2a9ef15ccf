// The SHA-256 of samples as their bits lie in a little-endian file of 32-bit floats.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/sha256.h"

namespace genrelens {

inline std::string sample_hash(std::span<const float> samples) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(samples.size() * 4);
  for (const float sample : samples)
    for (int shift = 0; shift < 32; shift += 8)
      bytes.push_back(static_cast<std::uint8_t>(std::bit_cast<std::uint32_t>(sample) >> shift));
  return sha256(bytes);
}

}  // namespace genrelens
