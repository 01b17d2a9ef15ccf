#include "web/window/app.h"

#include <algorithm>

namespace genrelens::window {
namespace {

constexpr double kShortestLive = 30;  // s on the axis, so that a song's first seconds are not drawn as its whole

}  // namespace

std::optional<std::size_t> Song::genre() const {
  if (probabilities.empty()) return std::nullopt;
  return static_cast<std::size_t>(std::ranges::max_element(probabilities) - probabilities.begin());
}

std::optional<Answer> Song::answer() const {
  if (probabilities.size() < 2) return std::nullopt;
  return judge(probabilities, sure, is_music);
}

double Song::axis_seconds(bool finished) const {
  if (finished) return std::max(seconds, 0.1);
  if (live) return std::max(seconds, kShortestLive);
  if (expected_seconds > 0) return std::max(expected_seconds, seconds);
  return progress > 0.01 ? std::max(seconds / progress, seconds) : std::max(seconds, 1.0);
}

double Song::heard() const { return timeline.empty() ? 0 : std::min(timeline.back().end / axis_seconds(false), 1.0); }

}  // namespace genrelens::window
