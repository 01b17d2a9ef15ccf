#include <algorithm>
#include <string>
#include <vector>

#include "web/window/moment.h"
#include "web/window/panels.h"
#include "web/window/time_axis.h"
#include "web/window/widgets.h"
#include "web/window/wording.h"

namespace genrelens::window {
namespace {

constexpr float kNames = 26;           // units, height of the strip that names the genres
constexpr float kMostStretches = 800;  // over the plot's width: with ten genres, half of what 16-bit indices can name

// What is drawn as one: a moment, or several that are too narrow to be told apart.
struct Stretch {
  float left;
  float right;
  Moment moment;  // their mean
};

Moment mean(const std::vector<Moment>& timeline, std::size_t first, std::size_t end) {
  Moment merged = timeline[first];
  for (std::size_t label = 0; label < merged.probabilities.size(); label++) {
    float sum = 0;
    for (std::size_t i = first; i < end; i++) sum += timeline[i].probabilities[label];
    merged.probabilities[label] = sum / static_cast<float>(end - first);
  }
  return merged;
}

// Those that are seen. A song of hours has more moments than the plot has pixels, and than a draw list has indices.
std::vector<Stretch> visible_stretches(const App& app, const Box& plot) {
  const std::vector<Moment>& timeline = app.song.timeline;
  const float narrowest = std::max(1.0F, plot.width() / kMostStretches);
  std::vector<Stretch> stretches;
  for (std::size_t first = 0; first < timeline.size();) {
    const float left = time_to_x(app, plot, moment_boundary(app.song, first));
    std::size_t end = first;
    float right = left;
    while (end < timeline.size() && right - left < narrowest) {
      end++;
      right = time_to_x(app, plot, moment_boundary(app.song, end));
    }
    if (right > plot.begin.x && left < plot.end.x) stretches.push_back({left, right, mean(timeline, first, end)});
    first = end;
  }
  return stretches;
}

// Every genre's share at that time, stacked in the order of the labels.
void draw_shares(const App& app, const Box& plot, const std::vector<Stretch>& stretches) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (const auto& [left, right, moment] : stretches) {
    float y = plot.end.y;
    for (std::size_t label = 0; label < moment.probabilities.size(); label++) {
      const float top = std::max(y - moment.probabilities[label] * plot.height(), plot.begin.y);
      draw->AddRectFilled({left, top}, {right, y}, app.theme.colours.genre(label));
      y = top;
    }
  }
}

// One block for each stretch with the same genre, named where there is room.
void draw_names(const App& app, const Box& strip, const std::vector<Stretch>& stretches) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  ImFont* font = app.theme.fonts.strong;
  for (std::size_t first = 0; first < stretches.size();) {
    const std::size_t label = most_probable(stretches[first].moment);
    std::size_t last = first;
    while (last + 1 < stretches.size() && most_probable(stretches[last + 1].moment) == label) last++;
    const float left = stretches[first].left;
    const float right = stretches[last].right;
    draw->AddRectFilled({left, strip.begin.y}, {right, strip.end.y}, app.theme.colours.genre(label));
    const float seen = std::min(right, strip.end.x) - std::max(left, strip.begin.x);
    // Between blocks that are hardly wider, the line would be all that is seen.
    if (right - left > app.theme.units(4))
      draw->AddLine({right, strip.begin.y}, {right, strip.end.y}, app.theme.colours.panel, app.theme.units(1));
    const std::string name = genre_title(app, label);
    const ImVec2 size = text_size(font, name);
    if (size.x + app.theme.units(10) < seen) {
      const float middle = std::max(left, strip.begin.x) + seen / 2;
      draw_text(font, app.theme.colours.on_genre(label),
                {middle - size.x / 2, (strip.begin.y + strip.end.y - size.y) / 2}, name);
    }
    first = last + 1;
  }
}

void draw_no_music(const App& app, const Box& plot) {
  ImFont* font = app.theme.fonts.strong;
  const std::string text = app.words("timeline.no-music");
  const ImVec2 size = text_size(font, text);
  draw_text(font, app.theme.colours.dim,
            {(plot.begin.x + plot.end.x - size.x) / 2, (plot.begin.y + plot.end.y - size.y) / 2}, text);
}

}  // namespace

void draw_timeline(App& app, const Layout& layout) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  const Box& plot = layout.timeline;
  draw_text(app.theme.fonts.strong, app.theme.colours.text, {layout.tools.begin.x, plot.begin.y - units(29)},
            app.words("timeline.title"));
  ImFont* small = app.theme.fonts.small;
  const std::string explanation = layout.wide && app.song.is_music ? app.words("timeline.explanation") : "";
  draw_text(small, app.theme.colours.dim, {plot.end.x - text_size(small, explanation).x, plot.begin.y - units(27)},
            explanation);
  app.grounds.lay(plot, app.theme.colours.track);
  if (!app.song.is_music) {
    draw_no_music(app, plot);
  } else if (!app.song.timeline.empty() && !app.model.labels.empty()) {
    const float split = plot.begin.y + units(kNames);
    ImGui::PushClipRect(plot.begin, plot.end, true);
    const std::vector<Stretch> stretches = visible_stretches(app, plot);
    draw_names(app, {plot.begin, {plot.end.x, split}}, stretches);
    draw_shares(app, {{plot.begin.x, split + units(2)}, plot.end}, stretches);
    ImGui::PopClipRect();
  }
  app.boxes["timeline"] = plot;
}

}  // namespace genrelens::window
