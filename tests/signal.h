// The test signal of tools/golden/sound.py and a hash of bits: whole-number arithmetic only, the same everywhere.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace genrelens {

// A rising triangle wave with noise, within ±0.5625.
inline std::vector<float> test_signal(std::size_t samples, std::uint32_t seed) {
  std::uint32_t noise = seed;
  std::uint32_t phase = 0;
  std::uint32_t step = 20'000'000;
  std::vector<float> signal(samples);
  for (float& sample : signal) {
    noise = noise * 1664525 + 1013904223;
    phase += step;
    step += 3001;
    const std::uint32_t distance = (phase & 0x80000000) ? 0 - phase : phase;  // 0…2^31
    const auto triangle = static_cast<std::int32_t>(distance >> 7) - (1 << 23);
    sample = static_cast<float>(triangle + (static_cast<std::int32_t>(noise) >> 11)) / (1 << 24);
  }
  return signal;
}

// Beats in the middle of periods of `period` samples: noise that falls by half every 100 samples, over a quiet rustle.
inline std::vector<float> test_drums(std::size_t period, std::size_t beats) {
  std::vector<float> signal = test_signal(period * beats, 5);
  const std::vector<float> rustle = test_signal(period * beats, 7);
  float loudness = 0;
  for (std::size_t i = 0; i < signal.size(); i++) {
    loudness = i % period == period / 2 ? 1.0f : loudness * 0.9931f;
    signal[i] = signal[i] * loudness + rustle[i] * 0.001f;
  }
  return signal;
}

// FNV-1a over the bits of each value, lowest byte first.
inline std::uint64_t bits_hash(std::span<const float> values) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (float value : values) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (int shift = 0; shift < 32; shift += 8) hash = (hash ^ ((bits >> shift) & 0xff)) * 0x100000001b3;
  }
  return hash;
}

}  // namespace genrelens
