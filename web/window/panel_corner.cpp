#include "web/window/panels.h"
#include "web/window/widgets.h"

namespace genrelens::window {
namespace {

constexpr float kIcon = 44;  // units: a finger's width
constexpr float kHalfTurn = 3.14159F;

// Beside a file's answer: a live song has a button for it.
bool offers_listening(const App& app) {
  return app.phase == Phase::finished && app.listening.microphone && !app.song.live && !app.embedded;
}

// A microphone: listening instead.
void draw_listen(App& app, Box box) {
  act_icon(app, "listen", box);
  const ImVec2 middle = {(box.begin.x + box.end.x) / 2, (box.begin.y + box.end.y) / 2};
  const float r = app.theme.units(10);
  const float thick = app.theme.units(2);
  const ImU32 colour = app.theme.colours.text;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRect({middle.x - r * 0.38F, middle.y - r}, {middle.x + r * 0.38F, middle.y + r * 0.3F}, colour, r * 0.38F, 0,
                thick);
  draw->PathArcTo({middle.x, middle.y - r * 0.08F}, r * 0.72F, 0, kHalfTurn);
  draw->PathStroke(colour, 0, thick);
  draw->AddLine({middle.x, middle.y + r * 0.64F}, {middle.x, middle.y + r}, colour, thick);
  draw->AddLine({middle.x - r * 0.45F, middle.y + r}, {middle.x + r * 0.45F, middle.y + r}, colour, thick);
}

// An arrow out of a tray: the answer for a friend.
void draw_share(App& app, Box box) {
  act_icon(app, "share", box);
  const ImVec2 middle = {(box.begin.x + box.end.x) / 2, (box.begin.y + box.end.y) / 2};
  const float r = app.theme.units(10);
  const float thick = app.theme.units(2);
  const ImU32 colour = app.theme.colours.text;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddLine({middle.x, middle.y - r}, {middle.x, middle.y + r * 0.35F}, colour, thick);
  const ImVec2 head[] = {{middle.x - r * 0.45F, middle.y - r * 0.5F},
                         {middle.x, middle.y - r},
                         {middle.x + r * 0.45F, middle.y - r * 0.5F}};
  draw->AddPolyline(head, 3, colour, 0, thick);
  const ImVec2 tray[] = {{middle.x - r * 0.45F, middle.y - r * 0.1F}, {middle.x - r * 0.85F, middle.y - r * 0.1F},
                         {middle.x - r * 0.85F, middle.y + r},        {middle.x + r * 0.85F, middle.y + r},
                         {middle.x + r * 0.85F, middle.y - r * 0.1F}, {middle.x + r * 0.45F, middle.y - r * 0.1F}};
  draw->AddPolyline(tray, 6, colour, 0, thick);
}

}  // namespace

float corner_width(const App& app) {
  if (app.embedded) return app.way.empty() ? 0 : button_width(app, app.way);
  return app.theme.units(offers_listening(app) ? 2 * kIcon : kIcon);
}

void draw_corner(App& app, const Box& panel) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  const ImVec2 corner = {panel.end.x - units(8), panel.begin.y + units(12)};
  const auto icon = [&](float place) -> Box {
    const float right = corner.x - units(place * kIcon);
    return {{right - units(kIcon), corner.y}, {right, corner.y + units(kIcon)}};
  };
  if (app.embedded && !app.way.empty()) {  // a guest has no header for it
    act_button(app, "way", app.way, ButtonKind::secondary,
               {{corner.x - button_width(app, app.way), corner.y}, {corner.x, corner.y + units(kIcon)}});
  }
  if (app.phase != Phase::finished || app.embedded) return;
  draw_share(app, icon(0));
  if (offers_listening(app)) draw_listen(app, icon(1));
}

}  // namespace genrelens::window
