// The spectrogram's scale: HTK's mel, as engine/display_spectrogram.h has it.
#pragma once

#include <optional>

#include "web/window/app.h"

namespace genrelens::window {

float hertz_to_y(const App& app, const Box& plot, double hertz);
double y_to_hertz(const App& app, const Box& plot, float y);

// dB below a full-scale sine; nothing where there is no column.
std::optional<double> level_at(const App& app, double seconds, double hertz);

// Frequencies left of the plot.
void draw_pitches(const App& app, const Box& plot);

}  // namespace genrelens::window
