#include "web/engine/display_waveform.h"

#include <algorithm>

namespace genrelens::engine {
namespace {

constexpr double kColumnSeconds = 0.005;  // a pixel where the page is zoomed in furthest

std::uint8_t peak_byte(float peak) { return static_cast<std::uint8_t>(std::clamp(peak, 0.0F, 1.0F) * 255 + 0.5F); }

}  // namespace

DisplayWaveform::DisplayWaveform(const WaveformOptions& options)
    : options_(options),
      column_frames_(std::max<std::size_t>(1, static_cast<std::size_t>(options.sample_rate * kColumnSeconds))) {}

void DisplayWaveform::push(std::span<const float> interleaved, std::vector<std::uint8_t>& columns) {
  const auto channels = static_cast<std::size_t>(options_.channels);
  while (!interleaved.empty()) {
    const std::size_t frames = std::min(column_frames_ - frames_, interleaved.size() / channels);
    if (frames == 0) return;
    for (const float sample : interleaved.first(frames * channels)) {
      highest_ = std::max(highest_, sample);
      lowest_ = std::min(lowest_, sample);
    }
    interleaved = interleaved.subspan(frames * channels);
    frames_ += frames;
    if (frames_ == column_frames_) end_column(columns);
  }
}

void DisplayWaveform::finish(std::vector<std::uint8_t>& columns) {
  if (frames_ > 0) end_column(columns);
}

void DisplayWaveform::end_column(std::vector<std::uint8_t>& columns) {
  columns.push_back(peak_byte(highest_));
  columns.push_back(peak_byte(-lowest_));
  frames_ = 0;
  highest_ = 0;
  lowest_ = 0;
}

}  // namespace genrelens::engine
