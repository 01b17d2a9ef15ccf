// Two fingers on the page: how they part and move, from SDL's events.
#pragma once

#include <SDL_events.h>

#include "web/window/player.h"

namespace genrelens::window {

// page: CSS pixels. Other events are passed over.
void take_finger(Fingers& fingers, const SDL_Event& event, ImVec2 page);

// What they did since the last frame was used.
void forget_movement(Fingers& fingers);

}  // namespace genrelens::window
