// The page's panels, one file each. They show the App's state and set requests; they compute nothing.
#pragma once

#include "web/window/app.h"
#include "web/window/layout.h"

namespace genrelens::window {

void draw_header(App& app, const Layout& layout);              // the name
void draw_drop(App& app, const Layout& layout);                // no song yet, or one that could not be read
void draw_result(App& app, const Layout& layout);              // the genre, a bar for each, what to do next
void draw_lanes(App& app, const Layout& layout);               // the panel of the three that follow, and their times
void draw_waveform(App& app, const Layout& layout);            // loudness over time
void draw_spectrogram(App& app, const Layout& layout);         // pitch over time
void draw_timeline(App& app, const Layout& layout);            // genres over the same time
void draw_marks(App& app, const Layout& layout);               // lines through all three
void draw_hover(App& app);                                     // what lies under the pointer, in words
void draw_status(App& app, const Layout& layout);              // the network and what it runs on
void draw_dragging(App& app);                                  // a file hovers over the page
void draw_listening_question(App& app, const Layout& layout);  // may the page listen?

// Ways on from an answer, in the corner of its panel, and their width.
void draw_corner(App& app, const Box& panel);
float corner_width(const App& app);

// How loud it is, in one line of text's height, which is returned.
float draw_meter(App& app, const Box& row);

}  // namespace genrelens::window
