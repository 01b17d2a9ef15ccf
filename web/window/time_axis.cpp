#include "web/window/time_axis.h"

#include <algorithm>

#include "web/window/widgets.h"
#include "web/window/wording.h"

namespace genrelens::window {
namespace {

constexpr float kTickSpacing = 70;                                                 // units, least
constexpr double kSteps[] = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 3600};  // s

double axis_end(const App& app) { return app.song.axis_seconds(app.phase == Phase::finished); }

double step_for(double seconds, float ticks) {
  for (const double step : kSteps) {
    if (seconds / step <= static_cast<double>(ticks)) return step;
  }
  return 7200;
}

}  // namespace

Box plot_box(const App& app, const Box& panel) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  return {{panel.begin.x + units(74), panel.begin.y + units(50)}, {panel.end.x - units(20), panel.end.y - units(36)}};
}

float time_to_x(const App& app, const Box& plot, double seconds) {
  return plot.begin.x + plot.width() * static_cast<float>(seconds / axis_end(app));
}

double x_to_time(const App& app, const Box& plot, float x) {
  return static_cast<double>((x - plot.begin.x) / plot.width()) * axis_end(app);
}

void draw_time_axis(const App& app, const Box& plot) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  ImFont* font = app.theme.fonts.small;
  const double end = axis_end(app);
  const double step = step_for(end, plot.width() / app.theme.units(kTickSpacing));
  for (double seconds = 0; seconds <= end + 1e-6; seconds += step) {
    const float x = time_to_x(app, plot, seconds);
    draw->AddLine({x, plot.end.y}, {x, plot.end.y + app.theme.units(5)}, colour::dim);
    const std::string text = clock_text(seconds);
    const float width = text_size(font, text).x;
    const float left = std::clamp(x - width / 2, plot.begin.x, plot.end.x - width);
    draw_text(font, colour::dim, {left, plot.end.y + app.theme.units(8)}, text);
  }
  if (app.hovered_seconds) {
    const float x = time_to_x(app, plot, *app.hovered_seconds);
    draw->AddLine({x, plot.begin.y}, {x, plot.end.y}, with_alpha(colour::text, 0.8F), app.theme.units(1));
  }
}

}  // namespace genrelens::window
