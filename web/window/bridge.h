// The window's door to JavaScript: functions that carry bytes and integers, in both directions. display.mjs is the
// other side. The exported ones are listed in bridge.cpp.
#pragma once

#include "web/window/app.h"

namespace genrelens::window {

// The one window of this page; the callbacks of browser and JavaScript need a place to find it.
App& the_app();

// Hands the frame's requests to JavaScript and clears them.
void send_requests(App& app);

// What JavaScript wrote for this call.
std::string buffer_text();

// That song is being read, and not another one.
bool is_current(unsigned song);

}  // namespace genrelens::window
