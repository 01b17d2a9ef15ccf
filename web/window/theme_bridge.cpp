// The theme's part of the door to JavaScript: theme.mjs is the other side.
#include <emscripten.h>

#include <cstdio>
#include <string>
#include <utility>

#include "web/window/bridge.h"

namespace genrelens::window {
namespace {

std::string hexadecimal(ImU32 colour) {
  char text[16];
  std::snprintf(text, sizeof text, "\"#%02x%02x%02x\"", (colour >> IM_COL32_R_SHIFT) & 0xFF,
                (colour >> IM_COL32_G_SHIFT) & 0xFF, (colour >> IM_COL32_B_SHIFT) & 0xFF);
  return text;
}

}  // namespace

extern "C" {

// At any time, also before main.
EMSCRIPTEN_KEEPALIVE void window_theme(int light) {
  use_colours(the_app().theme, light != 0 ? kLightColours : kDarkColours);
  the_app().changed();
}

// The colours in use as JSON, each as CSS writes it, for what is drawn outside the window; most by the names of their
// CSS variables.
EMSCRIPTEN_KEEPALIVE const char* window_colours() {
  static std::string reply;
  const Colours& colours = the_app().theme.colours;
  const std::pair<const char*, ImU32> named[] = {{"ground", colours.ground},
                                                 {"panel", colours.panel},
                                                 {"line", colours.line},
                                                 {"edge", colours.border},
                                                 {"track", colours.track},
                                                 {"text", colours.text},
                                                 {"dim", colours.dim},
                                                 {"accent", colours.accent},
                                                 {"accent-hovered", colours.accent_hovered},
                                                 {"on-accent", colours.on_accent},
                                                 {"warning", colours.warning},
                                                 {"failure", colours.failure}};
  reply = "{";
  for (const auto& [name, colour] : named) reply += "\"" + std::string(name) + "\":" + hexadecimal(colour) + ",";
  std::string genres;
  std::string on_genres;
  for (std::size_t label = 0; label < colours.genres.size(); label++) {
    genres += (label > 0 ? "," : "") + hexadecimal(colours.genre(label));
    on_genres += (label > 0 ? "," : "") + hexadecimal(colours.on_genre(label));
  }
  reply += "\"genres\":[" + genres + "],\"on-genres\":[" + on_genres + "]}";
  return reply.c_str();
}

}  // extern "C"
}  // namespace genrelens::window
