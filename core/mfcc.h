// Mel-frequency cepstral coefficients: the mel bands in dB, described by a few cosines.
//
//   Result<Mfcc> mfcc = Mfcc::create({.bands = 128, .coefficients = 20});
//   MfccWorkspace workspace = mfcc->workspace();
//   mfcc->compute(power, out, workspace);                // (frames, 128) mel power → (frames, 20)
//
// librosa 0.10, feature.mfcc without lifter: power_to_db (reference 1, range below the maximum of all frames), then the
// orthonormal DCT-II along the bands. Coefficient 0 is the level, √(bands) · the mean dB.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/logarithm.h"
#include "core/result.h"

namespace genrelens {

struct MfccOptions {
  int bands = 128;        // of the mel spectrogram, 1…32768
  int coefficients = 20;  // 1…bands
  DecibelOptions decibel = {};

  bool operator==(const MfccOptions&) const = default;
};

// Buffers of one running computation; one for each thread.
struct MfccWorkspace {
  std::vector<double> decibels;  // bands
};

class Mfcc {
 public:
  // out_of_range names the option and what is allowed.
  static Result<Mfcc> create(const MfccOptions& options);

  const MfccOptions& options() const { return options_; }

  MfccWorkspace workspace() const;

  // power: (frames, bands), ≥ 0, of a whole song; out: (frames, coefficients).
  void compute(std::span<const float> power, std::span<float> out, MfccWorkspace& workspace) const;

 private:
  explicit Mfcc(const MfccOptions& options);

  MfccOptions options_;
  std::vector<double> cosines_;  // (coefficients, bands)
};

}  // namespace genrelens
