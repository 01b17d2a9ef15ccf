#include <algorithm>
#include <vector>

#include "web/window/panels.h"
#include "web/window/widgets.h"

namespace genrelens::window {
namespace {

void dashed_line(ImVec2 from, ImVec2 to, ImU32 colour, float dash, float thickness) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float length = std::max(to.x - from.x, to.y - from.y);
  const ImVec2 step = {(to.x - from.x) / length, (to.y - from.y) / length};
  for (float at = 0; at < length; at += 2 * dash) {
    const float end = std::min(at + dash, length);
    draw->AddLine({from.x + step.x * at, from.y + step.y * at}, {from.x + step.x * end, from.y + step.y * end}, colour,
                  thickness);
  }
}

void draw_frame(App& app, const Box& box) {
  const float inset = app.theme.units(14);
  app.grounds.lay(box, app.theme.units(16), app.theme.colours.panel);
  const ImU32 colour = app.dragging ? app.theme.colours.accent : app.theme.colours.border;
  const float dash = app.theme.units(9);
  const float thickness = app.theme.units(app.dragging ? 3 : 1.5F);
  const ImVec2 a = {box.begin.x + inset, box.begin.y + inset};
  const ImVec2 b = {box.end.x - inset, box.end.y - inset};
  dashed_line(a, {b.x, a.y}, colour, dash, thickness);
  dashed_line({a.x, b.y}, b, colour, dash, thickness);
  dashed_line(a, {a.x, b.y}, colour, dash, thickness);
  dashed_line({b.x, a.y}, b, colour, dash, thickness);
}

struct Message {
  std::string title;
  std::string sentence;
  ImU32 colour;  // of the sentence
};

Message message_for(const App& app) {
  if (!app.problem.empty()) return {app.words("drop.problem"), app.problem, app.theme.colours.failure};
  if (app.dragging) return {app.words("drop.let-go"), app.words("drop.let-go-sentence"), app.theme.colours.dim};
  if (app.phase == Phase::failed && app.song.live) {
    return {app.words("listening.failed"), app.error, app.theme.colours.failure};
  }
  if (app.phase == Phase::failed) {
    return {app.words("drop.failed"),
            app.song.name.empty() ? app.error
                                  : app.words("drop.failed-sentence", {{"file", app.song.name}, {"error", app.error}}),
            app.theme.colours.failure};
  }
  return {app.words("drop.title"), app.words("drop.sentence"), app.theme.colours.dim};
}

float draw_buttons(App& app, float middle, float top, float width) {
  const char* choose = app.phase == Phase::failed ? "action.choose-another" : "action.choose";
  std::vector<Choice> ways = {{"choose", app.words(choose), ButtonKind::primary}};
  if (app.listening.microphone) {
    ways.push_back({"listen", app.words("listening.listen"), ButtonKind::primary});
  }
  if (app.embedded && !app.way.empty()) ways.push_back({"way", app.way, ButtonKind::secondary});
  if (app.folders) ways.push_back({"folder", app.words("action.folder"), ButtonKind::secondary});
  if (app.demo) ways.push_back({"demo", app.words("action.demo"), ButtonKind::secondary});
  return button_row(app, ways, {middle, top}, width);
}

}  // namespace

void draw_drop(App& app, const Layout& layout) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  const Box& box = layout.stage;
  draw_frame(app, box);
  const float middle = (box.begin.x + box.end.x) / 2;
  const float width = std::min(box.width() - units(64), units(860));
  const float mark = units(layout.wide ? 38 : 26);  // radius
  const Message message = message_for(app);
  const float top = box.begin.y + std::max(units(32), (box.height() - app.drop_height) * 0.45F);
  float y = top + 2 * mark + units(34);
  draw_mark(app, {middle, top + mark}, mark);
  y += centred_text(app.theme.fonts.heading, app.theme.colours.text, {middle, y}, message.title, width) + units(10);
  y += centred_text(app.theme.fonts.body, message.colour, {middle, y}, message.sentence, width) + units(30);
  if (app.problem.empty()) y += draw_buttons(app, middle, y, width) + units(34);
  y += centred_text(app.theme.fonts.small, app.theme.colours.dim, {middle, y}, app.words("drop.formats"), width);
  y += centred_text(app.theme.fonts.small, app.theme.colours.dim, {middle, y + units(4)}, app.words("drop.private"),
                    width);
  if (app.drop_height != y - top) app.changed();
  app.drop_height = y - top;
}

void draw_dragging(App& app) {
  if (!app.dragging || app.phase == Phase::waiting || app.phase == Phase::failed) return;
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  const Box box = {viewport->WorkPos,
                   {viewport->WorkPos.x + viewport->WorkSize.x, viewport->WorkPos.y + viewport->WorkSize.y}};
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(box.begin, box.end, with_alpha(app.theme.colours.ground, 0.86F));
  const float inset = app.theme.units(10);
  draw->AddRect({box.begin.x + inset, box.begin.y + inset}, {box.end.x - inset, box.end.y - inset},
                app.theme.colours.accent, app.theme.units(16), 0, app.theme.units(3));
  centred_text(app.theme.fonts.heading, app.theme.colours.text,
               {box.width() / 2, box.height() / 2 - app.theme.units(20)}, app.words("drop.let-go-anywhere"),
               box.width() - 4 * inset);
}

}  // namespace genrelens::window
