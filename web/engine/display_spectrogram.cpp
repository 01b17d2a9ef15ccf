#include "web/engine/display_spectrogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "core/audio.h"

namespace genrelens::engine {
namespace {

constexpr int kBands = 96;
constexpr double kFrameSeconds = 0.09;    // long enough that the lowest bands hold a few bins each
constexpr double kHighFrequency = 11025;  // Hz; most networks hear no higher
constexpr double kColumns = 3000;         // wanted for a whole song: twice what a wide screen shows, for who zooms in
constexpr double kColumnSeconds = 0.05;   // where the length is unknown
constexpr double kShortestColumn = 0.02;  // s
constexpr double kLongestColumn = 0.08;   // s, shorter than a frame: no sound is passed over
constexpr float kLowestLevel = -100;      // dB
constexpr float kStepsPerDecibel = 2;

std::uint8_t level_byte(float power, float full_scale) {
  const float level = 10 * std::log10(std::max(power / full_scale, 1e-10F));
  return static_cast<std::uint8_t>(std::clamp((level - kLowestLevel) * kStepsPerDecibel + 0.5F, 0.0F, 255.0F));
}

}  // namespace

Result<DisplaySpectrogram> DisplaySpectrogram::create(const DisplayOptions& options) {
  const double column = options.expected_seconds > 0
                            ? std::clamp(options.expected_seconds / kColumns, kShortestColumn, kLongestColumn)
                            : kColumnSeconds;
  const int fft_length = static_cast<int>(std::bit_ceil(static_cast<unsigned>(options.sample_rate * kFrameSeconds)));
  Result<MelSpectrogram> mel = MelSpectrogram::create({
      .sample_rate = options.sample_rate,
      .fft_length = std::min(fft_length, 32768),
      .window_length = std::min(fft_length, 32768),
      .hop_length = std::max(1, static_cast<int>(options.sample_rate * column)),
      .padding = Padding::none,
      .bands = std::min(kBands, fft_length / 4),
      .scale = MelScale::htk,
      .norm = MelNorm::none,
      .high_frequency = std::min(kHighFrequency, options.sample_rate / 2.0),
  });
  if (!mel) return mel.error();
  return DisplaySpectrogram(std::move(*mel), options.channels);
}

DisplaySpectrogram::DisplaySpectrogram(MelSpectrogram mel, int channels)
    : mel_(std::move(mel)), workspace_(mel_.workspace()), channels_(channels), mono_(margin()) {}

std::size_t DisplaySpectrogram::margin() const {
  return static_cast<std::size_t>(std::max(0, mel_.options().fft_length - mel_.options().hop_length)) / 2;
}

double DisplaySpectrogram::column_seconds() const {
  return static_cast<double>(mel_.options().hop_length) / mel_.options().sample_rate;
}

void DisplaySpectrogram::push(std::span<const float> interleaved, std::vector<std::uint8_t>& columns) {
  const std::size_t old = mono_.size();
  mono_.resize(old + interleaved.size() / static_cast<std::size_t>(channels_));
  downmix(interleaved, channels_, std::span(mono_).subspan(old));
  take_columns(columns);
}

void DisplaySpectrogram::finish(std::vector<std::uint8_t>& columns) {
  mono_.resize(mono_.size() + margin());
  take_columns(columns);
}

void DisplaySpectrogram::take_columns(std::vector<std::uint8_t>& columns) {
  const std::size_t frames = mel_.frames(mono_.size());
  if (frames == 0) return;
  power_.resize(frames * static_cast<std::size_t>(bands()));
  mel_.compute(mono_, power_, *workspace_);

  // A full-scale sine's peak bin under a periodic Hann window: (fft_length / 4)².
  const float peak = static_cast<float>(mel_.options().fft_length) / 4;
  for (const float power : power_) columns.push_back(level_byte(power, peak * peak));
  const std::size_t used = frames * static_cast<std::size_t>(mel_.options().hop_length);
  mono_.erase(mono_.begin(), mono_.begin() + static_cast<std::ptrdiff_t>(std::min(used, mono_.size())));
}

}  // namespace genrelens::engine
