#include "core/stft.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <string>

#include "core/option_error.h"

namespace genrelens {
namespace {

// Hann of window_length, in the middle of fft_length.
std::vector<float> make_window(const SpectrogramOptions& options) {
  std::vector<float> window(static_cast<std::size_t>(options.fft_length), 0.0f);
  const int begin = (options.fft_length - options.window_length) / 2;
  const int period = options.window == WindowShape::periodic ? options.window_length : options.window_length - 1;
  for (int i = 0; i < options.window_length; i++) {
    const double angle = 2 * std::numbers::pi * i / std::max(period, 1);
    const double weight = period == 0 ? 1 : 0.5 - 0.5 * std::cos(angle);  // a symmetric window of one sample is 1
    window[static_cast<std::size_t>(begin + i)] = static_cast<float>(weight);
  }
  return window;
}

// Where sample `position` of a song mirrored at its first and last sample, again and again, stands in the song.
std::size_t mirror(std::ptrdiff_t position, std::size_t samples) {
  if (samples == 1) return 0;
  const auto last = static_cast<std::ptrdiff_t>(samples) - 1;
  std::ptrdiff_t turn = position % (2 * last);
  if (turn < 0) turn += 2 * last;
  return static_cast<std::size_t>(turn <= last ? turn : 2 * last - turn);
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

}  // namespace

std::optional<Error> Stft::check(const SpectrogramOptions& o) {
  if (o.fft_length < 16 || o.fft_length > 32768 || !FourFft::serves(static_cast<std::size_t>(o.fft_length))) {
    return option_error("fft_length", o.fft_length, "even, from 16 to 32768, with no prime factor above 5");
  }
  if (o.window_length < 1 || o.window_length > o.fft_length) {
    return option_error("window_length", o.window_length,
                        "from 1 to fft_length (" + std::to_string(o.fft_length) + ")");
  }
  if (o.hop_length < 1) return option_error("hop_length", o.hop_length, "at least 1");
  if (o.power != 1 && o.power != 2) {
    return option_error("power", "1 (magnitude) or 2 (power)");
  }
  if (!(o.pre_emphasis >= 0 && o.pre_emphasis <= 1)) {
    return option_error("pre_emphasis", "from 0 (none) to 1");
  }
  return std::nullopt;
}

StftWorkspace::StftWorkspace(const Stft& stft)
    : edges(4 * stft.length()), signal(stft.length() / 2), scratch(stft.length() / 2), spectra(stft.bins()) {}

Stft::Stft(const SpectrogramOptions& options)
    : options_(options), fft_(static_cast<std::size_t>(options.fft_length)), window_(make_window(options)) {
  assert(!check(options));
}

std::size_t Stft::frames(std::size_t samples) const {
  if (options_.pre_emphasis > 0 && samples > 0) samples--;
  const auto hop = static_cast<std::size_t>(options_.hop_length);
  if (options_.padding == Padding::none || options_.padding == Padding::window) {
    const int covered = options_.padding == Padding::none ? options_.fft_length : options_.window_length;
    const auto length = static_cast<std::size_t>(covered);
    return samples < length ? 0 : 1 + (samples - length) / hop;
  }
  return samples == 0 ? 0 : 1 + samples / hop;
}

std::size_t Stft::samples(const SpectrogramOptions& options, std::size_t frames) {
  assert(frames >= 1);
  const std::size_t hops = (frames - 1) * static_cast<std::size_t>(options.hop_length);
  const std::size_t lost = options.pre_emphasis > 0 ? 1 : 0;
  if (options.padding == Padding::none) return hops + static_cast<std::size_t>(options.fft_length) + lost;
  if (options.padding == Padding::window) return hops + static_cast<std::size_t>(options.window_length) + lost;
  return std::max<std::size_t>(hops, 1) + lost;
}

// The samples of one frame: in the song itself where it has them all, else written to `edge`.
const float* Stft::frame_samples(std::span<const float> samples, std::size_t frame, std::span<float> edge) const {
  std::ptrdiff_t lead = 0;  // samples of the frame before k·hop
  if (options_.padding == Padding::window) lead = (options_.fft_length - options_.window_length) / 2;
  if (options_.padding == Padding::reflect || options_.padding == Padding::zero) lead = options_.fft_length / 2;
  const std::ptrdiff_t begin =
      static_cast<std::ptrdiff_t>(frame * static_cast<std::size_t>(options_.hop_length)) - lead;
  const bool emphasised = options_.pre_emphasis > 0;
  const std::size_t count = samples.size() - (emphasised ? 1 : 0);
  const auto song_end = static_cast<std::ptrdiff_t>(count);
  const auto length = static_cast<std::ptrdiff_t>(edge.size());
  if (!emphasised && begin >= 0 && begin + length <= song_end) return samples.data() + begin;

  const auto coefficient = static_cast<float>(options_.pre_emphasis);
  const auto sample = [&](std::size_t at) {
    return emphasised ? samples[at + 1] - coefficient * samples[at] : samples[at];
  };
  for (std::ptrdiff_t i = 0; i < length; i++) {
    const std::ptrdiff_t position = begin + i;
    float& value = edge[static_cast<std::size_t>(i)];
    if (options_.padding == Padding::reflect) {
      value = sample(mirror(position, count));
    } else {
      value = position >= 0 && position < song_end ? sample(static_cast<std::size_t>(position)) : 0.0f;
    }
  }
  return edge.data();
}

void Stft::compute(std::span<const float> samples, std::size_t first, std::size_t count,
                   StftWorkspace& workspace) const {
  assert(count >= 1 && count <= 4 && first + count <= frames(samples.size()));
  assert(workspace.edges.size() == 4 * length());
  const float* starts[4];
  for (std::size_t lane = 0; lane < 4; lane++) {
    const auto edge = std::span(workspace.edges).subspan(lane * length(), length());
    starts[lane] = frame_samples(samples, first + std::min(lane, count - 1), edge);
  }
  window_frames(starts, window_, workspace.signal);
  fft_.power(workspace.signal, workspace.scratch, workspace.spectra);
  if (options_.power == 1) {
    for (Four& bin : workspace.spectra) bin.lanes = _mm_sqrt_ps(bin.lanes);
  }
}

}  // namespace genrelens
