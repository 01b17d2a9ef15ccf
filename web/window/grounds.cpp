#include "web/window/grounds.h"

#include <GLES3/gl3.h>

#include <algorithm>
#include <cmath>

namespace genrelens::window {

void Grounds::start(float density) {
  density_ = density;
  rectangles_.clear();
}

Box Grounds::lay(const Box& box, ImU32 colour, float rounding) {
  const auto whole = [this](float place) { return std::round(place * density_) / density_; };
  const float left = whole(box.begin.x);
  const float top = whole(box.begin.y);
  const float right = whole(box.end.x);
  const float bottom = whole(box.end.y);
  const float radius = std::ceil(rounding * density_) / density_;
  add({left + radius, top}, {right - radius, bottom}, colour);
  if (radius > 0) {
    add({left, top + radius}, {left + radius, bottom - radius}, colour);
    add({right - radius, top + radius}, {right, bottom - radius}, colour);
    // A quarter of a circle in each corner. In twelfths of a turn, from the right downwards.
    const auto corner = [&](ImVec2 middle, int first) {
      ImDrawList* draw = ImGui::GetWindowDrawList();
      draw->PathLineTo(middle);
      draw->PathArcToFast(middle, radius, first, first + 3);
      draw->PathFillConvex(colour);
    };
    corner({right - radius, bottom - radius}, 0);
    corner({left + radius, bottom - radius}, 3);
    corner({left + radius, top + radius}, 6);
    corner({right - radius, top + radius}, 9);
  }
  return {{left, top}, {right, bottom}};
}

void Grounds::add(ImVec2 begin, ImVec2 end, ImU32 colour) {
  const ImVec2 clip_begin = ImGui::GetWindowDrawList()->GetClipRectMin();
  const ImVec2 clip_end = ImGui::GetWindowDrawList()->GetClipRectMax();
  const ImVec2 first = {std::max(begin.x, clip_begin.x) * density_, std::max(begin.y, clip_begin.y) * density_};
  const ImVec2 last = {std::min(end.x, clip_end.x) * density_, std::min(end.y, clip_end.y) * density_};
  if (last.x > first.x && last.y > first.y) rectangles_.push_back({first, last, colour});
}

void Grounds::paint(int window_height) const {
  const auto pixel = [](float place) { return static_cast<GLint>(std::lround(place)); };
  glEnable(GL_SCISSOR_TEST);
  for (const Rectangle& rectangle : rectangles_) {
    const ImVec4 colour = ImGui::ColorConvertU32ToFloat4(rectangle.colour);
    glScissor(pixel(rectangle.begin.x), window_height - pixel(rectangle.end.y),
              pixel(rectangle.end.x) - pixel(rectangle.begin.x), pixel(rectangle.end.y) - pixel(rectangle.begin.y));
    glClearColor(colour.x, colour.y, colour.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
  }
  glDisable(GL_SCISSOR_TEST);
}

}  // namespace genrelens::window
