// The waveform that a visitor looks at: how far the sound swings up and down, column by column while the song is
// decoded.
//
//   DisplayWaveform waveform({.sample_rate = 44100, .channels = 2});
//   waveform.push(block, columns);   // appends whole columns of two bytes: up and down, 255 is full scale
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace genrelens::engine {

struct WaveformOptions {
  int sample_rate = 0;  // Hz, of what is pushed
  int channels = 0;     // of what is pushed, interleaved
};

class DisplayWaveform {
 public:
  explicit DisplayWaveform(const WaveformOptions& options);

  void push(std::span<const float> interleaved, std::vector<std::uint8_t>& columns);

  // The last column, which is shorter than the others.
  void finish(std::vector<std::uint8_t>& columns);

  double column_seconds() const { return static_cast<double>(column_frames_) / options_.sample_rate; }

 private:
  void end_column(std::vector<std::uint8_t>& columns);

  WaveformOptions options_;
  std::size_t column_frames_;
  std::size_t frames_ = 0;  // of the column under way
  float highest_ = 0;
  float lowest_ = 0;
};

}  // namespace genrelens::engine
