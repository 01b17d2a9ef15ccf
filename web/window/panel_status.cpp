#include <algorithm>

#include "web/window/panels.h"
#include "web/window/widgets.h"

namespace genrelens::window {
namespace {

std::string model_words(const App& app) {
  if (app.model.title.empty()) return "";
  if (app.model.accuracy.empty()) return app.model.title;
  return app.words("model.line", {{"title", app.model.title}, {"accuracy", app.model.accuracy}});
}

std::string backend_words(const App& app) {
  if (!app.problem.empty()) return app.words("backend.not-running");
  return app.backend.empty() ? app.words("backend.preparing") : app.backend;
}

}  // namespace

void draw_status(App& app, const Layout& layout) {
  const Box& box = layout.status;
  ImFont* font = app.theme.fonts.small;
  const ImU32 lamp = app.problem.empty() ? (app.backend.empty() ? app.theme.colours.warning : app.theme.colours.accent)
                                         : app.theme.colours.failure;
  const std::string model = model_words(app);
  const std::string backend = backend_words(app);
  const float indent = app.theme.units(14);
  float y = box.begin.y + app.theme.units(14);
  const auto draw_backend = [&](float x) {
    ImGui::GetWindowDrawList()->AddCircleFilled({x + app.theme.units(4), y + line_height(font) / 2}, app.theme.units(4),
                                                lamp);
    line_of_text(font, app.theme.colours.dim, {x + indent, y}, backend, box.end.x - x - indent);
  };
  if (layout.wide) {
    const float right = box.end.x - text_size(font, backend).x - indent;
    line_of_text(font, app.theme.colours.dim, {box.begin.x, y}, model, right - box.begin.x - indent);
    draw_backend(right);
    return;
  }
  draw_backend(box.begin.x);
  y += line_height(font) + app.theme.units(6);
  draw_text(font, app.theme.colours.dim, {box.begin.x, y}, model, box.width());
}

}  // namespace genrelens::window
