// Large areas of one colour under everything else: the panels and what lies in them. They are cleared before ImGui's
// triangles are drawn, because where no graphics processor is at hand a blended pixel takes ten times as long as a
// cleared one, and most of the page's pixels are these.
#pragma once

#include <imgui.h>

#include <vector>

#include "web/window/box.h"

namespace genrelens::window {

class Grounds {
 public:
  // A new frame. density: pixels in a CSS pixel.
  void start(float density);

  // Over those laid before, as far as ImGui's window shows it, in whole pixels.
  void lay(const Box& box, ImU32 colour) { lay(box, 0, colour); }
  void lay(const Box& box, float rounding, ImU32 colour, ImU32 edge = 0);

  // With a GL context, before ImGui draws. window: its height in pixels.
  void paint(int window_height) const;

 private:
  struct Rectangle {
    ImVec2 begin;  // pixels
    ImVec2 end;
    ImU32 colour;
  };

  void add(ImVec2 begin, ImVec2 end, ImU32 colour);
  void add_cross(const Box& box, float radius, ImU32 colour);

  float density_ = 1;
  std::vector<Rectangle> rectangles_;
};

}  // namespace genrelens::window
