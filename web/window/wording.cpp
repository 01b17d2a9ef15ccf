#include "web/window/wording.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>

namespace genrelens::window {

std::string clock_text(double seconds) {
  char text[32];
  const int whole = static_cast<int>(seconds + 1e-6);
  const int hours = whole / 3600;
  if (hours > 0) {
    std::snprintf(text, sizeof text, "%d:%02d:%02d", hours, whole / 60 % 60, whole % 60);
  } else {
    std::snprintf(text, sizeof text, "%d:%02d", whole / 60, whole % 60);
  }
  return text;
}

std::string fine_clock_text(double seconds) {
  const auto tenths = static_cast<int>(std::lround(seconds * 10));
  return clock_text(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string percent_text(const Words& words, float share) {
  if (share > 0 && share < 0.005F) return words("number.percent-least", {{"number", "1"}});
  return words("number.percent", {{"number", std::to_string(std::lround(share * 100))}});
}

std::string genre_text(const App& app, std::size_t label) {
  const std::string& key = app.model.labels[label];
  return app.words.find("genre." + key).value_or(key);
}

std::string genre_title(const App& app, std::size_t label) {
  std::string name = genre_text(app, label);
  if (!name.empty()) name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  return name;
}

std::string song_caption(const App& app) {
  const Song& song = app.song;
  const double seconds = app.phase == Phase::finished ? song.seconds : std::max(song.expected_seconds, song.seconds);
  if (seconds <= 0) return song.format;
  return song.format + ", " + clock_text(seconds);
}

std::string spoken_answer(const App& app) {
  if (app.phase == Phase::failed) return app.error;
  const std::optional<Answer> answer = app.song.answer();
  if (!answer) return "";
  std::string text = app.words("spoken." + std::string(verdict_name(answer->verdict)),
                               {{"genre", genre_text(app, answer->first)},
                                {"percent", percent_text(app.words, app.song.probabilities[answer->first])},
                                {"other", genre_text(app, answer->second)},
                                {"share", percent_text(app.words, app.song.probabilities[answer->second])},
                                {"music", percent_text(app.words, app.song.music)}});
  if (!app.song.damage.empty()) text += " " + app.song.damage;
  return text;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out += escape;
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace genrelens::window
