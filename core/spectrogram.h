// Linear spectrogram: samples to the power or magnitude in each bin of the transform, frame by frame.
//
//   Result<Spectrogram> plan = Spectrogram::create({.fft_length = 2048, .power = 2});
//   SpectrogramWorkspacePointer workspace = plan->workspace();
//   std::vector<float> power(plan->frames(samples.size()) * plan->bins());
//   plan->compute(samples, power, *workspace);           // (frames, bins), linear
//   decibels(power, {}, power);                          // core/logarithm.h
//
// |STFT|^power as librosa 0.10 (stft) and torch 2 (stft, not normalised) define it. The transform is KissFFT's, four
// frames at once. Chroma and contrast start from here; core/mel.h has its own way to the mel bands.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "core/result.h"

namespace genrelens {

enum class Padding {
  none,     // frame k covers samples [k·hop, k·hop + fft_length); count = 1 + (samples − fft_length) / hop
  reflect,  // frame k is centred on sample k·hop, the song mirrored at its ends; count = 1 + samples / hop
  zero,     // the same with silence beyond the ends
  window,   // the window of frame k covers samples [k·hop, k·hop + window_length), as TensorFlow's signal.stft;
            // count = 1 + (samples − window_length) / hop
};

enum class WindowShape {
  periodic,   // Hann, 0.5 − 0.5·cos(2πi / window_length): librosa, torchaudio, TensorFlow
  symmetric,  // Hann, 0.5 − 0.5·cos(2πi / (window_length − 1)): torch.hann_window(…, periodic=False)
};

struct SpectrogramOptions {
  int fft_length = 2048;     // samples, even, 16…32768, no prime factor above 5
  int window_length = 2048;  // samples, 1…fft_length; shorter windows stand in the middle of the frame
  int hop_length = 512;      // samples, ≥ 1
  Padding padding = Padding::reflect;
  double power = 2;  // 2: power, 1: magnitude; nothing else
  WindowShape window = WindowShape::periodic;
  double pre_emphasis = 0;  // 0…1; above 0, sample t is x[t + 1] − pre_emphasis·x[t], and the song one sample shorter

  bool operator==(const SpectrogramOptions&) const = default;
};

// Buffers of one running computation; one for each thread.
struct SpectrogramWorkspace;
struct SpectrogramWorkspaceDeleter {
  void operator()(SpectrogramWorkspace*) const;
};
using SpectrogramWorkspacePointer = std::unique_ptr<SpectrogramWorkspace, SpectrogramWorkspaceDeleter>;

class Stft;

class Spectrogram {
 public:
  // out_of_range names the option and what is allowed.
  static Result<Spectrogram> create(const SpectrogramOptions& options);
  Spectrogram(Spectrogram&&) noexcept;
  Spectrogram& operator=(Spectrogram&&) noexcept;
  ~Spectrogram();

  const SpectrogramOptions& options() const { return options_; }

  // fft_length / 2 + 1; bin b stands for b · sample rate / fft_length Hz.
  std::size_t bins() const { return static_cast<std::size_t>(options_.fft_length / 2) + 1; }

  // Frames that `samples` samples give; 0 if there are too few.
  std::size_t frames(std::size_t samples) const;

  // The fewest samples that give `frames` frames, frames ≥ 1.
  std::size_t samples(std::size_t frames) const;

  SpectrogramWorkspacePointer workspace() const;

  // samples: ±1 full scale; out: (frames(samples.size()), bins()), written whole. A song shorter than half a window
  // is mirrored as often as needed. Same bits on every platform, whatever was computed before.
  void compute(std::span<const float> samples, std::span<float> out, SpectrogramWorkspace& workspace) const;

 private:
  explicit Spectrogram(const SpectrogramOptions& options);

  SpectrogramOptions options_;
  std::unique_ptr<const Stft> stft_;
};

}  // namespace genrelens
