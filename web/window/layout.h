// Where the panels lie. Wide windows stand them side by side and fill the height; narrow ones stack them and scroll.
#pragma once

#include "web/window/app.h"

namespace genrelens::window {

struct Layout {
  bool wide = false;
  Box header;
  Box stage;  // everything between header and status: the drop panel's place
  Box result;
  Box spectrogram;
  Box timeline;
  Box status;
  float height = 0;  // of all content, CSS pixels
};

// `origin` is the content's top left corner on the page: it moves when the page is scrolled.
Layout lay_out(const App& app, ImVec2 origin, ImVec2 window);

}  // namespace genrelens::window
