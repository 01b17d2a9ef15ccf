#include <algorithm>
#include <cmath>
#include <numeric>

#include "web/window/moment.h"
#include "web/window/panels.h"
#include "web/window/widgets.h"
#include "web/window/wording.h"

namespace genrelens::window {
namespace {

constexpr float kPadding = 24;       // units
constexpr float kButtonHeight = 46;  // units
constexpr float kEmbeddedRow = 25;   // units at least: of a guest's bars the best are shown that fit
constexpr float kSettled = 0.001F;   // bars closer than this to their place have arrived

// What is under the pointer or heard now; null if the panel speaks of the whole song.
const Moment* shown_moment(const App& app) {
  const std::optional<double> time = time_of_interest(app);
  return time ? moment_at(app.song, *time) : nullptr;
}

// "At 0:42: Jazz, 64%"
std::string moment_text(const App& app, const Moment& moment) {
  const std::size_t label = most_probable(moment);
  return app.words("result.moment", {{"time", clock_text(*time_of_interest(app))},
                                     {"genre", genre_title(app, label)},
                                     {"percent", percent_text(app.words, moment.probabilities[label])}});
}

std::string lead_in(const App& app) {
  if (app.song.probabilities.empty()) return app.words("result.listening");
  const Verdict verdict = app.song.answer()->verdict;
  const bool reading = app.phase == Phase::reading;
  if (verdict == Verdict::no_music) return app.words(reading ? "result.so-far-no-music" : "result.no-music");
  return app.words(reading ? "result.so-far" : "result." + std::string(verdict_name(verdict)));
}

// How probable music is, and what it would be called.
std::string no_music_support(const App& app) {
  return app.words("result.if-music", {{"percent", percent_text(app.words, app.song.music)},
                                       {"genre", genre_text(app, app.song.answer()->first)}});
}

// The answer is that of all that was heard; what is heard now may differ.
std::string live_support(const App& app) {
  const std::vector<float>& now = app.song.timeline.back().probabilities;
  const auto best = std::ranges::max_element(now);
  return app.words("listening.probable",
                   {{"percent", percent_text(app.words, app.song.probabilities[app.song.answer()->first])},
                    {"genre", genre_text(app, static_cast<std::size_t>(best - now.begin()))},
                    {"now", percent_text(app.words, *best)}});
}

std::string support(const App& app) {
  if (app.song.probabilities.empty()) return app.backend.empty() ? app.words("result.preparing") : "";
  const Answer answer = *app.song.answer();
  if (answer.verdict == Verdict::no_music) return no_music_support(app);
  if (const Moment* moment = shown_moment(app)) return moment_text(app, *moment);
  if (app.song.live && app.phase == Phase::reading) return live_support(app);
  const std::string percent = percent_text(app.words, app.song.probabilities[answer.first]);
  if (app.phase != Phase::reading && answer.verdict == Verdict::between) {
    const std::string other = percent_text(app.words, app.song.probabilities[answer.second]);
    return app.words.count("result.both-pieces", app.song.timeline.size(), {{"percent", percent}, {"share", other}});
  }
  if (app.phase != Phase::reading) {
    return app.words.count("result.probable-pieces", app.song.timeline.size(), {{"percent", percent}});
  }
  const std::string heard = percent_text(app.words, static_cast<float>(app.song.heard()));
  return app.words("result.probable-heard", {{"percent", percent}, {"heard", heard}});
}

void draw_progress(const App& app, const Box& panel) {
  if (app.phase != Phase::reading || app.song.live) return;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const float height = app.theme.units(6);
  const float rounding = app.theme.units(12);
  draw->PushClipRect(panel.begin, {panel.end.x, panel.begin.y + height});
  draw->AddRectFilled(panel.begin, {panel.end.x, panel.begin.y + 4 * rounding}, app.theme.colours.track, rounding);
  const float end = panel.begin.x + panel.width() * static_cast<float>(app.song.heard());
  draw->AddRectFilled(panel.begin, {end, panel.begin.y + 4 * rounding}, app.theme.colours.accent, rounding);
  draw->PopClipRect();
}

using Headline = std::vector<std::pair<std::string, ImU32>>;

// The genre, the two that share it, or that there is none.
Headline headline(const App& app, const Answer& answer) {
  const Colours& colours = app.theme.colours;
  if (answer.verdict == Verdict::no_music) return {{app.words("result.no-genre"), colours.text}};
  Headline parts = {{genre_title(app, answer.first), colours.genre(answer.first)}};
  if (app.phase == Phase::finished && answer.verdict == Verdict::between) {
    parts.emplace_back(" " + app.words("result.and") + " ", colours.dim);
    parts.emplace_back(genre_text(app, answer.second), colours.genre(answer.second));
  }
  return parts;
}

// As large as the panel's width allows.
float draw_headline(const App& app, ImVec2 at, float width) {
  ImFont* font = app.theme.fonts.headline;
  const float full = line_height(font) * (app.embedded ? 0.6F : 1.0F);
  const std::optional<Answer> answer = app.song.answer();
  if (!answer) return full;
  const Headline parts = headline(app, *answer);
  float whole = 1;
  for (const auto& [text, colour] : parts) whole += text_size(font, text).x;
  const float size = std::min(full, line_height(font) * width / whole);
  float x = at.x;
  for (const auto& [text, colour] : parts) {
    ImGui::GetWindowDrawList()->AddText(font, size, {x, at.y + (full - size) / 2}, colour, text.c_str());
    x += text_size(font, text).x * size / line_height(font);
  }
  return full;
}

// Smaller where it would not fit.
float draw_support(const App& app, ImVec2 at, float width) {
  const auto& fonts = app.theme.fonts;
  const std::string text = support(app);
  const bool fits = text_size(fonts.body, text).x <= width;
  line_of_text(fits ? fonts.body : fonts.small, app.theme.colours.dim, at, text, width);
  return line_height(fonts.body);
}

// Labels by probability, most probable first; rows move there.
std::vector<std::size_t> ranking(const App& app) {
  std::vector<std::size_t> order(app.model.labels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (app.song.probabilities.size() != order.size()) return order;
  std::ranges::stable_sort(
      order, [&app](std::size_t a, std::size_t b) { return app.song.probabilities[a] > app.song.probabilities[b]; });
  return order;
}

// True while something still moves.
bool approach(float& value, float goal, float share) {
  value += (goal - value) * share;
  if (std::abs(goal - value) < kSettled) value = goal;
  return value != goal;
}

const std::vector<float>& shown_shares(const App& app) {
  const Moment* moment = shown_moment(app);
  return moment == nullptr ? app.song.probabilities : moment->probabilities;
}

void move_bars(App& app) {
  const std::vector<std::size_t> order = ranking(app);
  const std::vector<float>& shares = shown_shares(app);
  const bool first = app.bars.size() != order.size();
  app.bars.resize(order.size());
  const float elapsed = std::min(ImGui::GetIO().DeltaTime, 0.1F);
  const float share = app.theme.still ? 1 : 1 - std::exp(-elapsed * 12);
  bool moving = false;
  for (std::size_t place = 0; place < order.size(); place++) {
    Bar& bar = app.bars[order[place]];
    const float length = shares.empty() ? 0 : shares[order[place]];
    if (first) bar.row = static_cast<float>(place);
    moving |= approach(bar.length, length, share);
    moving |= approach(bar.row, static_cast<float>(place), share);
  }
  if (!moving) return;
  if (app.phase == Phase::reading) {
    app.news = true;
  } else {
    app.changed();
  }
}

void draw_bars(App& app, const Box& box) {
  move_bars(app);
  const auto units = [&app](float count) { return app.theme.units(count); };
  ImDrawList* draw = ImGui::GetWindowDrawList();
  ImFont* font = app.theme.fonts.body;
  const auto all = static_cast<float>(app.bars.size());
  const float shown = app.embedded ? std::clamp(std::floor(box.height() / units(kEmbeddedRow)), 1.0F, all) : all;
  const float row = std::min(box.height() / shown, units(40));
  const float left = box.begin.x + units(104);
  const float right = box.end.x - units(60);
  const float half = std::min(row * 0.26F, units(8));
  const bool music = app.song.is_music;  // or else the bars tell of nothing that matters, and stay in the background
  const std::optional<std::size_t> genre = music ? app.song.genre() : std::nullopt;
  for (std::size_t label = 0; label < app.bars.size(); label++) {
    const Bar& bar = app.bars[label];
    if (bar.row > shown - 0.5F) continue;
    const float middle = box.begin.y + (bar.row + 0.5F) * row;
    const float text_top = middle - line_height(font) / 2;
    const bool best = genre == label;
    const ImU32 ink = best ? app.theme.colours.text : app.theme.colours.dim;
    ImFont* face = best ? app.theme.fonts.strong : font;
    line_of_text(face, ink, {box.begin.x, text_top}, genre_title(app, label), units(98));
    const float rounding = units(3);
    draw->AddRectFilled({left, middle - half}, {right, middle + half}, app.theme.colours.track, rounding);
    const float length = bar.length * (right - left);
    if (length > 0.5F) {
      const ImU32 colour = music ? app.theme.colours.genre(label) : app.theme.colours.dim;
      draw->AddRectFilled({left, middle - half}, {left + length, middle + half}, colour, rounding);
    }
    if (app.song.probabilities.empty()) continue;
    if (shown_moment(app) != nullptr) {  // where the whole song stands
      const float whole = left + app.song.probabilities[label] * (right - left);
      draw->AddRectFilled({whole - units(1), middle - half - units(2)}, {whole + units(1), middle + half + units(2)},
                          app.theme.colours.text);
    }
    const std::string percent = percent_text(app.words, shown_shares(app)[label]);
    draw_text(face, ink, {box.end.x - text_size(face, percent).x, text_top}, percent);
  }
}

// The name and what is known of the song; while it is heard, how long and how loud.
float draw_song(App& app, const Box& row) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  const Fonts& fonts = app.theme.fonts;
  const bool heard = app.song.live && app.phase == Phase::reading;
  float y = row.begin.y;
  float width = row.width() - (heard ? 0 : corner_width(app));
  if (heard) {
    const std::string clock = clock_text(app.song.seconds);
    const float left = row.end.x - text_size(fonts.strong, clock).x;
    draw_text(fonts.strong, app.theme.colours.text, {left, y}, clock);
    ImGui::GetWindowDrawList()->AddCircleFilled({left - units(12), y + line_height(fonts.strong) / 2}, units(5),
                                                app.theme.colours.failure);
    width = left - units(24) - row.begin.x;
  }
  y += line_of_text(fonts.body, app.theme.colours.text, {row.begin.x, y}, app.song.name, width) + units(4);
  const std::string caption = heard ? app.song.format : song_caption(app);
  y += line_of_text(fonts.small, app.theme.colours.dim, {row.begin.x, y}, caption, row.width());
  if (heard) y += units(8) + draw_meter(app, {{row.begin.x, y + units(8)}, row.end});
  return y - row.begin.y;
}

void draw_live_actions(App& app, const Box& box) {
  if (app.phase == Phase::reading) {
    const bool ending = app.listening.hearing == Hearing::ending;
    act_button(app, "stop", app.words(ending ? "listening.stopping" : "listening.stop"), ButtonKind::primary, box);
    return;
  }
  const float gap = app.theme.units(10);
  const std::string again = app.words("listening.again");
  const float split = box.begin.x + button_width(app, again);
  act_button(app, "listen", again, ButtonKind::secondary, {box.begin, {split, box.end.y}});
  act_button(app, "choose", app.words("action.choose"), ButtonKind::primary, {{split + gap, box.begin.y}, box.end});
}

void draw_actions(App& app, const Box& box) {
  if (app.song.live) {
    draw_live_actions(app, box);
    return;
  }
  const float gap = app.theme.units(10);
  const std::string again = app.words("action.again");
  const std::string another = app.words("action.choose-another");
  const float split = box.begin.x + button_width(app, again);
  const bool narrow = button_width(app, another) > box.end.x - split - gap;
  act_button(app, "again", again, ButtonKind::secondary, {box.begin, {split, box.end.y}});
  act_button(app, "choose", narrow ? app.words("action.another") : another, ButtonKind::primary,
             {{split + gap, box.begin.y}, box.end});
}

}  // namespace

void draw_result(App& app, const Layout& layout) {
  const auto units = [&app](float count) { return app.theme.units(count); };
  const Fonts& fonts = app.theme.fonts;
  const Box& panel = layout.result;
  panel_ground(app, panel);
  draw_progress(app, panel);

  const float padding = units(layout.wide ? kPadding : 18);
  draw_corner(app, panel);
  const float left = panel.begin.x + padding;
  const float width = panel.width() - 2 * padding;
  float y = panel.begin.y + padding;
  y += draw_song(app, {{left, y}, {left + width, y}}) + units(16);
  y += line_of_text(fonts.body, app.theme.colours.dim, {left, y}, lead_in(app), width);
  y += draw_headline(app, {left, y}, width);
  y += draw_support(app, {left, y}, width) + units(12);
  if (const std::string& warning = app.song.damage.empty() ? app.listening.notice : app.song.damage; !warning.empty()) {
    draw_text(fonts.small, app.theme.colours.warning, {left, y}, warning, width);
    y += text_size(fonts.small, warning, width).y + units(8);
  }
  const float actions = panel.end.y - padding - units(kButtonHeight);
  draw_bars(app, {{left, y}, {left + width, actions - units(14)}});
  draw_actions(app, {{left, actions}, {left + width, panel.end.y - padding}});
}

}  // namespace genrelens::window
