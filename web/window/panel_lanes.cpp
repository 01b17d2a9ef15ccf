#include "web/window/panels.h"
#include "web/window/time_axis.h"
#include "web/window/widgets.h"

namespace genrelens::window {

void draw_lanes(App& app, const Layout& layout) {
  panel_ground(app, layout.lanes);
  const Box& tools = layout.tools;
  draw_text(app.theme.fonts.strong, colour::text, {tools.begin.x, tools.begin.y + app.theme.units(16)},
            app.words("waveform.title"));
  draw_ticks(app, layout.ruler);
}

void draw_marks(App& app, const Layout& layout) {
  if (!app.hovered_seconds) return;
  for (const Box& plot : {layout.waveform, layout.spectrogram, layout.timeline}) {
    const float x = time_to_x(app, plot, *app.hovered_seconds);
    ImGui::GetWindowDrawList()->AddLine({x, plot.begin.y}, {x, plot.end.y}, with_alpha(colour::text, 0.8F),
                                        app.theme.units(1));
  }
}

}  // namespace genrelens::window
