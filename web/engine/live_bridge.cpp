#include <emscripten.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "web/engine/bridge.h"

namespace genrelens::engine {
namespace {

constexpr float kQuietest = 1e-5F;  // −100 dB

State& state = the_state();

float peak = 0;  // the largest sample since engine_level(), without its sign; full scale is 1

}  // namespace

extern "C" {

// Begins a song that is heard as it plays, in place of the one before. text: its format.
EMSCRIPTEN_KEEPALIVE int engine_listen(std::uint32_t number, int sample_rate, int channels) {
  close_song();
  peak = 0;
  const SongFormat format{.song = number, .sample_rate = sample_rate, .channels = channels};
  Result<Song> song = Song::create(*state.card, format, 0);
  if (!song) return fail(song.error());
  state.song = std::move(*song);
  return succeed(describe(*state.song));
}

// buffer: whole frames, as floats.
EMSCRIPTEN_KEEPALIVE void engine_hear() {
  const std::span<const float> samples = buffer_floats();
  for (const float sample : samples) peak = std::max(peak, std::abs(sample));
  state.song->hear(samples);
}

// Nothing more is to be heard.
EMSCRIPTEN_KEEPALIVE void engine_finish() { state.song->finish(); }

// How loud it was since the last call: dB below full scale, −100 or more.
EMSCRIPTEN_KEEPALIVE double engine_level() { return 20 * std::log10(std::max(std::exchange(peak, 0.0F), kQuietest)); }

// As engine_question(), of the chunk that would be the last if the song ended now.
EMSCRIPTEN_KEEPALIVE int engine_newest_question() { return put_question(state.song->analysis().newest_question()); }

// buffer: logits. 0 if a full chunk has taken its place.
EMSCRIPTEN_KEEPALIVE int engine_answer_newest(std::uint32_t number, std::uint32_t chunk) {
  if (!state.song) return 0;
  return state.song->analysis().answer_newest({.song = number, .chunk = chunk, .logits = buffer_floats()});
}

}  // extern "C"
}  // namespace genrelens::engine
