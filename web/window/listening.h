// What the window knows of a song that is heard as it plays.
#pragma once

#include <string>

namespace genrelens::window {

enum class Hearing {
  off,
  asking,     // the visitor reads what will be heard, before the browser asks
  starting,   // the browser asks
  listening,  // it is heard
  ending,     // the last answers are on their way
};

// How loud it is: the bar falls slowly enough to be seen, the mark stays at the loudest for a moment. dB below full
// scale; −100 is nothing.
struct LevelMeter {
  float level = -100;
  float peak = -100;
  double shown_at = 0;  // ms
  double peak_at = 0;   // ms

  void show(float heard, double now);
};

struct Listening {
  bool microphone = false;  // this browser can
  bool tab = false;         // this browser can share the sound of a tab or of the computer
  Hearing hearing = Hearing::off;
  std::string refusal;  // why it could not begin, one sentence
  std::string notice;   // what is wrong while it goes on, one sentence
  LevelMeter meter;

  bool asks() const { return hearing == Hearing::asking || hearing == Hearing::starting; }
};

}  // namespace genrelens::window
