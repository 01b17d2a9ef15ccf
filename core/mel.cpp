#include "core/mel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>
#include <string>

#include "core/fft.h"

namespace genrelens {
namespace {

// Slaney's scale: linear below 1 kHz, where it reaches 15 mel; above, 27 mel to each factor of 6.4.
constexpr double kSlaneyHertz = 200.0 / 3;
constexpr double kSlaneyCorner = 1000;
constexpr double kSlaneyCornerMel = kSlaneyCorner / kSlaneyHertz;

double slaney_step() { return std::log(6.4) / 27; }

double hertz_to_mel(double hertz, MelScale scale) {
  if (scale == MelScale::htk) return 2595 * std::log10(1 + hertz / 700);
  if (hertz < kSlaneyCorner) return hertz / kSlaneyHertz;
  return kSlaneyCornerMel + std::log(hertz / kSlaneyCorner) / slaney_step();
}

double mel_to_hertz(double mel, MelScale scale) {
  if (scale == MelScale::htk) return 700 * (std::pow(10.0, mel / 2595) - 1);
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
    const double low = edges[band], peak = edges[band + 1], high = edges[band + 2];
    const double height = options.norm == MelNorm::slaney ? 2 / (high - low) : 1;
    Triangle triangle{.first_weight = filters.weights.size()};
    for (auto bin = static_cast<std::size_t>(low / hertz_per_bin); bin <= last_bin; bin++) {
      const double hertz = static_cast<double>(bin) * hertz_per_bin;
      if (hertz >= high) break;
      const double weight = std::min((hertz - low) / (peak - low), (high - hertz) / (high - peak)) * height;
      if (!(weight > 0)) continue;
      if (triangle.count == 0) triangle.first_bin = bin;
      triangle.count++;
      filters.weights.push_back(static_cast<float>(weight));
    }
    filters.triangles.push_back(triangle);
  }
  return filters;
}

// Periodic Hann of window_length, in the middle of fft_length.
std::vector<float> make_window(const MelOptions& options) {
  std::vector<float> window(static_cast<std::size_t>(options.fft_length), 0.0f);
  const int begin = (options.fft_length - options.window_length) / 2;
  for (int i = 0; i < options.window_length; i++) {
    const double angle = 2 * std::numbers::pi * i / options.window_length;
    window[static_cast<std::size_t>(begin + i)] = static_cast<float>(0.5 - 0.5 * std::cos(angle));
  }
  return window;
}

Error wrong(const char* option, int value, const std::string& allowed) {
  return {ErrorCode::out_of_range,
          std::string(option) + " is " + std::to_string(value) + ", but must be " + allowed + "."};
}

std::optional<Error> check(const MelOptions& o) {
  if (o.sample_rate < 1) return wrong("sample_rate", o.sample_rate, "at least 1 Hz");
  if (o.fft_length < 16 || o.fft_length > 32768 || !FourFft::serves(static_cast<std::size_t>(o.fft_length))) {
    return wrong("fft_length", o.fft_length, "even, from 16 to 32768, with no prime factor above 5");
  }
  if (o.window_length < 1 || o.window_length > o.fft_length) {
    return wrong("window_length", o.window_length, "from 1 to fft_length (" + std::to_string(o.fft_length) + ")");
  }
  if (o.hop_length < 1) return wrong("hop_length", o.hop_length, "at least 1");
  if (o.bands < 1 || o.bands > o.fft_length / 2) {
    return wrong("bands", o.bands, "from 1 to " + std::to_string(o.fft_length / 2) + ", half of fft_length");
  }
  if (o.power != 1 && o.power != 2) {
    return Error{ErrorCode::out_of_range, "power must be 1 (magnitude) or 2 (power)."};
  }
  if (!(o.low_frequency >= 0 && o.low_frequency < o.high_frequency && o.high_frequency <= o.sample_rate / 2.0)) {
    return Error{ErrorCode::out_of_range,
                 "low_frequency must be at least 0 and below high_frequency, and high_frequency at most half of "
                 "sample_rate (" +
                     std::to_string(o.sample_rate) + " Hz)."};
  }
  return std::nullopt;
}

// Where sample `position` of a song mirrored at its first and last sample, again and again, stands in the song.
std::size_t mirror(std::ptrdiff_t position, std::size_t samples) {
  if (samples == 1) return 0;
  const auto last = static_cast<std::ptrdiff_t>(samples) - 1;
  std::ptrdiff_t turn = position % (2 * last);
  if (turn < 0) turn += 2 * last;
  return static_cast<std::size_t>(turn <= last ? turn : 2 * last - turn);
}

}  // namespace

struct MelSpectrogram::Plan {
  explicit Plan(const MelOptions& options)
      : fft(static_cast<std::size_t>(options.fft_length)),
        window(make_window(options)),
        filters(make_filters(options)) {}

  FourFft fft;
  std::vector<float> window;
  Filters filters;
};

struct MelWorkspace {
  explicit MelWorkspace(std::size_t length)
      : edges(4 * length), signal(length / 2), scratch(length / 2), power(length / 2 + 1) {}

