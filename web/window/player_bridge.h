// What the player's part of the window says to JavaScript; what it hears is in player_bridge.cpp.
#pragma once

#include <string>

#include "web/window/app.h"

namespace genrelens::window {

// As JSON: where the sound is, what is shown, what lies under the pointer, what the bars show.
std::string player_json(const App& app);

}  // namespace genrelens::window
