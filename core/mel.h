// Mel spectrogram: samples to the power in each mel band, frame by frame.
//
//   Result<MelSpectrogram> mel = MelSpectrogram::create({.sample_rate = 22050, .bands = 128});
//   MelWorkspacePointer workspace = mel->workspace();
//   std::vector<float> power(mel->frames(samples.size()) * 128);
//   mel->compute(samples, power, *workspace);            // (frames, bands), linear power
//
// Definitions as librosa 0.10 (feature.melspectrogram), torchaudio 2 (MelSpectrogram, compliance.kaldi's bank) and
// TensorFlow (signal.stft, linear_to_mel_weight_matrix), by options: Hann window, |STFT|^power, triangular filters. The
// transform is KissFFT's, four frames at once. core/front_end.h names the options of published networks.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "core/result.h"
#include "core/spectrogram.h"

namespace genrelens {

enum class MelScale {
  slaney,  // linear to 1 kHz, logarithmic above (Auditory Toolbox, Slaney 1998): librosa's default
  htk,     // 2595·log10(1 + f / 700) (HTK book): paper 001, eq. 6; torchaudio's default
  kaldi,   // 1127·ln(1 + f / 700), the same scale, but with triangles straight in mel instead of in Hz: Kaldi,
           // torchaudio.compliance.kaldi, TensorFlow, VGGish, YAMNet
};

enum class MelNorm {
  none,    // every triangle's peak is 1
  slaney,  // every triangle's area is 1 Hz·(1 / Hz): peak 2 / (upper edge − lower edge)
};

struct MelOptions {
  int sample_rate = 22050;   // Hz
  int fft_length = 2048;     // samples, even, 16…32768, no prime factor above 5
  int window_length = 2048;  // samples, 1…fft_length; shorter windows stand in the middle of the frame
  int hop_length = 512;      // samples, ≥ 1
  Padding padding = Padding::reflect;
  double power = 2;  // 2: power, 1: magnitude; nothing else
  int bands = 128;   // 1…fft_length / 2
  MelScale scale = MelScale::slaney;
  MelNorm norm = MelNorm::slaney;
  double low_frequency = 0;       // Hz, lower edge of the first band
  double high_frequency = 11025;  // Hz, upper edge of the last band, ≤ sample_rate / 2
  WindowShape window = WindowShape::periodic;
  double pre_emphasis = 0;  // 0…1; above 0, sample t is x[t + 1] − pre_emphasis·x[t], and the song one sample shorter

  bool operator==(const MelOptions&) const = default;
};

// Buffers of one running computation; one for each thread.
struct MelWorkspace;
struct MelWorkspaceDeleter {
  void operator()(MelWorkspace*) const;
};
using MelWorkspacePointer = std::unique_ptr<MelWorkspace, MelWorkspaceDeleter>;

class MelSpectrogram {
 public:
  // out_of_range names the option and what is allowed.
  static Result<MelSpectrogram> create(const MelOptions& options);
  MelSpectrogram(MelSpectrogram&&) noexcept;
  MelSpectrogram& operator=(MelSpectrogram&&) noexcept;
  ~MelSpectrogram();

  const MelOptions& options() const { return options_; }

  // Frames that `samples` samples give; 0 if there are too few (none: < fft_length; window: <
  // window_length; reflect, zero: 0).
  std::size_t frames(std::size_t samples) const;

  // The fewest samples that give `frames` frames, frames ≥ 1.
  std::size_t samples(std::size_t frames) const { return samples(options_, frames); }

  // The same without the spectrogram, of options that create() accepts.
  static std::size_t samples(const MelOptions& options, std::size_t frames);

  MelWorkspacePointer workspace() const;

  // samples: ±1 full scale; power: (frames(samples.size()), bands), written whole. A song shorter than half a
  // window is mirrored as often as needed. Same bits on every platform, whatever was computed before.
  void compute(std::span<const float> samples, std::span<float> power, MelWorkspace& workspace) const;

  // The filter bank: (bands, fft_length / 2 + 1), dense. For tests and pictures; compute() uses it sparse.
  std::vector<float> filter_bank() const;

 private:
  struct Plan;
  explicit MelSpectrogram(const MelOptions& options, std::unique_ptr<Plan> plan);

  MelOptions options_;
  std::unique_ptr<const Plan> plan_;
};

}  // namespace genrelens
