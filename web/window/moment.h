// The moments of a song: chunks overlap, so each one stands for the time that is nearest to its middle.
#pragma once

#include "web/window/app.h"

namespace genrelens::window {

// Where the moment `after` begins and the one before it ends: s.
double moment_boundary(const Song& song, std::size_t after);

// The one at that time; null if it is not answered yet.
const Moment* moment_at(const Song& song, double seconds);

// The time that the page speaks of besides the whole song: under the pointer, or else what is heard now.
std::optional<double> time_of_interest(const App& app);

std::size_t most_probable(const Moment& moment);

}  // namespace genrelens::window
