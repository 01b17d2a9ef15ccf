#include "web/window/pitch_axis.h"

#include <algorithm>
#include <cmath>

#include "web/window/widgets.h"

namespace genrelens::window {
namespace {

struct Pitch {
  double hertz;
  const char* text;
};
constexpr Pitch kPitches[] = {{100, "100 Hz"}, {500, "500 Hz"}, {1000, "1 kHz"},  {2000, "2 kHz"},
                              {4000, "4 kHz"}, {8000, "8 kHz"}, {16000, "16 kHz"}};

double mel(double hertz) { return 2595 * std::log10(1 + hertz / 700); }
double hertz_of(double mels) { return 700 * (std::pow(10, mels / 2595) - 1); }

}  // namespace

float hertz_to_y(const App& app, const Box& plot, double hertz) {
  return plot.end.y - plot.height() * static_cast<float>(mel(hertz) / mel(app.song.high_frequency));
}

double y_to_hertz(const App& app, const Box& plot, float y) {
  const double share = std::clamp(static_cast<double>((plot.end.y - y) / plot.height()), 0.0, 1.0);
  return hertz_of(share * mel(app.song.high_frequency));
}

std::optional<double> level_at(const App& app, double seconds, double hertz) {
  const ColumnPyramid& columns = app.spectrogram.columns();
  if (columns.pushed() == 0 || app.song.high_frequency <= 0) return std::nullopt;
  const auto column = static_cast<std::size_t>(std::max(0.0, seconds / columns.finest_seconds()));
  if (column >= columns.columns(0)) return std::nullopt;
  const double bands = static_cast<double>(columns.rows());
  const double band = std::clamp(mel(hertz) / mel(app.song.high_frequency) * bands, 0.0, bands - 1);
  return columns.column(0, column)[static_cast<std::size_t>(band)] / 2.0 - 100;
}

void draw_pitches(const App& app, const Box& plot) {
  if (app.song.high_frequency <= 0) return;
  ImFont* font = app.theme.fonts.small;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  float last = plot.end.y + line_height(font);
  for (const Pitch& pitch : kPitches) {
    const float y = hertz_to_y(app, plot, pitch.hertz);
    const float top = y - line_height(font) / 2;
    if (y < plot.begin.y || top + line_height(font) > last) continue;  // no room above the label before
    last = top;
    draw->AddLine({plot.begin.x - app.theme.units(5), y}, {plot.begin.x, y}, app.theme.colours.dim);
    draw_text(font, app.theme.colours.dim, {plot.begin.x - app.theme.units(9) - text_size(font, pitch.text).x, top},
              pitch.text);
  }
}

}  // namespace genrelens::window
