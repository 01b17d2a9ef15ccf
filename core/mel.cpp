#include "core/mel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>
#include <string>

#include "core/option_error.h"
#include "core/stft.h"

namespace genrelens {
namespace {

// Slaney's scale: linear below 1 kHz, where it reaches 15 mel; above, 27 mel to each factor of 6.4.
constexpr double kSlaneyHertz = 200.0 / 3;
constexpr double kSlaneyCorner = 1000;
constexpr double kSlaneyCornerMel = kSlaneyCorner / kSlaneyHertz;

double slaney_step() { return std::log(6.4) / 27; }

double hertz_to_mel(double hertz, MelScale scale) {
  if (scale == MelScale::htk) return 2595 * std::log10(1 + hertz / 700);
  if (scale == MelScale::kaldi) return 1127 * std::log(1 + hertz / 700);
  if (hertz < kSlaneyCorner) return hertz / kSlaneyHertz;
  return kSlaneyCornerMel + std::log(hertz / kSlaneyCorner) / slaney_step();
}

double mel_to_hertz(double mel, MelScale scale) {
  if (scale == MelScale::htk) return 700 * (std::pow(10.0, mel / 2595) - 1);
  if (scale == MelScale::kaldi) return 700 * (std::exp(mel / 1127) - 1);
  if (mel < kSlaneyCornerMel) return mel * kSlaneyHertz;
  return kSlaneyCorner * std::exp(slaney_step() * (mel - kSlaneyCornerMel));
}

// bands + 2 frequencies in Hz, equally spaced in mel: band b rises from edge b to b + 1 and falls to b + 2.
std::vector<double> band_edges(const MelOptions& options) {
  const double low = hertz_to_mel(options.low_frequency, options.scale);
  const double high = hertz_to_mel(options.high_frequency, options.scale);
  std::vector<double> edges;
  for (int i = 0; i <= options.bands + 1; i++) {
    edges.push_back(mel_to_hertz(low + (high - low) * i / (options.bands + 1), options.scale));
  }
  return edges;
}

// The axis on which the sides of the triangles are straight.
double straight_axis(double hertz, MelScale scale) {
  return scale == MelScale::kaldi ? hertz_to_mel(hertz, scale) : hertz;
}

// The bins of one band that are not 0.
struct Triangle {
  std::size_t first_bin = 0;
  std::size_t first_weight = 0;  // in Filters::weights
  std::size_t count = 0;
};

struct Filters {
  std::vector<Triangle> triangles;  // one a band
  std::vector<float> weights;
};

Filters make_filters(const MelOptions& options) {
  const std::vector<double> edges = band_edges(options);
  const double hertz_per_bin = static_cast<double>(options.sample_rate) / options.fft_length;
  const auto last_bin = static_cast<std::size_t>(options.fft_length / 2);
  Filters filters;
  for (std::size_t band = 0; band < static_cast<std::size_t>(options.bands); band++) {
    const double low = straight_axis(edges[band], options.scale);
    const double peak = straight_axis(edges[band + 1], options.scale);
    const double high = straight_axis(edges[band + 2], options.scale);
    const double height = options.norm == MelNorm::slaney ? 2 / (edges[band + 2] - edges[band]) : 1;
    Triangle triangle{.first_weight = filters.weights.size()};
    for (auto bin = static_cast<std::size_t>(edges[band] / hertz_per_bin); bin <= last_bin; bin++) {
      const double hertz = static_cast<double>(bin) * hertz_per_bin;
      if (hertz >= edges[band + 2]) break;
      const double position = straight_axis(hertz, options.scale);
      const double weight = std::min((position - low) / (peak - low), (high - position) / (high - peak)) * height;
      if (!(weight > 0)) continue;
      if (triangle.count == 0) triangle.first_bin = bin;
      triangle.count++;
      filters.weights.push_back(static_cast<float>(weight));
    }
    filters.triangles.push_back(triangle);
  }
  return filters;
}

SpectrogramOptions stft_options(const MelOptions& o) {
  return {.fft_length = o.fft_length,
          .window_length = o.window_length,
          .hop_length = o.hop_length,
          .padding = o.padding,
          .power = o.power,
          .window = o.window,
          .pre_emphasis = o.pre_emphasis};
}

std::optional<Error> check(const MelOptions& o) {
  if (o.sample_rate < 1) return option_error("sample_rate", o.sample_rate, "at least 1 Hz");
  if (std::optional<Error> error = Stft::check(stft_options(o))) return error;
  if (o.bands < 1 || o.bands > o.fft_length / 2) {
    return option_error("bands", o.bands, "from 1 to " + std::to_string(o.fft_length / 2) + ", half of fft_length");
  }
  if (!(o.low_frequency >= 0 && o.low_frequency < o.high_frequency && o.high_frequency <= o.sample_rate / 2.0)) {
    return Error{ErrorCode::out_of_range,
                 "low_frequency must be at least 0 and below high_frequency, and high_frequency at most half of "
                 "sample_rate (" +
                     std::to_string(o.sample_rate) + " Hz)."};
  }
  return std::nullopt;
}

}  // namespace

struct MelSpectrogram::Plan {
  explicit Plan(const MelOptions& options) : stft(stft_options(options)), filters(make_filters(options)) {}

