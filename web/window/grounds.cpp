#include "web/window/grounds.h"

#include <GLES3/gl3.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace genrelens::window {

void Grounds::start(float density) {
  density_ = density;
  rectangles_.clear();
}

void Grounds::lay(const Box& box, float rounding, ImU32 colour, ImU32 edge) {
  const auto whole = [this](float place) { return std::round(place * density_) / density_; };
  const float pixel = 1 / density_;
  const float radius = std::ceil(rounding * density_) * pixel;
  const Box outer = {{whole(box.begin.x), whole(box.begin.y)}, {whole(box.end.x), whole(box.end.y)}};
  Box inner = outer;
  if (edge != 0) {
    add_cross(outer, radius, edge);
    inner = {{outer.begin.x + pixel, outer.begin.y + pixel}, {outer.end.x - pixel, outer.end.y - pixel}};
  }
  add_cross(inner, edge == 0 ? radius : radius - pixel, colour);
  if (radius == 0) return;
  // ImGui draws the corners, quarters of a circle that begin at a twelfth of a turn. Their straight sides lie
  // inside the cross, a unit deep, over which ImGui softens an edge: else what is behind would shine through.
  const auto corner = [&](ImVec2 middle, ImVec2 inward, int first) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const bool flat = first % 6 == 0;  // whether the arc begins beside its middle, or below or above it
    const ImVec2 across = {inward.x, 0}, along = {0, inward.y};
    const auto end_of_arc = [&](int twelfths, ImVec2 shift) {
      const float angle = static_cast<float>(twelfths) * std::numbers::pi_v<float> / 6;
      draw->PathLineTo(
          {middle.x + std::cos(angle) * (radius - 1) + shift.x, middle.y + std::sin(angle) * (radius - 1) + shift.y});
    };
    draw->PathLineTo({middle.x + across.x, middle.y + along.y});
    end_of_arc(first, flat ? along : across);
    draw->PathArcToFast(middle, radius, first, first + 3);
    end_of_arc(first + 3, flat ? across : along);
    draw->PathFillConvex(colour);
    if (edge == 0) return;
    draw->PathArcToFast(middle, radius - pixel / 2, first, first + 3);
    draw->PathStroke(edge, 0, pixel);
  };
  corner({outer.end.x - radius, outer.end.y - radius}, {-1, -1}, 0);
  corner({outer.begin.x + radius, outer.end.y - radius}, {1, -1}, 3);
  corner({outer.begin.x + radius, outer.begin.y + radius}, {1, 1}, 6);
  corner({outer.end.x - radius, outer.begin.y + radius}, {-1, 1}, 9);
}

// All but the corners.
void Grounds::add_cross(const Box& box, float radius, ImU32 colour) {
  add({box.begin.x + radius, box.begin.y}, {box.end.x - radius, box.end.y}, colour);
  if (radius == 0) return;
  add({box.begin.x, box.begin.y + radius}, {box.begin.x + radius, box.end.y - radius}, colour);
  add({box.end.x - radius, box.begin.y + radius}, {box.end.x, box.end.y - radius}, colour);
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
