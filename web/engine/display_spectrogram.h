// The spectrogram that a visitor looks at: coarse, at the song's own rate, column by column while the song is decoded.
//
//   Result<DisplaySpectrogram> display = DisplaySpectrogram::create({.sample_rate = 44100, .channels = 2});
//   display->push(block, columns);   // appends whole columns of display->bands() bytes
//   display->finish(columns);        // those of the song's last frame
//
// Column c is the spectrum around the middle of its time, c·column_seconds() to (c + 1)·column_seconds(): silence
// stands before the song and after it.
//
// A byte is 2 · (level + 100), level in dB below a full-scale sine: 0 is −100 dB or less, 200 is 0 dB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/mel.h"
#include "core/result.h"

namespace genrelens::engine {

struct DisplayOptions {
  int sample_rate = 0;          // Hz, of what is pushed
  int channels = 0;             // of what is pushed, interleaved
  double expected_seconds = 0;  // of the whole song, 0 if unknown: long songs get wider columns
};

class DisplaySpectrogram {
 public:
  static Result<DisplaySpectrogram> create(const DisplayOptions& options);

  void push(std::span<const float> interleaved, std::vector<std::uint8_t>& columns);
  void finish(std::vector<std::uint8_t>& columns);

  int bands() const { return mel_.options().bands; }
  double high_frequency() const { return mel_.options().high_frequency; }  // Hz, upper edge; mel scale: HTK
  double column_seconds() const;

 private:
  DisplaySpectrogram(MelSpectrogram mel, int channels);

  std::size_t margin() const;  // frames of silence before the song
  void take_columns(std::vector<std::uint8_t>& columns);

  MelSpectrogram mel_;
  MelWorkspacePointer workspace_;
  int channels_;
  std::vector<float> mono_;   // samples not yet behind every frame
  std::vector<float> power_;  // (frames, bands)
};

}  // namespace genrelens::engine
