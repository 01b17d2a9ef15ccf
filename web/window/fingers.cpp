#include "web/window/fingers.h"

#include <algorithm>
#include <cmath>

namespace genrelens::window {
namespace {

constexpr float kClosest = 24;  // CSS pixels: fingers closer than this count as that far apart

struct Pair {
  float distance;  // along the time axis, which is all that zooms
  ImVec2 middle;
};

Pair pair_of(const Fingers& fingers) {
  const ImVec2 a = fingers.places.begin()->second;
  const ImVec2 b = std::next(fingers.places.begin())->second;
  return {std::max(std::abs(a.x - b.x), kClosest), {(a.x + b.x) / 2, (a.y + b.y) / 2}};
}

}  // namespace

void take_finger(Fingers& fingers, const SDL_Event& event, ImVec2 page) {
  if (event.type != SDL_FINGERDOWN && event.type != SDL_FINGERMOTION && event.type != SDL_FINGERUP) return;
  const SDL_TouchFingerEvent& finger = event.tfinger;
  if (event.type == SDL_FINGERUP) {
    fingers.places.erase(finger.fingerId);
    if (fingers.places.empty()) fingers.pinching = false;
    return;
  }
  const bool moving = event.type == SDL_FINGERMOTION && fingers.places.size() == 2;
  const Pair before = moving ? pair_of(fingers) : Pair{};
  fingers.places[finger.fingerId] = {finger.x * page.x, finger.y * page.y};
  if (fingers.places.size() < 2) return;
  fingers.pinching = true;
  const Pair now = pair_of(fingers);
  fingers.middle = now.middle;
  if (!moving) return;
  fingers.factor *= now.distance / before.distance;
  fingers.shift += now.middle.x - before.middle.x;
}

void forget_movement(Fingers& fingers) {
  fingers.factor = 1;
  fingers.shift = 0;
}

}  // namespace genrelens::window
