#include "web/window/bridge.h"

#include <emscripten.h>
#include <imgui_impl_opengl3.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <span>
#include <sstream>
#include <utility>

#include "web/window/player_bridge.h"
#include "web/window/time_axis.h"
#include "web/window/wording.h"

// Module.page is what display.mjs gives the module at its start.
EM_JS(void, page_act, (const char* name), { Module.page.act(UTF8ToString(name)); });
EM_JS(void, page_seek, (double seconds), { Module.page.seek(seconds); });
EM_JS(void, page_announce, (const char* text), { Module.page.announce(UTF8ToString(text)); });

namespace genrelens::window {
namespace {

std::vector<std::uint8_t> buffer;  // what JavaScript wrote for the next call
std::string reply;                 // the text that the last call returned

// Lines of the buffer, in order.
std::vector<std::string> buffer_lines() {
  std::vector<std::string> lines;
  std::istringstream stream(buffer_text());
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

const char* phase_name(Phase phase) {
  switch (phase) {
    case Phase::waiting:
      return "waiting";
    case Phase::reading:
      return "reading";
    case Phase::finished:
      return "finished";
    case Phase::failed:
      return "failed";
  }
  return "";
}

std::string probabilities_json(const App& app) {
  std::string text = "{";
  for (std::size_t label = 0; label < app.song.probabilities.size(); label++) {
    char number[32];
    std::snprintf(number, sizeof number, ":%.6f", static_cast<double>(app.song.probabilities[label]));
    text += (label > 0 ? "," : "") + quoted(app.model.labels[label]) + number;
  }
  return text + "}";
}

}  // namespace

App& the_app() {
  static App app;
  return app;
}

std::string buffer_text() { return {buffer.begin(), buffer.end()}; }

bool is_current(unsigned song) { return the_app().song.number == song && the_app().phase == Phase::reading; }

void send_requests(App& app) {
  const Requests requests = std::exchange(app.requests, {});
  for (const char* name : requests.acts) page_act(name);
  if (requests.seek) page_seek(*requests.seek);
}

extern "C" {

// Memory for what the next call reads.
EMSCRIPTEN_KEEPALIVE std::uint8_t* window_buffer(std::size_t size) {
  buffer.resize(size);
  return buffer.data();
}

// buffer: an OpenType file, before main. face: 0 regular, 1 bold.
EMSCRIPTEN_KEEPALIVE void window_font(int face) { the_app().theme.faces[face] = buffer; }

// buffer: lines, before main: a key of the visitor's words, its text, the next key, …
EMSCRIPTEN_KEEPALIVE void window_words() {
  the_app().words.read(buffer_lines());
  the_app().theme.letters = buffer_text();
}

// What the page knows at its start.
EMSCRIPTEN_KEEPALIVE void window_circumstances(int still, int demo, int folders) {
  the_app().theme.still = still != 0;
  the_app().demo = demo != 0;
  the_app().folders = folders != 0;
  the_app().changed();
}

// The page is a guest in another one.
EMSCRIPTEN_KEEPALIVE void window_embed() {
  the_app().embedded = true;
  the_app().theme.scale = 0.74F;  // 640 pixels hold answer and lanes side by side
  the_app().changed();
}

// buffer: lines: the model's title, its accuracy in words, then a label each. An answer in other labels is forgotten.
EMSCRIPTEN_KEEPALIVE void window_model() {
  const std::vector<std::string> lines = buffer_lines();
  if (lines.size() < 2) return;
  App& app = the_app();
  Model model = {.title = lines[0], .labels = {lines.begin() + 2, lines.end()}, .accuracy = lines[1]};
  if (model.labels != app.model.labels) {
    app.song.probabilities.clear();
    app.song.timeline.clear();
  }
  app.model = std::move(model);
  app.changed();
}

// buffer: the backend in words.
EMSCRIPTEN_KEEPALIVE void window_backend() {
  the_app().backend = buffer_text();
  the_app().changed();
}

// buffer: why nothing can be classified.
EMSCRIPTEN_KEEPALIVE void window_problem() {
  the_app().problem = buffer_text();
  the_app().changed();
}

// buffer: the way back to the table of songs, in words; nothing if there is none.
EMSCRIPTEN_KEEPALIVE void window_way() {
  the_app().way = buffer_text();
  the_app().changed();
}

EMSCRIPTEN_KEEPALIVE void window_dragging(int over) {
  the_app().dragging = over != 0;
  the_app().changed();
}

// A new song; what the one before still sends is ignored from here on. buffer: the file's name.
EMSCRIPTEN_KEEPALIVE void window_song(unsigned song) {
  App& app = the_app();
  app.song = {};
  app.song.number = song;
  app.song.name = buffer_text();
  app.spectrogram.start(0, 0);
  app.waveform.start(0, 0);
  app.view = {};
  app.player.dragged.reset();
  app.error.clear();
  app.phase = Phase::reading;
  app.changed();
}

// Its format is known. buffer: the format's name. seconds: expected, 0 if unknown.
EMSCRIPTEN_KEEPALIVE void window_format(unsigned song, double seconds, unsigned bands, double column_seconds,
                                        double waveform_seconds, double high_frequency) {
  if (!is_current(song)) return;
  App& app = the_app();
  app.song.format = buffer_text();
  app.song.expected_seconds = seconds;
  app.song.high_frequency = high_frequency;
  app.spectrogram.start(bands, column_seconds);
  app.waveform.start(2, waveform_seconds);
  app.changed();
}

// buffer: spectrogram columns since the last call.
EMSCRIPTEN_KEEPALIVE void window_columns(unsigned song, double progress, double seconds) {
  if (!is_current(song)) return;
  the_app().song.progress = progress;
  the_app().song.seconds = seconds;
  the_app().spectrogram.append(buffer);
  if (the_app().song.live) follow_end(the_app());
  the_app().news = true;
}

// buffer: waveform columns since the last call, up and down.
EMSCRIPTEN_KEEPALIVE void window_waveform(unsigned song) {
  if (is_current(song)) the_app().waveform.append(buffer);
}

// buffer: floats, as engine_prediction() in web/engine/bridge.cpp writes them.
EMSCRIPTEN_KEEPALIVE void window_prediction(unsigned song) {
  if (!is_current(song)) return;
  App& app = the_app();
  constexpr std::size_t kOfSong = 3, kOfMoment = 3;  // numbers before the labels'
  const std::size_t labels = app.model.labels.size();
  std::vector<float> floats(buffer.size() / sizeof(float));
  std::memcpy(floats.data(), buffer.data(), floats.size() * sizeof(float));
  if (floats.size() < kOfSong + labels) return;
  const std::span<const float> all = floats;
  if (app.song.probabilities.empty()) app.changed();  // the first answer
  app.song.sure = all[0] != 0;
  app.song.is_music = all[1] != 0;
  app.song.music = all[2];
  const std::span<const float> of_song = all.subspan(kOfSong, labels);
  app.song.probabilities.assign(of_song.begin(), of_song.end());
  app.song.timeline.clear();
  for (std::size_t at = kOfSong + labels; at + kOfMoment + labels <= all.size(); at += kOfMoment + labels) {
    const std::span<const float> shares = all.subspan(at + kOfMoment, labels);
    app.song.timeline.push_back({all[at], all[at + 1], {shares.begin(), shares.end()}});
  }
  app.news = true;
}

// The song has ended and every chunk is answered. buffer: the damage that ended it early, or nothing.
EMSCRIPTEN_KEEPALIVE void window_finished(unsigned song) {
  if (!is_current(song)) return;
  App& app = the_app();
  app.song.damage = buffer_text();
  app.phase = Phase::finished;
  if (app.song.live) show_whole(app);
  app.changed();
  page_announce(spoken_answer(app).c_str());
}

// buffer: why it could not be read, one sentence.
EMSCRIPTEN_KEEPALIVE void window_failed(unsigned song) {
  if (!is_current(song)) return;
  App& app = the_app();
  app.error = buffer_text();
  app.phase = Phase::failed;
  app.changed();
  page_announce(spoken_answer(app).c_str());
}

// there: 0 once the canvas has lost its GL context, 1 when it has a new one, in which nothing is left.
EMSCRIPTEN_KEEPALIVE void window_picture(int there) {
  App& app = the_app();
  app.lost = there == 0;
  if (app.lost) return;
  ImGui_ImplOpenGL3_DestroyDeviceObjects();
  ImGui_ImplOpenGL3_CreateDeviceObjects();
  app.spectrogram.forget_texture();
  app.changed();
}

// buffer: floats, one a label. sure, is_music: as the model says. What the answer may be called: verdict_name.
EMSCRIPTEN_KEEPALIVE const char* window_verdict(int sure, int is_music) {
  std::vector<float> probabilities(buffer.size() / sizeof(float));
  std::memcpy(probabilities.data(), buffer.data(), probabilities.size() * sizeof(float));
  return probabilities.size() < 2 ? "sure" : verdict_name(judge(probabilities, sure != 0, is_music != 0).verdict);
}

// What the window shows, as JSON.
EMSCRIPTEN_KEEPALIVE const char* window_state() {
  const App& app = the_app();
  const std::optional<std::size_t> genre = app.song.genre();
  reply =
      "{\"phase\":" + quoted(phase_name(app.phase)) + ",\"song\":" + std::to_string(app.song.number) +
      ",\"file\":" + quoted(app.song.name) + ",\"format\":" + quoted(app.song.format) +
      ",\"caption\":" + quoted(song_caption(app)) + ",\"seconds\":" + std::to_string(app.song.seconds) +
      ",\"progress\":" + std::to_string(app.song.progress) +
      ",\"genre\":" + quoted(genre ? app.model.labels[*genre] : "") + ",\"answer\":" + quoted(spoken_answer(app)) +
      ",\"verdict\":" + quoted(app.song.answer() ? verdict_name(app.song.answer()->verdict) : "") +
      ",\"sure\":" + (app.song.sure ? "true" : "false") + ",\"is_music\":" + (app.song.is_music ? "true" : "false") +
      ",\"music\":" + (app.song.music < 0 ? "null" : std::to_string(app.song.music)) +
      ",\"probabilities\":" + probabilities_json(app) + ",\"timeline\":" + std::to_string(app.song.timeline.size()) +
      ",\"columns\":" + std::to_string(app.spectrogram.columns().pushed()) +
      ",\"waveform\":" + std::to_string(app.waveform.pushed()) + ",\"damage\":" + quoted(app.song.damage) +
      ",\"model\":" + quoted(app.model.title) + ",\"accuracy\":" + quoted(app.model.accuracy) +
      ",\"backend\":" + quoted(app.backend) + ",\"problem\":" + quoted(app.problem) +
      ",\"error\":" + quoted(app.error) + ",\"player\":" + player_json(app) +
      ",\"frames\":" + std::to_string(ImGui::GetFrameCount()) + "}";
  return reply.c_str();
}

// buffer: a widget's name. Its place as JSON: [left, top, right, bottom] in CSS pixels, or null.
EMSCRIPTEN_KEEPALIVE const char* window_rect() {
  const auto found = the_app().boxes.find(buffer_text());
  if (found == the_app().boxes.end()) return "null";
  const Box& box = found->second;
  char text[96];
  std::snprintf(text, sizeof text, "[%g,%g,%g,%g]", static_cast<double>(box.begin.x), static_cast<double>(box.begin.y),
                static_cast<double>(box.end.x), static_cast<double>(box.end.y));
  reply = text;
  return reply.c_str();
}

}  // extern "C"
}  // namespace genrelens::window
