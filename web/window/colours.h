// The page's colours, once for a dark and once for a light surrounding.
#pragma once

#include <imgui.h>

#include <array>
#include <cstddef>

namespace genrelens::window {

// Nine colours from quiet to loud, their lightness changing evenly.
using HeatStops = std::array<std::array<float, 3>, 9>;

struct Colours {
  bool is_dark;
  ImU32 ground;  // behind everything
  ImU32 panel;
  ImU32 popup;
  ImU32 line;    // around panels
  ImU32 border;  // around what can be pressed
  ImU32 track;   // of a bar, where it is empty
  ImU32 text;
  ImU32 dim;  // less important text
  ImU32 accent;
  ImU32 accent_hovered;
  ImU32 on_accent;  // text on it
  ImU32 warning;
  ImU32 failure;

  // Ten colours that stay apart (CIE76 difference ≥ 22 in the dark, ≥ 20 in the light) in normal sight and in
  // protanopia, deuteranopia and tritanopia as simulated by Machado, Oliveira and Fernandes 2009, and that stand out
  // from ground and panel (contrast ≥ 3). The dark ones are chosen, the light ones found from them by simulated
  // annealing: the least difference as large as possible, hues near the dark ones. The differences are computed again
  // by tests/page/theme.test.mjs. Repeated after ten.
  std::array<ImU32, 10> genres;
  HeatStops heat;

  ImU32 genre(std::size_t label) const { return genres[label % genres.size()]; }
  ImU32 on_genre(std::size_t label) const;  // text on it: black or white, what is easier to read
  ImU32 heat_colour(float level) const;     // level: 0 quiet … 1 loud
};

extern const Colours kDarkColours;
extern const Colours kLightColours;

ImU32 with_alpha(ImU32 colour, float alpha);

}  // namespace genrelens::window
