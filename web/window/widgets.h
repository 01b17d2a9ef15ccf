// The few widgets that the panels share, drawn in the page's own style.
#pragma once

#include <imgui.h>

#include <span>
#include <string>

#include "web/window/app.h"

namespace genrelens::window {

enum class ButtonKind { primary, secondary };

// Width of a button that fits its text.
float button_width(const App& app, const std::string& text);

// Draws a button at `begin` and says whether it was pressed; its place is remembered under `name`.
bool button(App& app, const char* name, const std::string& text, ButtonKind kind, Box box);

// A button whose act is the page's: it requests the act of its name.
void act_button(App& app, const char* name, const std::string& text, ButtonKind kind, Box box);

// The same as a picture: draws its ground when hovered, and says so; the picture is the caller's.
bool act_icon(App& app, const char* name, Box box);

// One of several act_buttons of the same height.
struct Choice {
  const char* name;
  std::string text;
  ButtonKind kind;
};

// In a row around `top_middle`, or in several where `width` does not allow that. Returns their height.
float button_row(App& app, std::span<const Choice> choices, ImVec2 top_middle, float width);

// A rounded panel's ground.
void panel_ground(App& app, const Box& box);

// A lens over five bars of sound: the same picture as assets/icon.svg.
void draw_mark(const App& app, ImVec2 middle, float radius);

// One line; longer text ends in an ellipsis at `width` (CSS pixels). Returns the line's height.
float line_of_text(ImFont* font, ImU32 colour, ImVec2 at, const std::string& text, float width);

// Wrapped at `width`, each line in the middle. Returns the text's height.
float centred_text(ImFont* font, ImU32 colour, ImVec2 top_middle, const std::string& text, float width);

// Size of a text in CSS pixels.
ImVec2 text_size(ImFont* font, const std::string& text, float wrap_width = 0);
float line_height(ImFont* font);

void draw_text(ImFont* font, ImU32 colour, ImVec2 at, const std::string& text, float wrap_width = 0);

}  // namespace genrelens::window
