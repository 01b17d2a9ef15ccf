#include "core/spectrogram.h"

#include <algorithm>
#include <cassert>
#include <optional>

#include "core/stft.h"

namespace genrelens {

struct SpectrogramWorkspace {
  StftWorkspace stft;
};

void SpectrogramWorkspaceDeleter::operator()(SpectrogramWorkspace* workspace) const { delete workspace; }

Result<Spectrogram> Spectrogram::create(const SpectrogramOptions& options) {
  if (std::optional<Error> error = Stft::check(options)) return *error;
  return Spectrogram(options);
}

Spectrogram::Spectrogram(const SpectrogramOptions& options)
    : options_(options), stft_(std::make_unique<Stft>(options)) {}
Spectrogram::Spectrogram(Spectrogram&&) noexcept = default;
Spectrogram& Spectrogram::operator=(Spectrogram&&) noexcept = default;
Spectrogram::~Spectrogram() = default;

std::size_t Spectrogram::frames(std::size_t samples) const { return stft_->frames(samples); }

std::size_t Spectrogram::samples(std::size_t frames) const { return stft_->samples(frames); }

SpectrogramWorkspacePointer Spectrogram::workspace() const {
  return SpectrogramWorkspacePointer(new SpectrogramWorkspace{StftWorkspace(*stft_)});
}

void Spectrogram::compute(std::span<const float> samples, std::span<float> out, SpectrogramWorkspace& workspace) const {
  const std::size_t count = frames(samples.size());
  assert(out.size() == count * bins());
  for (std::size_t first = 0; first < count; first += 4) {
    const std::size_t used = std::min<std::size_t>(4, count - first);
    stft_->compute(samples, first, used, workspace.stft);
    for (std::size_t bin = 0; bin < bins(); bin++) {
      float lanes[4];
      _mm_storeu_ps(lanes, workspace.stft.spectra[bin].lanes);
      for (std::size_t lane = 0; lane < used; lane++) out[(first + lane) * bins() + bin] = lanes[lane];
    }
  }
}

}  // namespace genrelens
