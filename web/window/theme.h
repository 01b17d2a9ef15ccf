// Sizes, type and colours of the page. Sizes are in units: one unit is one CSS pixel in a small window and more in a
// large one, so that a projector shows the same picture and not a smaller one.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "web/window/colours.h"

namespace genrelens::window {

enum class Face { regular, bold };

struct Fonts {
  ImFont* small = nullptr;
  ImFont* body = nullptr;
  ImFont* strong = nullptr;
  ImFont* heading = nullptr;  // these two are large: only ASCII and Theme::letters
  ImFont* headline = nullptr;
};

struct Theme {
  float unit = 1;      // CSS pixels
  float scale = 1;     // of all that is drawn: smaller in an iframe
  float density = 1;   // device pixels per CSS pixel
  bool still = false;  // the visitor asked for no motion
  Colours colours = kDarkColours;
  Fonts fonts;
  std::vector<std::uint8_t> faces[2];  // OpenType files, by Face; empty: ImGui's own font
  std::string letters;                 // beyond ASCII, that large text may contain

  float units(float count) const { return unit * count; }
};

void use_colours(Theme& theme, const Colours& colours);

// Chooses the unit for the window's size and bakes the fonts anew if unit or density have changed. Between frames only.
void fit_theme(Theme& theme, ImVec2 window, float density);

}  // namespace genrelens::window
