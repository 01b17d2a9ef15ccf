#include "web/engine/song.h"

#include <utility>

namespace genrelens::engine {

Result<Song> Song::create(const Card& card, const SongFormat& format, double expected_seconds) {
  Result<Analysis> analysis = Analysis::create(card, format);
  if (!analysis) return analysis.error();
  Result<DisplaySpectrogram> display = DisplaySpectrogram::create(
      {.sample_rate = format.sample_rate, .channels = format.channels, .expected_seconds = expected_seconds});
  if (!display) return display.error();
  const DisplayWaveform waveform({.sample_rate = format.sample_rate, .channels = format.channels});
  return Song(std::move(*analysis), std::move(*display), waveform);
}

Song::Song(Analysis analysis, DisplaySpectrogram display, DisplayWaveform waveform)
    : analysis_(std::move(analysis)), display_(std::move(display)), waveform_(waveform) {}

void Song::hear(std::span<const float> interleaved) {
  analysis_.push(interleaved);
  if (!seen_) return;
  display_.push(interleaved, columns_);
  waveform_.push(interleaved, waveform_columns_);
}

void Song::finish() {
  analysis_.finish();
  if (!seen_) return;
  display_.finish(columns_);
  waveform_.finish(waveform_columns_);
}

std::vector<std::uint8_t> Song::take_columns() { return std::exchange(columns_, {}); }

std::vector<std::uint8_t> Song::take_waveform() { return std::exchange(waveform_columns_, {}); }

}  // namespace genrelens::engine
