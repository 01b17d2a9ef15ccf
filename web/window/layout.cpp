#include "web/window/layout.h"

#include <algorithm>
#include <cmath>

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
constexpr float kEmbeddedResultHeight = 430;
constexpr float kEmbeddedStatus = 44;  // of the link to the whole page
constexpr float kEmbeddedResultWidth = 330;
constexpr float kTools = 52;
constexpr float kWaveform = 84;
constexpr float kNarrowSpectrogram = 190;
constexpr float kLaneTitle = 36;
constexpr float kTimeline = 96;
constexpr float kRuler = 44;
constexpr float kGutter = 74;       // left of the lanes, for their scales
constexpr float kStageMargin = 32;  // above and below what the drop panel holds

bool shows_song(const App& app) {
  return !app.listening.asks() && (app.phase == Phase::reading || app.phase == Phase::finished);
}

float least_height(const App& app) {
  if (!shows_song(app)) {
    return app.drop_height + app.theme.units(2 * kStageMargin);
  }
  return app.theme.units(app.embedded ? kEmbeddedResultHeight : kResultHeight);
}

void stack(Layout& layout, const App& app, float left, float right, float top) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  const auto next = [&](float height) {
    const Box box = {{left, top}, {right, top + height}};
    top = box.end.y + units(kMargin);
    return box;
  };
  layout.result = next(app.embedded ? std::max(layout.stage.height(), least_height(app)) : units(kResultHeight));
  layout.lanes = next(units(kTools + kWaveform + kNarrowSpectrogram + kTimeline + 2 * kLaneTitle + kRuler));
  layout.stage.end.y = layout.lanes.end.y;
}

void stand_side_by_side(Layout& layout, const App& app) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  const Box& stage = layout.stage;
  const float split = stage.begin.x + units(app.embedded ? kEmbeddedResultWidth : kResultWidth);
  layout.result = {stage.begin, {split, stage.end.y}};
  layout.lanes = {{split + units(kMargin), stage.begin.y}, stage.end};
}

// The spectrogram takes the height that the others leave.
void divide_lanes(Layout& layout, const App& app) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  const auto whole_pixel = [&app](float place) { return std::round(place * app.theme.density) / app.theme.density; };
  const float left = whole_pixel(layout.lanes.begin.x + units(kGutter));
  const float right = whole_pixel(layout.lanes.end.x - units(20));
  float top = whole_pixel(layout.lanes.begin.y);
  const auto next = [&](float height) {
    const Box box = {{left, top}, {right, whole_pixel(top + height)}};
    top = box.end.y;
    return box;
  };
  layout.tools = next(units(kTools));
  layout.tools.begin.x = layout.lanes.begin.x + units(20);
  layout.waveform = next(units(kWaveform));
  top += units(kLaneTitle);
  layout.spectrogram = next(layout.lanes.end.y - top - units(kLaneTitle + kTimeline + kRuler));
  top += units(kLaneTitle);
  layout.timeline = next(units(kTimeline));
  layout.ruler = next(units(kRuler));
}

}  // namespace

Layout lay_out(const App& app, ImVec2 origin, ImVec2 window) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  Layout layout;
  layout.wide = window.x >= units(kNarrow);
  const float left = origin.x + units(kMargin);
  const float right = origin.x + window.x - units(kMargin);
  const float status = units(app.embedded ? kEmbeddedStatus : layout.wide ? kStatus : kNarrowStatus);
  const float header = units(app.embedded ? kMargin : kHeader);
  layout.header = {{left, origin.y}, {right, origin.y + header}};

  const float top = layout.header.end.y;
  const bool song = shows_song(app);
  const float room = window.y - header - status;
  layout.stage = {{left, top}, {right, top + std::max(room, least_height(app))}};
  if (song && layout.wide) {
    stand_side_by_side(layout, app);
  } else if (song) {
    stack(layout, app, left, right, top);
  }
  if (song) divide_lanes(layout, app);
  layout.status = {{left, layout.stage.end.y}, {right, layout.stage.end.y + status}};
  layout.height = layout.status.end.y - origin.y;
  return layout;
}

}  // namespace genrelens::window
