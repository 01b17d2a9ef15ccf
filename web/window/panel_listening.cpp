#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "web/window/panels.h"
#include "web/window/widgets.h"

namespace genrelens::window {
namespace {

constexpr float kQuietest = -60;  // dB at the meter's left end

std::vector<Choice> choices(App& app) {
  std::vector<Choice> offered;
  if (app.listening.hearing == Hearing::asking) {
    offered.push_back({"microphone", app.words("listening.microphone"), ButtonKind::primary});
    if (app.listening.tab) offered.push_back({"tab", app.words("listening.tab"), ButtonKind::secondary});
  }
  offered.push_back({"cancel", app.words("listening.cancel"), ButtonKind::secondary});
  return offered;
}

}  // namespace

void draw_listening_question(App& app, const Layout& layout) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  const Fonts& fonts = app.theme.fonts;
  const Box& box = layout.stage;
  panel_ground(app, box);
  const float middle = (box.begin.x + box.end.x) / 2;
  const float width = std::min(box.width() - units(48), units(720));
  const float mark = units(layout.wide ? 38 : 26);  // radius
  const bool starting = app.listening.hearing == Hearing::starting;
  const float top = box.begin.y + std::max(units(32), (box.height() - app.drop_height) * 0.45F);
  float y = top + 2 * mark + units(34);
  draw_mark(app, {middle, top + mark}, mark);
  const char* title = starting ? "listening.starting" : "listening.question";
  y += centred_text(fonts.heading, app.theme.colours.text, {middle, y}, app.words(title), width) + units(10);
  if (!app.listening.refusal.empty()) {
    y += centred_text(fonts.body, app.theme.colours.failure, {middle, y}, app.listening.refusal, width) + units(14);
  }
  const char* sentence = starting ? "listening.starting-sentence" : "listening.question-sentence";
  y += centred_text(fonts.body, app.theme.colours.text, {middle, y}, app.words(sentence), width) + units(8);
  y += centred_text(fonts.body, app.theme.colours.dim, {middle, y}, app.words("listening.private"), width) + units(30);
  y += button_row(app, choices(app), {middle, y}, width);
  if (app.drop_height != y - top) app.changed();
  app.drop_height = y - top;
}

float draw_meter(App& app, const Box& row) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  const LevelMeter& meter = app.listening.meter;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  ImFont* font = app.theme.fonts.small;
  const std::string text = meter.peak > kQuietest
                               ? app.words("listening.level", {{"decibels", std::to_string(std::lround(meter.peak))}})
                               : app.words("listening.silence");
  const float height = line_height(font);
  const float right = row.end.x - units(62);
  draw_text(font, app.theme.colours.dim, {row.end.x - text_size(font, text).x, row.begin.y}, text);

  const float middle = row.begin.y + height / 2;
  const float half = units(5);
  const auto place = [&](float level) {
    return row.begin.x + (right - row.begin.x) * std::clamp(1 - level / kQuietest, 0.0F, 1.0F);
  };
  draw->AddRectFilled({row.begin.x, middle - half}, {right, middle + half}, app.theme.colours.track, units(3));
  const bool too_loud = meter.peak > -0.1F;
  const ImU32 ink = too_loud ? app.theme.colours.failure : app.theme.colours.accent;
  const float end = place(meter.level);
  if (end > row.begin.x + 1) draw->AddRectFilled({row.begin.x, middle - half}, {end, middle + half}, ink, units(3));
  const float mark = place(meter.peak);
  if (mark > row.begin.x + 1)
    draw->AddRectFilled({mark - units(2), middle - half}, {mark, middle + half}, app.theme.colours.text);
  app.boxes["meter"] = {{row.begin.x, middle - half}, {right, middle + half}};
  return height;
}

}  // namespace genrelens::window
