#include <algorithm>
#include <string>

#include "web/window/panels.h"
#include "web/window/time_axis.h"
#include "web/window/widgets.h"
#include "web/window/wording.h"

namespace genrelens::window {
namespace {

constexpr float kTool = 40;        // units, a tool's width and height
constexpr double kToolZoom = 1.5;  // of a press

// Where the sound is, of how much.
void draw_clock(const App& app, ImVec2 at) {
  ImFont* strong = app.theme.fonts.strong;
  const std::string now = clock_text(app.player.shown());
  draw_text(strong, app.theme.colours.text, at, now);
  draw_text(app.theme.fonts.body, app.theme.colours.dim, {at.x + text_size(strong, now + " ").x, at.y},
            "/ " + clock_text(axis_end(app)));
}

enum class ToolIcon { wider, closer, whole };

void draw_icon(const App& app, const Box& box, ToolIcon icon) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  const ImVec2 middle = {(box.begin.x + box.end.x) / 2, (box.begin.y + box.end.y) / 2};
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const auto bar = [&](float x, float width, float height) {
    draw->AddRectFilled({middle.x + units(x - width), middle.y - units(height)},
                        {middle.x + units(x + width), middle.y + units(height)}, app.theme.colours.text);
  };
  bar(0, 7, 1);
  if (icon == ToolIcon::closer) bar(0, 1, 7);
  if (icon != ToolIcon::whole) return;
  for (const float side : {-1.0F, 1.0F}) {  // an arrow to each edge
    bar(side * 11, 1, 7);
    draw->AddTriangleFilled({middle.x + side * units(9), middle.y}, {middle.x + side * units(4), middle.y - units(5)},
                            {middle.x + side * units(4), middle.y + units(5)}, app.theme.colours.text);
  }
}

// Closer, wider, and back to the whole song.
void draw_zoom(App& app, const Box& tools) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  float right = tools.end.x;
  const auto pressed = [&](const char* name, ToolIcon icon) {
    const float top = tools.begin.y + units(6);
    const Box box = {{right - units(kTool), top}, {right, top + units(kTool)}};
    right -= units(kTool + 6);
    const bool now = button(app, name, "", ButtonKind::secondary, box);
    draw_icon(app, box, icon);
    return now;
  };
  if (pressed("whole", ToolIcon::whole)) show_whole(app);
  if (pressed("closer", ToolIcon::closer)) zoom_about_cursor(app, kToolZoom);
  if (pressed("wider", ToolIcon::wider)) zoom_about_cursor(app, 1 / kToolZoom);
}

void draw_play(App& app, const Layout& layout) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  const float radius = units(22);
  const ImVec2 middle = {(layout.lanes.begin.x + layout.waveform.begin.x) / 2,
                         (layout.waveform.begin.y + layout.waveform.end.y) / 2};
  ImGui::SetCursorScreenPos({middle.x - radius, middle.y - radius});
  if (ImGui::InvisibleButton("play", {2 * radius, 2 * radius})) app.request("play");
  app.name_item("play");
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddCircleFilled(middle, radius, hovered ? app.theme.colours.accent_hovered : app.theme.colours.accent);
  if (app.player.playing) {
    for (const float side : {-1.0F, 1.0F}) {
      const float x = middle.x + side * units(5);
      draw->AddRectFilled({x - units(2.5F), middle.y - units(8)}, {x + units(2.5F), middle.y + units(8)},
                          app.theme.colours.on_accent, units(1));
    }
    return;
  }
  draw->AddTriangleFilled({middle.x - units(5), middle.y - units(9)}, {middle.x - units(5), middle.y + units(9)},
                          {middle.x + units(10), middle.y}, app.theme.colours.on_accent);
}

// Which part of the song is shown.
void draw_overview(const App& app, const Box& ruler) {
  if (!zoomed(app)) return;
  const float end = static_cast<float>(axis_end(app));
  const float height = app.theme.units(4);
  const float top = ruler.end.y - app.theme.units(13);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled({ruler.begin.x, top}, {ruler.end.x, top + height}, app.theme.colours.track, height / 2);
  const float left = ruler.begin.x + ruler.width() * static_cast<float>(visible_begin(app)) / end;
  const float right = ruler.begin.x + ruler.width() * static_cast<float>(visible_end(app)) / end;
  draw->AddRectFilled({left, top}, {std::max(right, left + 2 * height), top + height}, app.theme.colours.dim,
                      height / 2);
}

// In the middle of its width, in all three.
void draw_line(const App& app, const Layout& layout, double seconds, ImU32 colour, float width) {
  if (seconds < visible_begin(app) || seconds > visible_end(app)) return;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (const Box& plot : {layout.waveform, layout.spectrogram, layout.timeline}) {
    const float x = std::clamp(time_to_x(app, plot, seconds) - width / 2, plot.begin.x, plot.end.x - width);
    draw->AddRectFilled({x, plot.begin.y}, {x + width, plot.end.y}, colour);
  }
}

}  // namespace

void draw_lanes(App& app, const Layout& layout) {
  panel_ground(app, layout.lanes);
  const Box& tools = layout.tools;
  if (app.player.available) {
    draw_clock(app, {tools.begin.x, tools.begin.y + app.theme.units(16)});
    draw_play(app, layout);
  } else {
    draw_text(app.theme.fonts.strong, app.theme.colours.text, {tools.begin.x, tools.begin.y + app.theme.units(16)},
              app.words("waveform.title"));
  }
  draw_zoom(app, tools);
  draw_ticks(app, layout.ruler);
  draw_overview(app, layout.ruler);
}

void draw_marks(App& app, const Layout& layout) {
  const float unit = app.theme.units(1);
  if (app.pointer.hover)
    draw_line(app, layout, app.pointer.hover->seconds, with_alpha(app.theme.colours.text, 0.6F), unit);
  if (!app.player.available) return;
  const double cursor = app.player.shown();
  draw_line(app, layout, cursor, with_alpha(app.theme.colours.ground, 0.7F), 4 * unit);
  draw_line(app, layout, cursor, app.theme.colours.text, 2 * unit);
  app.player.drawn = cursor;
}

}  // namespace genrelens::window
