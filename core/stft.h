// Frames of a song, windowed and transformed, four at once. Internal to core.
//
//   Stft stft(options);                                // options that Stft::check accepts
//   StftWorkspace workspace(stft);
//   stft.compute(samples, 8, 4, workspace);            // frames 8…11
//   workspace.spectra[bin].lanes;                      // |STFT|^power of the four frames
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/fft.h"
#include "core/spectrogram.h"

namespace genrelens {

class Stft;

struct StftWorkspace {
  explicit StftWorkspace(const Stft& stft);

  std::vector<float> edges;  // (4, fft_length): frames that are not a piece of the song as it is
  std::vector<FourComplex> signal;
  std::vector<FourComplex> scratch;
  std::vector<Four> spectra;  // bins
};

class Stft {
 public:
  // out_of_range if an option cannot be served.
  static std::optional<Error> check(const SpectrogramOptions& options);

  explicit Stft(const SpectrogramOptions& options);

  std::size_t length() const { return fft_.length(); }
  std::size_t bins() const { return fft_.bins(); }
  std::size_t frames(std::size_t samples) const;
  std::size_t samples(std::size_t frames) const { return samples(options_, frames); }
  static std::size_t samples(const SpectrogramOptions& options, std::size_t frames);

  // Frames first…first + count − 1, 1 ≤ count ≤ 4; lanes left over repeat the last one. Nothing is allocated.
  void compute(std::span<const float> samples, std::size_t first, std::size_t count, StftWorkspace& workspace) const;

 private:
  const float* frame_samples(std::span<const float> samples, std::size_t frame, std::span<float> edge) const;

  SpectrogramOptions options_;
  FourFft fft_;
  std::vector<float> window_;
};

}  // namespace genrelens
