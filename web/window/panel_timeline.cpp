#include <algorithm>

#include "web/window/panels.h"
#include "web/window/time_axis.h"
#include "web/window/widgets.h"
#include "web/window/wording.h"

namespace genrelens::window {
namespace {

constexpr float kNames = 26;  // units, height of the strip that names the genres

std::size_t most_probable(const Moment& moment) {
  return static_cast<std::size_t>(std::ranges::max_element(moment.probabilities) - moment.probabilities.begin());
}

// Chunks overlap: each one stands for the time that is nearest to its middle.
double boundary(const Song& song, std::size_t after) {
  const auto middle = [](const Moment& moment) { return (moment.begin + moment.end) / 2; };
  if (after == 0) return 0;
  if (after >= song.timeline.size()) return song.timeline.back().end;
  return (middle(song.timeline[after - 1]) + middle(song.timeline[after])) / 2;
}

// Every genre's share at that time, stacked in the order of the labels.
void draw_shares(const App& app, const Box& plot) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (std::size_t i = 0; i < app.song.timeline.size(); i++) {
    const float left = time_to_x(app, plot, boundary(app.song, i));
    const float right = time_to_x(app, plot, boundary(app.song, i + 1));
    float y = plot.end.y;
    const std::vector<float>& shares = app.song.timeline[i].probabilities;
    for (std::size_t label = 0; label < shares.size(); label++) {
      const float top = std::max(y - shares[label] * plot.height(), plot.begin.y);
      draw->AddRectFilled({left, top}, {right, y}, genre_colour(label));
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
    const float left = time_to_x(app, strip, boundary(app.song, first));
    const float right = time_to_x(app, strip, boundary(app.song, last + 1));
    draw->AddRectFilled({left, strip.begin.y}, {right, strip.end.y}, genre_colour(label));
    draw->AddLine({right, strip.begin.y}, {right, strip.end.y}, colour::panel, app.theme.units(1));
    const std::string name = genre_title(app, label);
    const ImVec2 size = text_size(font, name);
    if (size.x + app.theme.units(10) < right - left) {
      draw_text(font, colour::ground, {(left + right - size.x) / 2, (strip.begin.y + strip.end.y - size.y) / 2}, name);
    }
    first = last + 1;
  }
}

void show_hovered(const App& app) {
  if (!app.hovered_seconds) return;
  const std::vector<Moment>& timeline = app.song.timeline;
  std::size_t at = 0;
  while (at < timeline.size() && boundary(app.song, at + 1) < *app.hovered_seconds) at++;
  if (at >= timeline.size()) return;
  std::vector<std::pair<float, std::size_t>> ranked;
  for (std::size_t label = 0; label < app.model.labels.size(); label++) {
    ranked.emplace_back(timeline[at].probabilities[label], label);
  }
  std::ranges::stable_sort(ranked, std::ranges::greater(), [](const auto& entry) { return entry.first; });
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {app.theme.units(10), app.theme.units(8)});
  if (ImGui::BeginTooltip()) {
    ImGui::TextUnformatted(clock_text(*app.hovered_seconds).c_str());
    for (std::size_t i = 0; i < std::min<std::size_t>(3, ranked.size()); i++) {
      const auto& [share, label] = ranked[i];
      ImGui::PushStyleColor(ImGuiCol_Text, genre_colour(label));
      ImGui::Text("%s  %s", genre_title(app, label).c_str(), percent_text(app.words, share).c_str());
      ImGui::PopStyleColor();
    }
    ImGui::EndTooltip();
  }
  ImGui::PopStyleVar();
}

}  // namespace

void find_hovered_time(App& app, const Layout& layout) {
  app.hovered_seconds.reset();
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  for (const Box& plot : {layout.waveform, layout.spectrogram, layout.timeline}) {
    if (ImGui::IsMouseHoveringRect(plot.begin, plot.end)) app.hovered_seconds = x_to_time(app, plot, mouse.x);
  }
}

void draw_timeline(App& app, const Layout& layout) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  const Box& plot = layout.timeline;
  draw_text(app.theme.fonts.strong, colour::text, {layout.tools.begin.x, plot.begin.y - units(29)},
            app.words("timeline.title"));
  ImFont* small = app.theme.fonts.small;
  const std::string explanation = layout.wide ? app.words("timeline.explanation") : "";
  draw_text(small, colour::dim, {plot.end.x - text_size(small, explanation).x, plot.begin.y - units(27)}, explanation);
  ImGui::GetWindowDrawList()->AddRectFilled(plot.begin, plot.end, colour::track);
  if (!app.song.timeline.empty() && !app.model.labels.empty()) {
    const float split = plot.begin.y + units(kNames);
    ImGui::PushClipRect(plot.begin, plot.end, true);
    draw_names(app, {plot.begin, {plot.end.x, split}});
    draw_shares(app, {{plot.begin.x, split + units(2)}, plot.end});
    ImGui::PopClipRect();
    show_hovered(app);
  }
  app.boxes["timeline"] = plot;
}

}  // namespace genrelens::window
