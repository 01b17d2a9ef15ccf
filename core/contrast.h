// Spectral contrast: in each octave, how far the loudest bins stand above the quietest, in dB. High where clear tones
// sound, low where noise does.
//
//   Result<SpectralContrast> contrast = SpectralContrast::create({.sample_rate = 22050});
//   ContrastWorkspace workspace = contrast->workspace(frames);
//   contrast->compute(magnitude, out, workspace);        // (frames, 1025) magnitude → (frames, 7)
//
// librosa 0.10, feature.spectral_contrast, after Jiang et al. (2002): row 0 is everything below low_frequency, then one
// octave a row, the last up to half of the sample rate. Peak and valley are the means of the `quantile` loudest and
// quietest bins; out = dB(peak) − dB(valley), each dB with its floor below the maximum of the whole song.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/logarithm.h"
#include "core/result.h"

namespace genrelens {

struct ContrastOptions {
  int sample_rate = 22050;      // Hz
  int fft_length = 2048;        // of the spectrogram, even, 16…32768
  int octaves = 6;              // 1…12
  double low_frequency = 200;   // Hz; low_frequency · 2^(octaves − 1) < sample_rate / 2, with a bin in every octave
  double quantile = 0.02;       // 0…1; one bin at the least
  DecibelOptions decibel = {};  // librosa applies the multiplier for power to magnitudes: 10

  bool operator==(const ContrastOptions&) const = default;
};

// Buffers of one running computation; one for each thread.
struct ContrastWorkspace {
  std::vector<float> sorted;   // bins
  std::vector<float> peaks;    // (frames, rows), for as many frames as workspace() was asked for
  std::vector<float> valleys;  // the same
};

class SpectralContrast {
 public:
  // out_of_range names the option and what is allowed.
  static Result<SpectralContrast> create(const ContrastOptions& options);

  const ContrastOptions& options() const { return options_; }
  std::size_t bins() const { return static_cast<std::size_t>(options_.fft_length / 2) + 1; }
  std::size_t rows() const { return static_cast<std::size_t>(options_.octaves) + 1; }

  // For songs of at most `frames` frames.
  ContrastWorkspace workspace(std::size_t frames) const;

  // magnitude: (frames, bins()), ≥ 0, of a whole song; out: (frames, rows()), dB. What is no number counts as 0.
  void compute(std::span<const float> magnitude, std::span<float> out, ContrastWorkspace& workspace) const;

 private:
  // The bins of one row, and how many of them make its peak and its valley.
  struct Range {
    std::size_t first = 0;
    std::size_t count = 0;
    std::size_t chosen = 0;
  };

  SpectralContrast(const ContrastOptions& options, std::vector<Range> ranges);
  static std::vector<Range> make_ranges(const ContrastOptions& options);

  ContrastOptions options_;
  std::vector<Range> ranges_;
};

}  // namespace genrelens
