// What mouse and fingers do on the lanes: hover, seek, zoom and pan; and how they scroll the page elsewhere.
//
//   mouse   press or drag on a lane seeks; the wheel zooms about the pointer, with Shift it pans; a drag of the ruler
//   pans finger  a tap or a sideways drag on a lane seeks, another drag scrolls the page; two fingers zoom and pan
#pragma once

#include "web/window/app.h"
#include "web/window/layout.h"

namespace genrelens::window {

// Before the panels that show what it finds.
void point_at_lanes(App& app, const Layout& layout);

// After all panels.
void scroll_page(App& app);

}  // namespace genrelens::window
