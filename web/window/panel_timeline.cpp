#include <algorithm>

#include "web/window/moment.h"
#include "web/window/panels.h"
#include "web/window/time_axis.h"
#include "web/window/widgets.h"
#include "web/window/wording.h"

namespace genrelens::window {
namespace {

constexpr float kNames = 26;  // units, height of the strip that names the genres

// Every genre's share at that time, stacked in the order of the labels.
void draw_shares(const App& app, const Box& plot) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (std::size_t i = 0; i < app.song.timeline.size(); i++) {
    const float left = time_to_x(app, plot, moment_boundary(app.song, i));
    const float right = time_to_x(app, plot, moment_boundary(app.song, i + 1));
    float y = plot.end.y;
    const std::vector<float>& shares = app.song.timeline[i].probabilities;
    for (std::size_t label = 0; label < shares.size(); label++) {
      const float top = std::max(y - shares[label] * plot.height(), plot.begin.y);
      draw->AddRectFilled({left, top}, {right, y}, app.theme.colours.genre(label));
      y = top;
    }
  }
}

// One block for each stretch with the same genre, named where there is room.
void draw_names(const App& app, const Box& strip) {
  const std::vector<Moment>& timeline = app.song.timeline;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  ImFont* font = app.theme.fonts.strong;
  for (std::size_t first = 0; first < timeline.size();) {
    const std::size_t label = most_probable(timeline[first]);
    std::size_t last = first;
    while (last + 1 < timeline.size() && most_probable(timeline[last + 1]) == label) last++;
    const float left = time_to_x(app, strip, moment_boundary(app.song, first));
    const float right = time_to_x(app, strip, moment_boundary(app.song, last + 1));
    draw->AddRectFilled({left, strip.begin.y}, {right, strip.end.y}, app.theme.colours.genre(label));
    draw->AddLine({right, strip.begin.y}, {right, strip.end.y}, app.theme.colours.panel, app.theme.units(1));
    const std::string name = genre_title(app, label);
    const ImVec2 size = text_size(font, name);
    const float seen = std::max(left, strip.begin.x) + std::min(right, strip.end.x);
    if (size.x + app.theme.units(10) < std::min(right, strip.end.x) - std::max(left, strip.begin.x)) {
      draw_text(font, app.theme.colours.on_genre(label),
                {(seen - size.x) / 2, (strip.begin.y + strip.end.y - size.y) / 2}, name);
    }
    first = last + 1;
  }
}

}  // namespace

void draw_timeline(App& app, const Layout& layout) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  const Box& plot = layout.timeline;
  draw_text(app.theme.fonts.strong, app.theme.colours.text, {layout.tools.begin.x, plot.begin.y - units(29)},
            app.words("timeline.title"));
  ImFont* small = app.theme.fonts.small;
  const std::string explanation = layout.wide ? app.words("timeline.explanation") : "";
  draw_text(small, app.theme.colours.dim, {plot.end.x - text_size(small, explanation).x, plot.begin.y - units(27)},
            explanation);
  ImGui::GetWindowDrawList()->AddRectFilled(plot.begin, plot.end, app.theme.colours.track);
  if (!app.song.timeline.empty() && !app.model.labels.empty()) {
    const float split = plot.begin.y + units(kNames);
    ImGui::PushClipRect(plot.begin, plot.end, true);
    draw_names(app, {plot.begin, {plot.end.x, split}});
    draw_shares(app, {{plot.begin.x, split + units(2)}, plot.end});
    ImGui::PopClipRect();
  }
  app.boxes["timeline"] = plot;
}

}  // namespace genrelens::window
