#include "web/window/panels.h"
#include "web/window/widgets.h"

namespace genrelens::window {
void draw_header(App& app, const Layout& layout) {
  const Box& box = layout.header;
  const float middle = (box.begin.y + box.end.y) / 2;
  const float radius = app.theme.units(13);
  draw_mark({box.begin.x + radius * 1.2F, middle - app.theme.units(1)}, radius);
  ImFont* font = app.theme.fonts.strong;
  const float left = box.begin.x + app.theme.units(44);
  const float height = line_height(font);
  if (app.way.empty() || layout.wide) draw_text(font, colour::text, {left, middle - height / 2}, "Genre Lens");
  if (app.way.empty()) return;
  const float begin = left + (layout.wide ? text_size(font, "Genre Lens").x + app.theme.units(24) : 0);
  const Box back = {{begin, middle - height}, {begin + button_width(app, app.way), middle + height}};
  if (button(app, "way", app.way, ButtonKind::secondary, back)) app.requests.way = true;
}

}  // namespace genrelens::window
