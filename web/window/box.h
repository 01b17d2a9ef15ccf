#pragma once

#include <imgui.h>

namespace genrelens::window {

// A place on the page, in CSS pixels.
struct Box {
  ImVec2 begin;
  ImVec2 end;

  float width() const { return end.x - begin.x; }
  float height() const { return end.y - begin.y; }
};

}  // namespace genrelens::window
