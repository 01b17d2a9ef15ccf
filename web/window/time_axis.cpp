#include "web/window/time_axis.h"

#include <algorithm>
#include <cmath>

#include "web/window/widgets.h"
#include "web/window/wording.h"

namespace genrelens::window {
namespace {

constexpr float kTickSpacing = 74;     // units, least
constexpr double kFollowed = 30;       // s in view while a song is heard
constexpr double kLeastColumns = 100;  // of the spectrogram in view: closer there is nothing more to see
constexpr double kSteps[] = {0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 3600};  // s

double step_for(double seconds, float ticks) {
  for (const double step : kSteps) {
    if (seconds / step <= static_cast<double>(ticks)) return step;
  }
  return 7200;
}

void set_view(App& app, double begin, double shown) {
  const double end = axis_end(app);
  app.view.shown = shown >= end ? 0 : shown;
  app.view.begin = app.view.shown == 0 ? 0 : std::clamp(begin, 0.0, end - shown);
}

}  // namespace

double axis_end(const App& app) { return app.song.axis_seconds(app.phase == Phase::finished); }

bool zoomed(const App& app) { return app.view.shown > 0 && app.view.shown < axis_end(app); }

double visible_begin(const App& app) {
  return zoomed(app) ? std::clamp(app.view.begin, 0.0, axis_end(app) - app.view.shown) : 0;
}

double visible_end(const App& app) { return zoomed(app) ? visible_begin(app) + app.view.shown : axis_end(app); }

float time_to_x(const App& app, const Box& plot, double seconds) {
  const double begin = visible_begin(app);
  return plot.begin.x + static_cast<float>((seconds - begin) / (visible_end(app) - begin)) * plot.width();
}

double x_to_time(const App& app, const Box& plot, float x) {
  const double begin = visible_begin(app);
  return begin + static_cast<double>((x - plot.begin.x) / plot.width()) * (visible_end(app) - begin);
}

void zoom(App& app, double factor, double about) {
  const double begin = visible_begin(app);
  const double shown = visible_end(app) - begin;
  const double least = std::max(2.0, kLeastColumns * app.spectrogram.columns().finest_seconds());
  const double next = std::max(shown / factor, std::min(least, shown));
  set_view(app, about - (about - begin) * next / shown, next);
}

void zoom_about_cursor(App& app, double factor) {
  const double cursor = app.player.shown();
  const bool seen = cursor >= visible_begin(app) && cursor <= visible_end(app);
  zoom(app, factor, seen ? cursor : (visible_begin(app) + visible_end(app)) / 2);
}

void pan(App& app, double seconds) {
  if (zoomed(app)) set_view(app, visible_begin(app) + seconds, app.view.shown);
}

void show_whole(App& app) { app.view = {}; }

void follow(App& app, double before, double now) {
  if (!zoomed(app)) return;
  const double begin = visible_begin(app);
  const double end = visible_end(app);
  const auto seen = [begin, end](double seconds) { return seconds >= begin && seconds <= end; };
  const bool jumped = std::abs(now - before) > 1;
  if (seen(now) || (!seen(before) && !jumped)) return;  // who looks elsewhere is left there
  constexpr double kLead = 0.1;                         // share of the view before the cursor
  set_view(app, now - kLead * (end - begin), end - begin);
}

void follow_end(App& app) {
  app.view.shown = kFollowed;
  app.view.begin = axis_end(app) - kFollowed;
}

void draw_ticks(const App& app, const Box& ruler) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  ImFont* font = app.theme.fonts.small;
  const double begin = visible_begin(app);
  const double end = visible_end(app);
  const double step = step_for(end - begin, ruler.width() / app.theme.units(kTickSpacing));
  const float pixel = 1 / app.theme.density;
  for (double tick = std::ceil(begin / step - 1e-6); tick * step <= end + 1e-6; tick++) {
    const float x = std::floor(time_to_x(app, ruler, tick * step) / pixel) * pixel;
    draw->AddRectFilled({x, ruler.begin.y}, {x + pixel, ruler.begin.y + app.theme.units(5)}, app.theme.colours.dim);
    const std::string text = step < 1 ? fine_clock_text(tick * step) : clock_text(tick * step);
    const float width = text_size(font, text).x;
    const float left = std::clamp(x - width / 2, ruler.begin.x, ruler.end.x - width);
    draw_text(font, app.theme.colours.dim, {left, ruler.begin.y + app.theme.units(7)}, text);
  }
}

}  // namespace genrelens::window
