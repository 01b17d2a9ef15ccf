#include <algorithm>

#include "web/window/panels.h"
#include "web/window/pitch_axis.h"
#include "web/window/time_axis.h"
#include "web/window/widgets.h"

namespace genrelens::window {
namespace {

void draw_legend(const App& app, const Box& plot) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  ImFont* font = app.theme.fonts.small;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float middle = plot.begin.y - units(18);
  const float text_top = middle - line_height(font) / 2;
  const std::string loud_text = app.words("spectrogram.loud");
  const std::string quiet_text = app.words("spectrogram.quiet");
  const float loud = plot.end.x - text_size(font, loud_text).x;
  draw_text(font, app.theme.colours.dim, {loud, text_top}, loud_text);
  const float width = units(90);
  const float left = loud - units(8) - width;
  constexpr int kParts = 24;
  for (int part = 0; part < kParts; part++) {
    const float x = left + width * static_cast<float>(part) / kParts;
    draw->AddRectFilled({x, middle - units(4)}, {x + width / kParts + 1, middle + units(4)},
                        app.theme.colours.heat_colour(static_cast<float>(part) / (kParts - 1)));
  }
  draw_text(font, app.theme.colours.dim, {left - units(8) - text_size(font, quiet_text).x, text_top}, quiet_text);
}

}  // namespace

void draw_spectrogram(App& app, const Layout& layout) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  const Box& plot = layout.spectrogram;
  draw_text(app.theme.fonts.strong, app.theme.colours.text, {layout.tools.begin.x, plot.begin.y - units(29)},
            app.words("spectrogram.title"));
  draw_legend(app, plot);

  ImDrawList* draw = ImGui::GetWindowDrawList();
  app.grounds.lay(plot, app.theme.colours.heat_colour(0));
  const Slice slice =
      app.spectrogram.show(visible_begin(app), visible_end(app), plot.width() * app.theme.density, app.theme.colours);
  if (slice.used > 0) {
    draw->PushClipRect(plot.begin, plot.end, true);
    draw->AddImage(app.spectrogram.texture(), {time_to_x(app, plot, slice.begin), plot.begin.y},
                   {time_to_x(app, plot, slice.end), plot.end.y}, {0, 0}, {slice.used, 1});
    draw->PopClipRect();
  }
  draw_pitches(app, plot);
  app.boxes["spectrogram"] = plot;
}

}  // namespace genrelens::window
