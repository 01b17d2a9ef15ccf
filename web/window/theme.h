// Colours, sizes and type of the page. Sizes are in units: one unit is one CSS pixel in a small window and more in a
// large one, so that a projector shows the same picture and not a smaller one.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace genrelens::window {

namespace colour {
inline constexpr ImU32 ground = IM_COL32(11, 14, 20, 255);
inline constexpr ImU32 panel = IM_COL32(21, 26, 35, 255);
inline constexpr ImU32 line = IM_COL32(42, 50, 64, 255);
inline constexpr ImU32 track = IM_COL32(33, 40, 52, 255);
inline constexpr ImU32 text = IM_COL32(240, 243, 247, 255);
inline constexpr ImU32 dim = IM_COL32(159, 170, 185, 255);
inline constexpr ImU32 accent = IM_COL32(150, 196, 255, 255);
inline constexpr ImU32 accent_hovered = IM_COL32(200, 224, 255, 255);
inline constexpr ImU32 on_accent = IM_COL32(9, 18, 32, 255);
inline constexpr ImU32 warning = IM_COL32(251, 189, 74, 255);
inline constexpr ImU32 failure = IM_COL32(255, 138, 112, 255);
}  // namespace colour

// Ten colours that stay apart (CIE76 difference ≥ 21) in normal sight and in protanopia, deuteranopia and tritanopia as
// simulated by Machado, Oliveira and Fernandes 2009; all light enough for dark text. Repeated after ten.
ImU32 genre_colour(std::size_t label);

ImU32 with_alpha(ImU32 colour, float alpha);

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
  float density = 1;   // device pixels per CSS pixel
  bool still = false;  // the visitor asked for no motion
  Fonts fonts;
  std::vector<std::uint8_t> faces[2];  // OpenType files, by Face; empty: ImGui's own font
  std::string letters;                 // beyond ASCII, that large text may contain

  float units(float count) const { return unit * count; }
};

// Chooses the unit for the window's size and bakes the fonts anew if unit or density have changed. Between frames only.
void fit_theme(Theme& theme, ImVec2 window, float density);

}  // namespace genrelens::window
