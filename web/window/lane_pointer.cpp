#include "web/window/lane_pointer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "web/window/fingers.h"
#include "web/window/pitch_axis.h"
#include "web/window/time_axis.h"

namespace genrelens::window {
namespace {

using Drag = LanePointer::Drag;

constexpr double kWheelZoom = 1.25;  // a notch
constexpr double kWheelPan = 0.1;    // share of what is shown, a notch
constexpr float kWheelScroll = 95;   // units, a notch
constexpr float kTapSlack = 8;       // units that a tapping finger may move

bool touching() { return ImGui::GetIO().MouseSource == ImGuiMouseSource_TouchScreen; }

Hover hover_at(const App& app, const Box& plot, bool pitched) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  Hover hover{.seconds = std::clamp(x_to_time(app, plot, mouse.x), visible_begin(app), visible_end(app)),
              .hertz = {},
              .level = {}};
  if (!pitched) return hover;
  hover.hertz = y_to_hertz(app, plot, mouse.y);
  hover.level = level_at(app, hover.seconds, *hover.hertz);
  return hover;
}

// A lane under the pointer; null if there is none. ImGui's items hold the pointer while a button is down.
const Box* find_lane(App& app, const Layout& layout) {
  const Box* found = nullptr;
  const auto lane = [&](const char* name, const Box& box) {
    ImGui::SetCursorScreenPos(box.begin);
    ImGui::InvisibleButton(name, {box.width(), box.height()});
    if (ImGui::IsItemHovered() || ImGui::IsItemActive()) found = &box;
  };
  lane("waveform lane", layout.waveform);
  lane("spectrogram lane", layout.spectrogram);
  lane("timeline lane", layout.timeline);
  app.pointer.hover.reset();
  const bool seen = !touching() || ImGui::IsMouseDown(ImGuiMouseButton_Left);
  if (found != nullptr && seen && !app.pointer.fingers.pinching && app.pointer.drag != Drag::scrolling) {
    app.pointer.hover = hover_at(app, *found, found == &layout.spectrogram);
  }
  return found;
}

// A finger first shows which way it goes.
void decide(App& app) {
  const ImVec2 way = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0);
  const float slack = app.theme.units(kTapSlack);
  if (std::abs(way.y) > slack && std::abs(way.y) >= std::abs(way.x)) {
    app.pointer.drag = Drag::scrolling;
  } else if (std::abs(way.x) > slack) {
    app.pointer.drag = Drag::seeking;
  }
}

void seek_by_drag(App& app, const Box* lane, const Layout& layout) {
  LanePointer& pointer = app.pointer;
  if (pointer.fingers.pinching) {
    pointer.drag = Drag::none;
    app.player.dragged.reset();
    return;
  }
  if (lane != nullptr && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    pointer.drag = touching() ? Drag::undecided : Drag::seeking;
  }
  if (pointer.drag == Drag::undecided) decide(app);
  const bool released = ImGui::IsMouseReleased(ImGuiMouseButton_Left);
  const bool tapped = released && pointer.drag == Drag::undecided;
  if ((pointer.drag == Drag::seeking || tapped) && app.player.available) {
    const double time = x_to_time(app, layout.waveform, ImGui::GetIO().MousePos.x);
    app.player.dragged = std::clamp(time, 0.0, axis_end(app));
  }
  if (!released) return;
  app.requests.seek = std::exchange(app.player.dragged, std::nullopt);
  if (app.requests.seek) app.player.position = *app.requests.seek;
  pointer.drag = Drag::none;
}

void drag_ruler(App& app, const Layout& layout) {
  ImGui::SetCursorScreenPos(layout.ruler.begin);
  ImGui::InvisibleButton("ruler", {layout.ruler.width(), layout.ruler.height()});
  app.name_item("ruler");
  if (!zoomed(app)) return;
  if (ImGui::IsItemHovered() || ImGui::IsItemActive()) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  if (!ImGui::IsItemActive()) return;
  app.pointer.drag = ImGui::IsMouseDown(ImGuiMouseButton_Left) ? Drag::panning : Drag::none;
  const double seconds_a_pixel = (visible_end(app) - visible_begin(app)) / static_cast<double>(layout.ruler.width());
  pan(app, -static_cast<double>(ImGui::GetIO().MouseDelta.x) * seconds_a_pixel);
}

void zoom_by_wheel(App& app, const Layout& layout) {
  ImGuiIO& io = ImGui::GetIO();
  const bool over = ImGui::IsMouseHoveringRect(layout.waveform.begin, layout.ruler.end);
  if (!over || (io.MouseWheel == 0 && io.MouseWheelH == 0)) return;
  const double shown = visible_end(app) - visible_begin(app);
  const bool sideways = app.pointer.wheel_pans || std::abs(io.MouseWheelH) > std::abs(io.MouseWheel);
  if (sideways) {
    pan(app, -static_cast<double>(io.MouseWheel + io.MouseWheelH) * kWheelPan * shown);
  } else if (layout.wide || app.pointer.wheel_zooms) {
    zoom(app, std::pow(kWheelZoom, static_cast<double>(io.MouseWheel)), x_to_time(app, layout.waveform, io.MousePos.x));
  } else {
    return;  // narrow pages are scrolled
  }
  io.MouseWheel = 0;
  io.MouseWheelH = 0;
}

void zoom_by_fingers(App& app, const Layout& layout) {
  Fingers& fingers = app.pointer.fingers;
  const bool over = fingers.middle.y >= layout.waveform.begin.y && fingers.middle.y <= layout.ruler.end.y;
  if (fingers.pinching && over && fingers.factor > 0) {
    const double seconds_a_pixel =
        (visible_end(app) - visible_begin(app)) / static_cast<double>(layout.waveform.width());
    pan(app, -static_cast<double>(fingers.shift) * seconds_a_pixel);
    zoom(app, static_cast<double>(fingers.factor), x_to_time(app, layout.waveform, fingers.middle.x));
  }
  forget_movement(fingers);
}

}  // namespace

void point_at_lanes(App& app, const Layout& layout) {
  zoom_by_fingers(app, layout);
  zoom_by_wheel(app, layout);
  drag_ruler(app, layout);
  seek_by_drag(app, find_lane(app, layout), layout);
}

void scroll_page(App& app) {
  const ImGuiIO& io = ImGui::GetIO();
  const Drag drag = app.pointer.drag;
  if (io.MouseWheel != 0) ImGui::SetScrollY(ImGui::GetScrollY() - io.MouseWheel * app.theme.units(kWheelScroll));
  // A finger that drags the page scrolls it, as fingers expect; a mouse has its wheel.
  const bool free = drag == Drag::none || drag == Drag::scrolling;
  if (!free || app.pointer.fingers.pinching || !touching() || !ImGui::IsMouseDragging(ImGuiMouseButton_Left)) return;
  ImGui::SetScrollY(ImGui::GetScrollY() - io.MouseDelta.y);
}

}  // namespace genrelens::window
