#include "web/window/moment.h"

#include <algorithm>

namespace genrelens::window {

double moment_boundary(const Song& song, std::size_t after) {
  const auto middle = [](const Moment& moment) { return (moment.begin + moment.end) / 2; };
  if (after == 0) return 0;
  if (after >= song.timeline.size()) return song.timeline.back().end;
  return (middle(song.timeline[after - 1]) + middle(song.timeline[after])) / 2;
}

const Moment* moment_at(const Song& song, double seconds) {
  if (song.timeline.empty() || seconds > song.timeline.back().end) return nullptr;
  std::size_t at = 0;
  while (at + 1 < song.timeline.size() && moment_boundary(song, at + 1) <= seconds) at++;
  return &song.timeline[at];
}

std::optional<double> time_of_interest(const App& app) {
  if (app.pointer.hover) return app.pointer.hover->seconds;
  if (app.player.playing) return app.player.shown();
  return std::nullopt;
}

std::size_t most_probable(const Moment& moment) {
  return static_cast<std::size_t>(std::ranges::max_element(moment.probabilities) - moment.probabilities.begin());
}

}  // namespace genrelens::window
