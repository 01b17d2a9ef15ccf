// The time axis that waveform, spectrogram and timeline share: which part of the song it shows, and where a time lies.
#pragma once

#include "web/window/app.h"

namespace genrelens::window {

double axis_end(const App& app);       // s, of the whole song as far as it is known
double visible_begin(const App& app);  // s
double visible_end(const App& app);    // s
bool zoomed(const App& app);

// Horizontal place of a time in a plot that shows the visible part.
float time_to_x(const App& app, const Box& plot, double seconds);
double x_to_time(const App& app, const Box& plot, float x);

// factor > 1: closer; `about` stays where it is.
void zoom(App& app, double factor, double about);
void zoom_about_cursor(App& app, double factor);  // or the middle, where the cursor is not seen
void pan(App& app, double seconds);
void show_whole(App& app);
void follow_end(App& app);  // a song that is heard as it plays scrolls by

// The cursor went from `before` to `now`: a view that held it goes on holding it, a page at a time.
void follow(App& app, double before, double now);

// Ticks and times, in the ruler's width.
void draw_ticks(const App& app, const Box& ruler);

}  // namespace genrelens::window
