// All that the window shows, in one struct by value. JavaScript changes it through bridge.cpp; panels draw it and set
// requests; nothing else happens in between.
#pragma once

#include <imgui.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "web/window/box.h"
#include "web/window/column_pyramid.h"
#include "web/window/grounds.h"
#include "web/window/listening.h"
#include "web/window/player.h"
#include "web/window/spectrogram_image.h"
#include "web/window/theme.h"
#include "web/window/verdict.h"
#include "web/window/words.h"

struct SDL_Window;

namespace genrelens::window {

// The network, as its card describes it.
struct Model {
  std::string title;
  std::vector<std::string> labels;
  std::string accuracy;  // in words; empty if the card has none
};

enum class Phase {
  waiting,   // no song yet
  reading,   // a song is being decoded and classified
  finished,  // its answer is final
  failed,    // it could not be read: error says why
};

// One answered chunk.
struct Moment {
  double begin = 0;  // s
  double end = 0;    // s
  std::vector<float> probabilities;
};

struct Song {
  unsigned number = 0;          // messages about another one are ignored
  std::string name;             // of the file
  std::string format;           // "MP3"
  double expected_seconds = 0;  // as its header states it, 0 if it does not
  double seconds = 0;           // decoded so far
  double progress = 0;          // share of its bytes decoded, 0…1
  double high_frequency = 0;    // Hz, upper edge of the spectrogram
  bool live = false;            // heard as it plays
  bool sure = false;
  bool is_music = true;
  float music = -1;                  // probability of that, 0…1; −1: the network cannot tell
  std::vector<float> probabilities;  // one a label; empty before the first answer
  std::vector<Moment> timeline;
  std::string damage;  // why it ended early, one sentence; empty if it did not

  std::optional<std::size_t> genre() const;  // the most probable label
  std::optional<Answer> answer() const;
  double axis_seconds(bool finished) const;  // the time axis' end
  double heard() const;                      // share of the song that is answered, 0…1
};

// What the visitor asked for in this frame.
struct Requests {
  std::vector<const char*> acts;  // names of the buttons that were pressed
  std::optional<double> seek;     // s
};

// Bars move to their new lengths and places instead of jumping.
struct Bar {
  float length = 0;  // 0…1
  float row = 0;
};

struct App {
  SDL_Window* window = nullptr;
  Theme theme;
  Words words;
  Model model;
  std::string backend;    // in words, empty until one has passed the self-check
  std::string problem;    // why no song can be classified at all; empty if one can
  bool demo = false;      // the site has a demo song
  bool folders = false;   // this browser lets a folder be chosen
  std::string way;        // the way back to the table of songs, in words; empty if there is none
  bool embedded = false;  // a guest in another page: no header, no status line
  bool lost = false;      // the picture: there is no GL context to draw with
  bool dragging = false;  // a file hovers over the page
  Phase phase = Phase::waiting;
  std::string error;  // of the song that failed
  Song song;
  Listening listening;
  SpectrogramImage spectrogram;
  ColumnPyramid waveform{1 << 20};  // (columns, up and down)
  TimeView view;
  std::vector<Bar> bars;  // one a label
  Player player;
  LanePointer pointer;
  float drop_height = 0;  // CSS pixels, of what the drop panel held in the last frame
  Grounds grounds;
  Requests requests;
  std::map<std::string, Box> boxes;  // of named widgets in the last frame
  int frames_to_draw = 0;
  bool news = false;      // of the song that is read: drawn soon, but not sixty times a second
  double drawn_at = 0;    // ms, when the last frame was drawn
  double frame_time = 0;  // ms until the browser asked for the next one; 0 if it has not yet

  // Something changed: ImGui needs a second frame for what it learns in the first.
  void changed() { frames_to_draw = 3; }

  // Something moves that nothing on the page depends on.
  void moved() { frames_to_draw = std::max(frames_to_draw, 1); }

  // name: of a button whose act is the page's.
  void request(const char* name) { requests.acts.push_back(name); }

  // Remembers the last item's place under a name, for tests and for the real buttons behind the canvas.
  void name_item(const char* name) { boxes[name] = {ImGui::GetItemRectMin(), ImGui::GetItemRectMax()}; }
};

}  // namespace genrelens::window
