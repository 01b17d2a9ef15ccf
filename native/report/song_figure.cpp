// A song as the ear gets it and as the network sees it: waveform above, mel picture below, on one time axis.
#include <algorithm>
#include <cstdlib>

#include "native/report/figures.h"
#include "native/report/plot.h"
#include "native/report/png.h"
#include "native/report/table.h"

namespace genrelens {
namespace {

constexpr double kLeft = 58, kWidth = 540, kRight = 14, kTop = 50, kWave = 70, kGap = 12, kMel = 160, kBottom = 44;

// The loudest frequency of each band's filter.
std::vector<double> band_frequencies(const MelOptions& options) {
  const Result<MelSpectrogram> mel = MelSpectrogram::create(options);
  if (!mel) return {};
  const std::vector<float> bank = mel->filter_bank();
  const std::size_t bins = bank.size() / static_cast<std::size_t>(options.bands);
  std::vector<double> frequencies;
  for (auto band = bank.begin(); band != bank.end(); band += static_cast<std::ptrdiff_t>(bins)) {
    const auto peak = std::max_element(band, band + static_cast<std::ptrdiff_t>(bins)) - band;
    frequencies.push_back(static_cast<double>(peak) * options.sample_rate / options.fft_length);
  }
  return frequencies;
}

std::string mel_uri(const FeatureFolder& folder, std::size_t track) {
  const std::span<const std::uint8_t> row = folder.levels_of(track);
  std::vector<std::uint8_t> pixels;
  for (std::size_t band = folder.bands; band-- > 0;) {
    const auto line = row.subspan(band * folder.columns, folder.columns);
    pixels.insert(pixels.end(), line.begin(), line.end());
  }
  std::vector<Colour> palette;
  for (int level = 0; level < 256; level++) {
    palette.push_back(colour_of(static_cast<std::uint8_t>(level), ColourMap::ember));
  }
  return data_uri("image/png", write_png({folder.columns, folder.bands, palette, pixels}));
}

void draw_waveform(Svg& svg, const Waveform& waveform, double seconds) {
  const double middle = kTop + kWave / 2;
  const double wide = kWidth * std::min(1.0, waveform.seconds / seconds);
  std::vector<Point> outline;
  const auto place = [&](std::size_t i, float value) {
    const double x = kLeft + wide * (static_cast<double>(i) + 0.5) / static_cast<double>(waveform.low.size());
    outline.push_back({x, middle - std::clamp(static_cast<double>(value), -1.0, 1.0) * kWave / 2});
  };
  for (std::size_t i = 0; i < waveform.high.size(); i++) place(i, waveform.high[i]);
  for (std::size_t i = waveform.low.size(); i-- > 0;) place(i, waveform.low[i]);
  svg.line({kLeft, middle}, {kLeft + kWidth, middle}, "grid");
  svg.area(outline, "wave");
  for (const int full : {1, 0, -1}) {
    svg.label({kLeft - 6, middle - full * kWave / 2 + 4}, full < 0 ? "−1" : std::to_string(full), "small end");
  }
}

void draw_frequencies(Svg& svg, const MelOptions& options, double top) {
  const std::vector<double> frequencies = band_frequencies(options);
  for (const double wanted : {500.0, 1000.0, 2000.0, 4000.0, 8000.0}) {
    const auto above = std::lower_bound(frequencies.begin(), frequencies.end(), wanted);
    if (above == frequencies.end()) continue;
    const double band = static_cast<double>(above - frequencies.begin()) + 0.5;
    const double y = top + kMel * (1 - band / static_cast<double>(frequencies.size()));
    svg.line({kLeft - 4, y}, {kLeft, y}, "axis");
    svg.label({kLeft - 6, y + 4}, short_number(wanted / 1000), "small end");
  }
  svg.upright_label({14, top + kMel / 2}, "kHz", "small middle");
}

}  // namespace

std::string song_figure(const ReportData& data, const GenreSong& song) {
  const Measurement& measured = data.measurement;
  const Track& track = data.track(song.row);
  const double seconds = static_cast<double>(data.folder.columns) * data.folder.recipe.seconds_per_column;
  const double mel_top = song.waveform ? kTop + kWave + kGap : kTop;
  const double bottom = mel_top + kMel;
  Svg svg(kLeft + kWidth + kRight, bottom + kBottom, measured.card.labels[song.label] + ": " + song_name(track));
  const std::size_t guess = measured.tracks.guess[song.row];
  const float probability = measured.tracks.probabilities[song.row * measured.tracks.labels + guess];
  svg.label({kLeft, 18}, measured.card.labels[song.label], "heading");
  svg.label({kLeft + kWidth, 18},
            std::string(guess == song.label ? "✓ " : "✗ ") + measured.card.labels[guess] + ", " +
                percent(static_cast<double>(probability)),
            guess == song.label ? "tick end" : "tick end wrong");
  svg.label({kLeft, 38}, song_name(track), "small");
  if (song.waveform) draw_waveform(svg, *song.waveform, seconds);
  svg.image({kLeft, mel_top}, kWidth, kMel, mel_uri(data.folder, measured.split.tracks[song.row]));
  draw_frequencies(svg, data.folder.recipe.mel, mel_top);
  for (const double tick : round_ticks(0, seconds, 6)) {
    svg.label({kLeft + kWidth * tick / seconds, bottom + 17}, short_number(tick), "small middle");
  }
  svg.label({kLeft + kWidth / 2, bottom + 36}, "seconds", "small middle");
  return svg.text();
}

}  // namespace genrelens
