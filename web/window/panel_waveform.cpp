#include <algorithm>
#include <cmath>

#include "web/window/panels.h"
#include "web/window/time_axis.h"

namespace genrelens::window {
namespace {

struct Peak {
  std::uint8_t up = 0;
  std::uint8_t down = 0;
};

// The peaks of the columns that touch `begin` to `end` seconds.
Peak peak_between(const ColumnPyramid& peaks, std::size_t level, double begin, double end) {
  const double seconds = peaks.column_seconds(level);
  const auto first = static_cast<std::size_t>(std::max(0.0, begin / seconds));
  const auto last = std::min(static_cast<std::size_t>(std::max(0.0, end / seconds)) + 1, peaks.columns(level));
  Peak peak;
  for (std::size_t column = first; column < last; column++) {
    peak.up = std::max(peak.up, peaks.column(level, column)[0]);
    peak.down = std::max(peak.down, peaks.column(level, column)[1]);
  }
  return peak;
}

}  // namespace

void draw_waveform(App& app, const Layout& layout) {
  const Box& plot = layout.waveform;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  app.grounds.lay(plot, app.theme.colours.ground);
  const float middle = (plot.begin.y + plot.end.y) / 2;
  const float full = plot.height() / 2 - app.theme.units(3);
  const float pixel = 1 / app.theme.density;
  const double pixel_seconds =
      (visible_end(app) - visible_begin(app)) / static_cast<double>(plot.width()) * static_cast<double>(pixel);
  const std::size_t level = app.waveform.level_for(pixel_seconds);
  const auto count = static_cast<int>(std::lround(plot.width() / pixel));
  for (int i = 0; i < count; i++) {
    const double begin = visible_begin(app) + pixel_seconds * i;
    if (begin >= app.waveform.seconds()) break;
    const Peak peak = peak_between(app.waveform, level, begin, begin + pixel_seconds);
    const float x = plot.begin.x + static_cast<float>(i) * pixel;
    const float up = std::max(full * static_cast<float>(peak.up) / 255, pixel / 2);
    const float down = std::max(full * static_cast<float>(peak.down) / 255, pixel / 2);
    draw->AddRectFilled({x, middle - up}, {x + pixel, middle + down}, app.theme.colours.accent);
  }
  app.boxes["waveform"] = plot;
}

}  // namespace genrelens::window
