// Chroma: how much of each of the twelve pitch classes sounds in a frame, whatever the octave.
//
//   Result<Chroma> chroma = Chroma::create({.sample_rate = 22050, .fft_length = 2048});
//   chroma->compute(power, out);                          // (frames, 1025) power → (frames, 12), C first, 0…1
//
// librosa 0.10, feature.chroma_stft with a fixed tuning, after Ellis (2007): every bin of the spectrum is shared out to
// the classes by a Gaussian of its distance in semitones, whose deviation is half of the bin's width and at the least
// half a semitone; the shares have Euclidean length 1, and an octave weight, a Gaussian too, favours the middle
// register.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/result.h"

namespace genrelens {

struct ChromaOptions {
  int sample_rate = 22050;  // Hz
  int fft_length = 2048;    // of the spectrogram, even, 16…32768
  double tuning = 0;        // of the song against A = 440 Hz, semitones, −0.5…0.5
  double octave = 5;        // centre of the octave weight, octaves above A0 = 27.5 Hz: 5 is 880 Hz
  double octave_width = 2;  // its standard deviation, octaves, > 0; infinity: all octaves weigh the same

  bool operator==(const ChromaOptions&) const = default;
};

class Chroma {
 public:
  static constexpr std::size_t kClasses = 12;  // C, C♯, D … B

  // out_of_range names the option and what is allowed.
  static Result<Chroma> create(const ChromaOptions& options);

  const ChromaOptions& options() const { return options_; }
  std::size_t bins() const { return static_cast<std::size_t>(options_.fft_length / 2) + 1; }

  // power: (frames, bins()), finite; out: (frames, 12), each frame divided by its greatest; silence stays 0.
  void compute(std::span<const float> power, std::span<float> out) const;

  // (12, bins())
  std::span<const float> filter_bank() const { return filters_; }

 private:
  explicit Chroma(const ChromaOptions& options);

  ChromaOptions options_;
  std::vector<float> filters_;
};

}  // namespace genrelens
