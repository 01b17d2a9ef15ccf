#include "web/window/widgets.h"

#include <algorithm>
#include <cfloat>
#include <cmath>

namespace genrelens::window {
namespace {

constexpr float kButtonPadding = 18;  // units, left and right
constexpr float kRowHeight = 54;      // units
constexpr float kRowGap = 12;         // units
constexpr float kRowPadding = 16;     // units, more than a button needs

struct ButtonColours {
  ImU32 ground;
  ImU32 hovered;
  ImU32 border;
  ImU32 text;
};

ButtonColours colours_of(const App& app, ButtonKind kind) {
  if (kind == ButtonKind::primary) {
    return {app.theme.colours.accent, app.theme.colours.accent_hovered, app.theme.colours.accent,
            app.theme.colours.on_accent};
  }
  return {app.theme.colours.track, app.theme.colours.line, app.theme.colours.border, app.theme.colours.text};
}

struct Press {
  bool released;  // this frame
  bool hovered;
};

// Where a button is, under its name; what it looks like is another's.
Press press_area(App& app, const char* name, const Box& box) {
  ImGui::SetCursorScreenPos(box.begin);
  const bool released = ImGui::InvisibleButton(name, {box.width(), box.height()});
  app.name_item(name);
  const bool hovered = ImGui::IsItemHovered();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  return {released, hovered};
}

void drop_last_character(std::string& text) {
  const auto continues = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; };  // UTF-8
  while (!text.empty() && continues(text.back())) text.pop_back();
  if (!text.empty()) text.pop_back();
}

}  // namespace

float line_height(ImFont* font) { return font->FontSize * ImGui::GetIO().FontGlobalScale; }

ImVec2 text_size(ImFont* font, const std::string& text, float wrap_width) {
  return font->CalcTextSizeA(line_height(font), FLT_MAX, wrap_width, text.data(), text.data() + text.size());
}

void draw_text(ImFont* font, ImU32 colour, ImVec2 at, const std::string& text, float wrap_width) {
  ImGui::GetWindowDrawList()->AddText(font, line_height(font), at, colour, text.data(), text.data() + text.size(),
                                      wrap_width);
}

float button_width(const App& app, const std::string& text) {
  return text_size(app.theme.fonts.strong, text).x + 2 * app.theme.units(kButtonPadding);
}

bool button(App& app, const char* name, const std::string& text, ButtonKind kind, Box box) {
  const auto [released, hovered] = press_area(app, name, box);
  const ButtonColours colours = colours_of(app, kind);
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float rounding = app.theme.units(8);
  const float pushed = ImGui::IsItemActive() ? app.theme.units(1) : 0;
  const ImVec2 begin = {box.begin.x, box.begin.y + pushed};
  const ImVec2 end = {box.end.x, box.end.y + pushed};
  draw->AddRectFilled(begin, end, hovered ? colours.hovered : colours.ground, rounding);
  draw->AddRect(begin, end, colours.border, rounding);
  const ImVec2 size = text_size(app.theme.fonts.strong, text);
  draw_text(app.theme.fonts.strong, colours.text,
            {begin.x + (box.width() - size.x) / 2, begin.y + (box.height() - size.y) / 2}, text);
  return released;
}

void act_button(App& app, const char* name, const std::string& text, ButtonKind kind, Box box) {
  if (button(app, name, text, kind, box)) app.request(name);
}

bool act_icon(App& app, const char* name, Box box) {
  const auto [released, hovered] = press_area(app, name, box);
  if (released) app.request(name);
  if (hovered) {
    ImGui::GetWindowDrawList()->AddRectFilled(box.begin, box.end, app.theme.colours.track, app.theme.units(8));
  }
  return hovered;
}

float button_row(App& app, std::span<const Choice> choices, ImVec2 top_middle, float width) {
  const float height = app.theme.units(kRowHeight);
  const float gap = app.theme.units(kRowGap);
  const auto width_of = [&app](const Choice& choice) {
    return button_width(app, choice.text) + app.theme.units(kRowPadding);
  };
  float y = top_middle.y;
  for (std::size_t first = 0; first < choices.size();) {
    float wide = width_of(choices[first]);
    std::size_t end = first + 1;
    while (end < choices.size() && wide + gap + width_of(choices[end]) <= width) wide += gap + width_of(choices[end++]);
    float x = top_middle.x - wide / 2;
    for (; first < end; first++) {
      const Choice& choice = choices[first];
      const Box box = {{x, y}, {x + width_of(choice), y + height}};
      act_button(app, choice.name, choice.text, choice.kind, box);
      x = box.end.x + gap;
    }
    y += height + gap;
  }
  return y - gap - top_middle.y;
}

void panel_ground(App& app, const Box& box) {
  app.grounds.lay(box, app.theme.units(12), app.theme.colours.panel, app.theme.colours.line);
}

float line_of_text(ImFont* font, ImU32 colour, ImVec2 at, const std::string& text, float width) {
  std::string shown = text;
  if (text_size(font, shown).x > width + 0.5F) {
    const float room = width - text_size(font, "…").x;
    while (!shown.empty() && text_size(font, shown).x > room) drop_last_character(shown);
    shown += "…";
  }
  draw_text(font, colour, at, shown);
  return line_height(font);
}

float centred_text(ImFont* font, ImU32 colour, ImVec2 top_middle, const std::string& text, float width) {
  const float scale = line_height(font) / font->FontSize;
  const char* end = text.data() + text.size();
  float y = top_middle.y;
  for (const char* line = text.data(); line < end;) {
    const char* wrap = font->CalcWordWrapPositionA(scale, line, end, width);
    if (wrap == line) wrap++;
    const std::string part(line, wrap);
    draw_text(font, colour, {top_middle.x - text_size(font, part).x / 2, y}, part);
    y += line_height(font) * 1.2F;
    for (line = wrap; line < end && *line == ' ';) line++;
  }
  return y - top_middle.y;
}

void draw_mark(const App& app, ImVec2 middle, float radius) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float bars[] = {0.35F, 0.75F, 1.0F, 0.6F, 0.3F};
  for (int i = 0; i < 5; i++) {
    const float x = middle.x + static_cast<float>(i - 2) * radius * 0.3F;
    const float half = bars[i] * radius * 0.55F;
    draw->AddLine({x, middle.y - half}, {x, middle.y + half}, app.theme.colours.text, radius * 0.14F);
  }
  draw->AddCircle(middle, radius, app.theme.colours.accent, 0, radius * 0.16F);
  const float diagonal = radius * std::sqrt(0.5F);
  draw->AddLine({middle.x + diagonal, middle.y + diagonal}, {middle.x + 1.5F * diagonal, middle.y + 1.5F * diagonal},
                app.theme.colours.accent, radius * 0.24F);
}

}  // namespace genrelens::window
