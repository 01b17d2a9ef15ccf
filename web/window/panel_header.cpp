#include "web/window/panels.h"
#include "web/window/widgets.h"

namespace genrelens::window {
void draw_header(App& app, const Layout& layout) {
  const Box& box = layout.header;
  const float middle = (box.begin.y + box.end.y) / 2;
  const float radius = app.theme.units(13);
  draw_mark({box.begin.x + radius * 1.2F, middle - app.theme.units(1)}, radius);
  ImFont* font = app.theme.fonts.strong;
  draw_text(font, colour::text, {box.begin.x + app.theme.units(44), middle - line_height(font) / 2}, "Genre Lens");
}

}  // namespace genrelens::window