  Stft stft;
  Filters filters;
};

struct MelWorkspace {
  StftWorkspace stft;
};

void MelWorkspaceDeleter::operator()(MelWorkspace* workspace) const { delete workspace; }

namespace {

// The band's weighted sum for four frames: even and odd bins apart, so that additions need not wait for each other.
__m128 band_sum(const Triangle& triangle, std::span<const float> weights, std::span<const Four> power) {
  const float* weight = weights.data() + triangle.first_weight;
  const Four* bin = power.data() + triangle.first_bin;
  __m128 even = _mm_setzero_ps();
  __m128 odd = _mm_setzero_ps();
  std::size_t i = 0;
  for (; i + 1 < triangle.count; i += 2) {
    even = _mm_add_ps(even, _mm_mul_ps(_mm_set1_ps(weight[i]), bin[i].lanes));
    odd = _mm_add_ps(odd, _mm_mul_ps(_mm_set1_ps(weight[i + 1]), bin[i + 1].lanes));
  }
  if (i < triangle.count) even = _mm_add_ps(even, _mm_mul_ps(_mm_set1_ps(weight[i]), bin[i].lanes));
  return _mm_add_ps(even, odd);
}

// power: (count, bands), count of the four lanes are used.
void apply_filters(const Filters& filters, std::span<const Four> spectra, std::size_t count, std::span<float> power) {
  const std::size_t bands = filters.triangles.size();
  for (std::size_t band = 0; band < bands; band++) {
    float sums[4];
    _mm_storeu_ps(sums, band_sum(filters.triangles[band], filters.weights, spectra));
    for (std::size_t lane = 0; lane < count; lane++) power[lane * bands + band] = sums[lane];
  }
}

}  // namespace

Result<MelSpectrogram> MelSpectrogram::create(const MelOptions& options) {
  if (std::optional<Error> error = check(options)) return *error;
  return MelSpectrogram(options, std::make_unique<Plan>(options));
}

MelSpectrogram::MelSpectrogram(const MelOptions& options, std::unique_ptr<Plan> plan)
    : options_(options), plan_(std::move(plan)) {}
MelSpectrogram::MelSpectrogram(MelSpectrogram&&) noexcept = default;
MelSpectrogram& MelSpectrogram::operator=(MelSpectrogram&&) noexcept = default;
MelSpectrogram::~MelSpectrogram() = default;

std::size_t MelSpectrogram::frames(std::size_t samples) const { return plan_->stft.frames(samples); }

std::size_t MelSpectrogram::samples(const MelOptions& options, std::size_t frames) {
  return Stft::samples(stft_options(options), frames);
}

MelWorkspacePointer MelSpectrogram::workspace() const {
  return MelWorkspacePointer(new MelWorkspace{StftWorkspace(plan_->stft)});
}

void MelSpectrogram::compute(std::span<const float> samples, std::span<float> power, MelWorkspace& workspace) const {
  const std::size_t count = frames(samples.size());
  const auto bands = static_cast<std::size_t>(options_.bands);
  assert(power.size() == count * bands);
  for (std::size_t first = 0; first < count; first += 4) {
    const std::size_t used = std::min<std::size_t>(4, count - first);
    plan_->stft.compute(samples, first, used, workspace.stft);
    apply_filters(plan_->filters, workspace.stft.spectra, used, power.subspan(first * bands, used * bands));
  }
}

std::vector<float> MelSpectrogram::filter_bank() const {
  const std::size_t bins = plan_->stft.bins();
  std::vector<float> bank(plan_->filters.triangles.size() * bins, 0.0f);
  for (std::size_t band = 0; band < plan_->filters.triangles.size(); band++) {
    const Triangle& triangle = plan_->filters.triangles[band];
    const auto weights = std::span(plan_->filters.weights).subspan(triangle.first_weight, triangle.count);
    std::copy(weights.begin(), weights.end(),
              bank.begin() + static_cast<std::ptrdiff_t>(band * bins + triangle.first_bin));
  }
  return bank;
}

}  // namespace genrelens
