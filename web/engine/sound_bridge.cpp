#include <emscripten.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/byte_source.h"
#include "core/decode.h"
#include "web/engine/bridge.h"

namespace genrelens::engine {
namespace {

State& state = the_state();

// What is played, beside the song that is classified.
struct Sound {
  std::unique_ptr<ByteSource> source;  // the decoder reads from it
  std::unique_ptr<Decoder> decoder;
} sound;

}  // namespace

extern "C" {

// Opens the sound that Module.readSource reads, of `size` bytes, `begin` seconds after its start. text: its format.
EMSCRIPTEN_KEEPALIVE int sound_open(double size, double begin) {
  sound = {};
  std::unique_ptr<ByteSource> source = read_by_javascript(size);
  Result<std::unique_ptr<Decoder>> decoder = open_decoder(*source);
  if (!decoder) return fail(decoder.error());
  const StreamInfo& info = (*decoder)->info();
  (*decoder)->skip(static_cast<std::uint64_t>(std::llround(begin * info.sample_rate)));
  sound = {.source = std::move(source), .decoder = std::move(*decoder)};
  return succeed({{"sampleRate", info.sample_rate}, {"channels", info.channels}});
}

// floats: the next frames, interleaved. Returns how many frames, fewer than asked for only at the end.
EMSCRIPTEN_KEEPALIVE std::size_t sound_read(std::size_t frames) {
  const auto channels = static_cast<std::size_t>(sound.decoder->info().channels);
  state.floats.resize(frames * channels);
  return sound.decoder->read(state.floats);
}

}  // extern "C"
}  // namespace genrelens::engine
