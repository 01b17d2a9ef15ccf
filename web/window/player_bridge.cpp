#include "web/window/player_bridge.h"

#include <emscripten.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "web/window/bridge.h"
#include "web/window/moment.h"
#include "web/window/time_axis.h"
#include "web/window/wording.h"

namespace genrelens::window {
namespace {

std::string number_json(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", number);
  return text;
}

std::string number_json(const std::optional<double>& number) { return number ? number_json(*number) : "null"; }

std::string hover_json(const App& app) {
  if (!app.pointer.hover) return "null";
  const Hover& hover = *app.pointer.hover;
  return "{\"seconds\":" + number_json(hover.seconds) + ",\"hertz\":" + number_json(hover.hertz) +
         ",\"level\":" + number_json(hover.level) + "}";
}

std::string moment_json(const App& app) {
  const std::optional<double> time = time_of_interest(app);
  const Moment* moment = time ? moment_at(app.song, *time) : nullptr;
  return moment == nullptr ? "null" : quoted(app.model.labels[most_probable(*moment)]);
}

std::string bars_json(const App& app) {
  std::string text = "[";
  for (const Bar& bar : app.bars) text += (text.size() > 1 ? "," : "") + number_json(static_cast<double>(bar.length));
  return text + "]";
}

// Cursor and clock are drawn anew once they would look different.
bool looks_different(const App& app) {
  const Player& player = app.player;
  const auto waveform = app.boxes.find("waveform");
  if (waveform == app.boxes.end()) return true;
  const float pixels =
      std::abs(time_to_x(app, waveform->second, player.shown()) - time_to_x(app, waveform->second, player.drawn)) *
      app.theme.density;
  return pixels >= 0.5F || std::floor(player.shown()) != std::floor(player.drawn);
}

}  // namespace

std::string player_json(const App& app) {
  return std::string("{\"available\":") + (app.player.available ? "true" : "false") +
         ",\"playing\":" + (app.player.playing ? "true" : "false") +
         ",\"position\":" + number_json(app.player.shown()) + ",\"end\":" + number_json(axis_end(app)) +
         ",\"visible\":[" + number_json(visible_begin(app)) + "," + number_json(visible_end(app)) +
         "],\"hover\":" + hover_json(app) + ",\"moment\":" + moment_json(app) + ",\"bars\":" + bars_json(app) + "}";
}

extern "C" {

// Where the sound is. While it plays this comes at the display's rate.
EMSCRIPTEN_KEEPALIVE void window_player(int available, int playing, double position) {
  App& app = the_app();
  Player& player = app.player;
  const bool switched = player.available != (available != 0) || player.playing != (playing != 0);
  const double before = player.position;
  player.available = available != 0;
  player.playing = playing != 0;
  player.position = position;
  if (!player.dragged) follow(app, before, position);
  if (switched || !player.playing) {
    app.changed();
  } else if (looks_different(app)) {
    app.moved();
  }
}

EMSCRIPTEN_KEEPALIVE void window_zoom(double factor) {
  zoom_about_cursor(the_app(), factor);
  the_app().changed();
}

EMSCRIPTEN_KEEPALIVE void window_show_whole() {
  show_whole(the_app());
  the_app().changed();
}

// Before each turn of the wheel: the keys that are held.
EMSCRIPTEN_KEEPALIVE void window_wheel(int shift, int control) {
  the_app().pointer.wheel_pans = shift != 0;
  the_app().pointer.wheel_zooms = control != 0;
}

EMSCRIPTEN_KEEPALIVE double window_end() { return axis_end(the_app()); }

}  // extern "C"
}  // namespace genrelens::window
