// How sure an answer may sound: the one rule behind its wording, for eyes and ears.
#pragma once

#include <cstddef>
#include <span>

namespace genrelens::window {

enum class Verdict {
  sure,      // "This song is rock"
  between,   // "Between rock and country": two genres share most of the probability
  perhaps,   // "Not sure, perhaps rock"
  hard,      // "Hard to say, perhaps rock": many genres share it
  no_music,  // "This does not sound like music": no genre is named as the song's
};

struct Answer {
  Verdict verdict = Verdict::hard;
  std::size_t first = 0;   // label
  std::size_t second = 0;  // label
};

// probabilities: one a label, two or more. sure, is_music: as the model's own thresholds say (its card's unsure_below
// and music_below).
Answer judge(std::span<const float> probabilities, bool sure, bool is_music);

const char* verdict_name(Verdict verdict);

}  // namespace genrelens::window
