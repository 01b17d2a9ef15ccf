#include <cmath>

#include "web/window/panels.h"
#include "web/window/widgets.h"

namespace genrelens::window {
namespace {

constexpr float kIconButton = 44;  // units: a finger's width

// What pressing it brings: a sun in the dark, a moon in the light.
void draw_sun(const App& app, ImVec2 middle, float radius) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImU32 colour = app.theme.colours.text;
  draw->AddCircleFilled(middle, radius * 0.5F, colour);
  for (int ray = 0; ray < 8; ray++) {
    const float angle = static_cast<float>(ray) * 0.785398F;
    const ImVec2 way = {std::cos(angle), std::sin(angle)};
    draw->AddLine({middle.x + way.x * radius * 0.72F, middle.y + way.y * radius * 0.72F},
                  {middle.x + way.x * radius, middle.y + way.y * radius}, colour, radius * 0.18F);
  }
}

void draw_moon(const App& app, ImVec2 middle, float radius, ImU32 behind) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddCircleFilled(middle, radius * 0.85F, app.theme.colours.text);
  draw->AddCircleFilled({middle.x + radius * 0.42F, middle.y - radius * 0.3F}, radius * 0.72F, behind);
}

void draw_theme_button(App& app, Box box) {
  const bool hovered = act_icon(app, "theme", box);
  const ImVec2 middle = {(box.begin.x + box.end.x) / 2, (box.begin.y + box.end.y) / 2};
  const float radius = app.theme.units(11);
  if (app.theme.colours.is_dark) {
    draw_sun(app, middle, radius);
  } else {
    draw_moon(app, middle, radius, hovered ? app.theme.colours.track : app.theme.colours.ground);
  }
}

// An i: what answers here.
void draw_about_button(App& app, Box box) {
  act_icon(app, "about", box);
  const ImVec2 middle = {(box.begin.x + box.end.x) / 2, (box.begin.y + box.end.y) / 2};
  const float radius = app.theme.units(11);
  const ImU32 colour = app.theme.colours.text;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddCircle(middle, radius, colour, 0, radius * 0.18F);
  draw->AddCircleFilled({middle.x, middle.y - radius * 0.45F}, radius * 0.14F, colour);
  draw->AddLine({middle.x, middle.y - radius * 0.12F}, {middle.x, middle.y + radius * 0.55F}, colour, radius * 0.22F);
}

}  // namespace

void draw_header(App& app, const Layout& layout) {
  const Box& box = layout.header;
  const float middle = (box.begin.y + box.end.y) / 2;
  const float radius = app.theme.units(13);
  draw_mark(app, {box.begin.x + radius * 1.2F, middle - app.theme.units(1)}, radius);
  ImFont* font = app.theme.fonts.strong;
  const float left = box.begin.x + app.theme.units(44);
  const float height = line_height(font);
  if (app.way.empty() || layout.wide)
    draw_text(font, app.theme.colours.text, {left, middle - height / 2}, "Genre Lens");
  const float half = app.theme.units(kIconButton) / 2;
  draw_theme_button(app, {{box.end.x - 2 * half, middle - half}, {box.end.x, middle + half}});
  draw_about_button(app, {{box.end.x - 4 * half, middle - half}, {box.end.x - 2 * half, middle + half}});
  if (app.way.empty()) return;
  const float begin = left + (layout.wide ? text_size(font, "Genre Lens").x + app.theme.units(24) : 0);
  const Box back = {{begin, middle - height}, {begin + button_width(app, app.way), middle + height}};
  act_button(app, "way", app.way, ButtonKind::secondary, back);
}

}  // namespace genrelens::window
