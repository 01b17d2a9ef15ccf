// Where the panels lie. Wide windows stand them side by side and fill the height; narrow ones stack them and scroll.
#pragma once

#include "web/window/app.h"

namespace genrelens::window {

struct Layout {
  bool wide = false;
  Box header;
  Box stage;  // everything between header and status: the drop panel's place
  Box result;
  Box lanes;     // the panel of what stands over the song's time:
  Box tools;     // row above the lanes
  Box waveform;  // the lanes themselves, which share left and right edge, each with its title above
  Box spectrogram;
  Box timeline;
  Box ruler;  // times below the lanes
  Box status;
  float height = 0;  // of all content, CSS pixels
};

// `origin` is the content's top left corner on the page: it moves when the page is scrolled.
Layout lay_out(const App& app, ImVec2 origin, ImVec2 window);

}  // namespace genrelens::window
