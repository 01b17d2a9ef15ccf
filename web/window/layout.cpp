#include "web/window/layout.h"

#include <algorithm>

namespace genrelens::window {
namespace {

// All in units.
constexpr float kNarrow = 860;  // below this width panels are stacked
constexpr float kMargin = 16;
constexpr float kHeader = 56;
constexpr float kStatus = 46;
constexpr float kNarrowStatus = 108;
constexpr float kResultWidth = 430;
constexpr float kResultHeight = 620;
constexpr float kTimelineHeight = 180;
constexpr float kNarrowSpectrogram = 250;
constexpr float kStageHeight = 570;  // least

void stack(Layout& layout, const App& app, float left, float right, float top) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  const auto next = [&](float height) {
    const Box box = {{left, top}, {right, top + height}};
    top = box.end.y + units(kMargin);
    return box;
  };
  layout.result = next(units(kResultHeight));
  layout.spectrogram = next(units(kNarrowSpectrogram));
  layout.timeline = next(units(kTimelineHeight));
  layout.stage.end.y = layout.timeline.end.y;
}

void stand_side_by_side(Layout& layout, const App& app) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  const Box& stage = layout.stage;
  const float split = stage.begin.x + units(kResultWidth);
  layout.result = {stage.begin, {split, stage.end.y}};
  const float left = split + units(kMargin);
  const float middle = stage.end.y - units(kTimelineHeight);
  layout.timeline = {{left, middle}, stage.end};
  layout.spectrogram = {{left, stage.begin.y}, {stage.end.x, middle - units(kMargin)}};
}

}  // namespace

Layout lay_out(const App& app, ImVec2 origin, ImVec2 window) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  Layout layout;
  layout.wide = window.x >= units(kNarrow);
  const float left = origin.x + units(kMargin);
  const float right = origin.x + window.x - units(kMargin);
  const float status = units(layout.wide ? kStatus : kNarrowStatus);
  layout.header = {{left, origin.y}, {right, origin.y + units(kHeader)}};

  const float top = layout.header.end.y;
  const bool song = app.phase == Phase::reading || app.phase == Phase::finished;
  const float least = units(song ? kResultHeight : kStageHeight);
  const float room = window.y - units(kHeader) - status;
  layout.stage = {{left, top}, {right, top + std::max(room, least)}};
  if (song && layout.wide) {
    stand_side_by_side(layout, app);
  } else if (song) {
    stack(layout, app, left, right, top);
  }
  layout.status = {{left, layout.stage.end.y}, {right, layout.stage.end.y + status}};
  layout.height = layout.status.end.y - origin.y;
  return layout;
}

}  // namespace genrelens::window