  std::vector<float> edges;  // (4, fft_length): frames that reach beyond the song
  std::vector<FourComplex> signal;
  std::vector<FourComplex> scratch;
  std::vector<Four> power;
};

void MelWorkspaceDeleter::operator()(MelWorkspace* workspace) const { delete workspace; }

namespace {

// The samples of one frame: in the song itself where it covers them all, else written to `edge`.
const float* frame_samples(std::span<const float> samples, std::ptrdiff_t begin, Padding padding,
                           std::span<float> edge) {
  const auto song_end = static_cast<std::ptrdiff_t>(samples.size());
  const auto length = static_cast<std::ptrdiff_t>(edge.size());
  if (begin >= 0 && begin + length <= song_end) return samples.data() + begin;
  for (std::ptrdiff_t i = 0; i < length; i++) {
    const std::ptrdiff_t position = begin + i;
    float& value = edge[static_cast<std::size_t>(i)];
    if (padding == Padding::reflect) {
      value = samples[mirror(position, samples.size())];
    } else {
      value = position >= 0 && position < song_end ? samples[static_cast<std::size_t>(position)] : 0.0f;
    }
  }
  return edge.data();
}

// Four frames times the window, one frame a lane, even samples in .r and odd ones in .i.
void window_frames(const float* const frames[4], std::span<const float> window, std::span<FourComplex> signal) {
  const std::size_t whole = window.size() / 4 * 4;
  for (std::size_t i = 0; i < whole; i += 4) {
    const __m128 weights = _mm_loadu_ps(&window[i]);
    __m128 row0 = _mm_mul_ps(weights, _mm_loadu_ps(frames[0] + i));
    __m128 row1 = _mm_mul_ps(weights, _mm_loadu_ps(frames[1] + i));
    __m128 row2 = _mm_mul_ps(weights, _mm_loadu_ps(frames[2] + i));
    __m128 row3 = _mm_mul_ps(weights, _mm_loadu_ps(frames[3] + i));
    _MM_TRANSPOSE4_PS(row0, row1, row2, row3);
    signal[i / 2] = {row0, row1};
    signal[i / 2 + 1] = {row2, row3};
  }
  if (whole == window.size()) return;
  const auto column = [&](std::size_t i) {
    return _mm_mul_ps(_mm_set1_ps(window[i]), _mm_setr_ps(frames[0][i], frames[1][i], frames[2][i], frames[3][i]));
  };
  signal[whole / 2] = {column(whole), column(whole + 1)};
}

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

std::size_t MelSpectrogram::frames(std::size_t samples) const {
  const auto length = static_cast<std::size_t>(options_.fft_length);
  const auto hop = static_cast<std::size_t>(options_.hop_length);
  if (options_.padding == Padding::none) return samples < length ? 0 : 1 + (samples - length) / hop;
  return samples == 0 ? 0 : 1 + samples / hop;
}

std::size_t MelSpectrogram::samples(std::size_t frames) const {
  assert(frames >= 1);
  const std::size_t hops = (frames - 1) * static_cast<std::size_t>(options_.hop_length);
  if (options_.padding == Padding::none) return hops + static_cast<std::size_t>(options_.fft_length);
  return std::max<std::size_t>(hops, 1);
}

MelWorkspacePointer MelSpectrogram::workspace() const {
  return MelWorkspacePointer(new MelWorkspace(plan_->fft.length()));
}

void MelSpectrogram::compute(std::span<const float> samples, std::span<float> power, MelWorkspace& workspace) const {
  const std::size_t count = frames(samples.size());
  const std::size_t length = plan_->fft.length();
  const auto bands = static_cast<std::size_t>(options_.bands);
  assert(power.size() == count * bands && workspace.edges.size() == 4 * length);
  const auto lead = options_.padding == Padding::none ? 0 : static_cast<std::ptrdiff_t>(length / 2);
  for (std::size_t first = 0; first < count; first += 4) {
    const std::size_t used = std::min<std::size_t>(4, count - first);
    const float* starts[4];
    for (std::size_t lane = 0; lane < 4; lane++) {
      const std::size_t frame = first + std::min(lane, used - 1);  // lanes left over repeat the last frame
      const auto begin = static_cast<std::ptrdiff_t>(frame * static_cast<std::size_t>(options_.hop_length)) - lead;
      const auto edge = std::span(workspace.edges).subspan(lane * length, length);
      starts[lane] = frame_samples(samples, begin, options_.padding, edge);
    }
    window_frames(starts, plan_->window, workspace.signal);
    plan_->fft.power(workspace.signal, workspace.scratch, workspace.power);
    if (options_.power == 1) {
      for (Four& bin : workspace.power) bin.lanes = _mm_sqrt_ps(bin.lanes);
    }
    apply_filters(plan_->filters, workspace.power, used, power.subspan(first * bands, used * bands));
  }
}

std::vector<float> MelSpectrogram::filter_bank() const {
  const std::size_t bins = plan_->fft.bins();
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
