// Numbers and names as a visitor reads them.
#pragma once

#include <string>

#include "web/window/app.h"

namespace genrelens::window {

std::string clock_text(double seconds);                      // "3:07", "1:02:07"
std::string fine_clock_text(double seconds);                 // "3:07.2"
std::string percent_text(const Words& words, float share);   // "64%", "<1%"
std::string genre_text(const App& app, std::size_t label);   // "hip hop", as in a sentence
std::string genre_title(const App& app, std::size_t label);  // "Hip hop", as it stands alone
// "MP3, 3:07": as long as the header says, or as it was once it is finished.
std::string song_caption(const App& app);

// The answer in a sentence or two, for who cannot see the page.
std::string spoken_answer(const App& app);

// As a JSON string, quotes included.
std::string quoted(const std::string& text);

}  // namespace genrelens::window
