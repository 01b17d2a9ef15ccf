// What the window knows of a song's time: where the sound is, which part is shown, and what the pointer does there.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <map>
#include <optional>

namespace genrelens::window {

struct Player {
  bool available = false;  // there is something to play
  bool playing = false;
  double position = 0;            // s
  std::optional<double> dragged;  // s, where the pointer holds the cursor
  double drawn = 0;               // s, where the cursor stands on the page

  double shown() const { return dragged.value_or(position); }
};

// The part of the song that waveform, spectrogram and timeline show.
struct TimeView {
  double begin = 0;  // s
  double shown = 0;  // s; 0: the whole song
};

// What lies under the pointer.
struct Hover {
  double seconds = 0;
  std::optional<double> hertz;  // in the spectrogram
  std::optional<double> level;  // dB below full scale, in the spectrogram where there is a column
};

// Two fingers on the page, each in CSS pixels.
struct Fingers {
  std::map<std::int64_t, ImVec2> places;
  bool pinching = false;  // until the last finger is lifted
  float factor = 1;       // by which they have parted since the last frame
  float shift = 0;        // by which their middle has moved
  ImVec2 middle;
};

struct LanePointer {
  enum class Drag { none, undecided, seeking, panning, scrolling };

  std::optional<Hover> hover;
  Drag drag = Drag::none;
  Fingers fingers;
  bool wheel_pans = false;   // Shift is held: SDL hears the keyboard only while the canvas has the focus
  bool wheel_zooms = false;  // Ctrl, or two fingers on a trackpad, which browsers report as that
};

}  // namespace genrelens::window
