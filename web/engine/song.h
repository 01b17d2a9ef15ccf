// One song on its way: what the network is asked about it, and what the visitor sees of it. It is fed with sound: by a
// file's decoder (song_file.h), or by a microphone, as a song that has not ended yet.
//
//   Result<Song> song = Song::create(card, {.song = 7, .sample_rate = 48000, .channels = 1}, 0);
//   song->hear(samples);   // and finish() after the last
//   send(song->take_columns()); while (auto question = song->analysis().next_question()) …
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/analysis.h"
#include "core/card.h"
#include "core/result.h"
#include "web/engine/display_spectrogram.h"
#include "web/engine/display_waveform.h"

namespace genrelens::engine {

class Song {
 public:
  // expected_seconds: 0 if unknown.
  static Result<Song> create(const Card& card, const SongFormat& format, double expected_seconds);

  // Nobody looks at it: no columns are made from here on.
  void leave_unseen() { seen_ = false; }

  void hear(std::span<const float> interleaved);
  void finish();

  Analysis& analysis() { return analysis_; }
  const DisplaySpectrogram& display() const { return display_; }
  const DisplayWaveform& waveform() const { return waveform_; }

  // (columns, bands) since the last call.
  std::vector<std::uint8_t> take_columns();

  // (columns, up and down) since the last call.
  std::vector<std::uint8_t> take_waveform();

 private:
  Song(Analysis analysis, DisplaySpectrogram display, DisplayWaveform waveform);

  Analysis analysis_;
  DisplaySpectrogram display_;
  DisplayWaveform waveform_;
  bool seen_ = true;
  std::vector<std::uint8_t> columns_;
  std::vector<std::uint8_t> waveform_columns_;
};

}  // namespace genrelens::engine
