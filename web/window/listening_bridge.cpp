// The part of the window's door to JavaScript that listening.mjs uses, as bridge.cpp.
#include <emscripten.h>

#include "web/window/bridge.h"

namespace genrelens::window {

extern "C" {

// What this browser can listen to.
EMSCRIPTEN_KEEPALIVE void window_listening_offers(int microphone, int tab) {
  the_app().listening.microphone = microphone != 0;
  the_app().listening.tab = tab != 0;
  the_app().changed();
}

// hearing: place in enum Hearing. buffer: why it could not begin, or nothing.
EMSCRIPTEN_KEEPALIVE void window_listening(int hearing) {
  the_app().listening.hearing = static_cast<Hearing>(hearing);
  the_app().listening.refusal = buffer_text();
  the_app().changed();
}

// The song is heard as it plays.
EMSCRIPTEN_KEEPALIVE void window_live(unsigned song) {
  if (!is_current(song)) return;
  the_app().song.live = true;
  the_app().listening.meter = {};
  the_app().changed();
}

// dB below full scale.
EMSCRIPTEN_KEEPALIVE void window_level(double level) {
  the_app().listening.meter.show(static_cast<float>(level), emscripten_get_now());
  the_app().news = true;
}

// buffer: what is wrong while it goes on, or nothing.
EMSCRIPTEN_KEEPALIVE void window_notice() {
  the_app().listening.notice = buffer_text();
  the_app().changed();
}

}  // extern "C"
}  // namespace genrelens::window
