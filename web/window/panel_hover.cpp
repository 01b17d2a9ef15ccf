#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "web/window/moment.h"
#include "web/window/panels.h"
#include "web/window/widgets.h"
#include "web/window/wording.h"

namespace genrelens::window {
namespace {

constexpr std::size_t kGenres = 3;

// "440 Hz, −32 dB"
std::string tone_text(const Hover& hover) {
  if (!hover.hertz) return "";
  std::string tone = std::to_string(std::lround(*hover.hertz)) + " Hz";
  if (hover.level)
    tone += ", " + std::string(*hover.level <= -0.5 ? "–" : "") + std::to_string(std::lround(std::abs(*hover.level))) +
            " dB";
  return tone;
}

void show_genres(const App& app, const Moment& moment) {
  std::vector<std::pair<float, std::size_t>> ranked;
  for (std::size_t label = 0; label < moment.probabilities.size(); label++) {
    ranked.emplace_back(moment.probabilities[label], label);
  }
  std::ranges::stable_sort(ranked, std::ranges::greater(), [](const auto& entry) { return entry.first; });
  for (std::size_t i = 0; i < std::min(kGenres, ranked.size()); i++) {
    const auto& [share, label] = ranked[i];
    ImGui::PushStyleColor(ImGuiCol_Text, app.theme.colours.genre(label));
    ImGui::Text("%s  %s", genre_title(app, label).c_str(), percent_text(app.words, share).c_str());
    ImGui::PopStyleColor();
  }
}

}  // namespace

void draw_hover(App& app) {
  if (!app.pointer.hover) return;
  const Hover& hover = *app.pointer.hover;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {app.theme.units(10), app.theme.units(8)});
  if (ImGui::BeginTooltip()) {
    ImGui::TextUnformatted(fine_clock_text(hover.seconds).c_str());
    if (const std::string tone = tone_text(hover); !tone.empty()) ImGui::TextUnformatted(tone.c_str());
    const Moment* moment = app.song.is_music ? moment_at(app.song, hover.seconds) : nullptr;
    if (moment != nullptr) show_genres(app, *moment);
    ImGui::EndTooltip();
  }
  ImGui::PopStyleVar();
}

}  // namespace genrelens::window
