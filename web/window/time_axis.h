// The time axis that spectrogram and timeline share.
#pragma once

#include "web/window/app.h"

namespace genrelens::window {

// The part of a panel that is drawn in: below its title, above its axis, right of its labels.
Box plot_box(const App& app, const Box& panel);

// Ticks and times below the plot, and a line at the hovered time across it.
void draw_time_axis(const App& app, const Box& plot);

// Horizontal place of a time in the plot.
float time_to_x(const App& app, const Box& plot, double seconds);
double x_to_time(const App& app, const Box& plot, float x);

}  // namespace genrelens::window
