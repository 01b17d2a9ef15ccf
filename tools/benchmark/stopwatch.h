// What core's benchmark and the peers in C share: the clock, their input and the line they print.
//
//   print_times(time_repeatedly(seconds, [&] { … }), check);   // {"milliseconds":[4.81,4.79,…],"check":-31.25}
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <numeric>
#include <span>
#include <vector>

// Milliseconds of each repeat: half of `seconds` of warm-up, then `seconds`, at least three repeats. stopwatch.mjs and
// scipy_peer.py do the same.
template <class Work>
std::vector<double> time_repeatedly(double seconds, Work work) {
  using Clock = std::chrono::steady_clock;
  const auto milliseconds_since = [](Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
  };
  const Clock::time_point begin = Clock::now();
  do work();
  while (milliseconds_since(begin) < seconds * 500);

  std::vector<double> times;
  const Clock::time_point warm = Clock::now();
  while (times.size() < 3 || milliseconds_since(warm) < seconds * 1000) {
    const Clock::time_point start = Clock::now();
    work();
    times.push_back(milliseconds_since(start));
  }
  return times;
}

// check: the number that contestants who compute the same thing agree on: a log-mel's mean, decoded or resampled
// frames.
inline void print_times(const std::vector<double>& times, double check) {
  std::printf("{\"milliseconds\":[");
  for (std::size_t i = 0; i < times.size(); i++) std::printf("%s%.4f", i == 0 ? "" : ",", times[i]);
  std::printf("],\"check\":%.6f}\n", check);
}

inline double mean(std::span<const float> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// Empty if it cannot be read.
inline std::vector<std::uint8_t> read_bytes(const char* path) {
  std::vector<std::uint8_t> bytes;
  std::FILE* file = std::fopen(path, "rb");
  if (!file) return bytes;
  std::fseek(file, 0, SEEK_END);
  bytes.resize(static_cast<std::size_t>(std::ftell(file)));
  std::fseek(file, 0, SEEK_SET);
  bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file));
  std::fclose(file);
  return bytes;
}

// Mono float samples, little-endian, as inputs.mjs writes them.
inline std::vector<float> read_samples(const char* path) {
  const std::vector<std::uint8_t> bytes = read_bytes(path);
  std::vector<float> samples(bytes.size() / sizeof(float));
  std::memcpy(samples.data(), bytes.data(), samples.size() * sizeof(float));
  return samples;
}
