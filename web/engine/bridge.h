// The engine's door to JavaScript: core behind functions that carry bytes and integers. core.mjs is their one caller.
// bridge.cpp holds those for a model and a song from a file, live_bridge.cpp those for a song that is heard as it
// plays, sound_bridge.cpp those for sound that is only played. Bytes for a call are written to engine_buffer(size)
// first; text that a call leaves behind (JSON: on failure the sentence and what it is made of) is at engine_text(),
// numbers at engine_floats(), bytes at engine_bytes(). A function that can fail returns 1 for success and 0 for
// failure.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/card.h"
#include "web/engine/song_file.h"

namespace genrelens::engine {

struct State {
  std::vector<std::uint8_t> buffer;  // what JavaScript wrote for the next call
  std::string text;
  std::vector<float> floats;
  std::vector<std::uint8_t> bytes;
  std::optional<Card> card;
  std::optional<SongFile> file;  // of the song, unless it is heard live
  std::optional<Song> song;
};

State& the_state();  // of the one engine in this worker

// Forgets the song and its file.
void close_song();

int fail(const Error& error);
int succeed(const nlohmann::json& json);

// The bytes that Module.readSource(offset, pointer, count) reads, `size` of them.
std::unique_ptr<ByteSource> read_by_javascript(double size);

// What JavaScript wrote, as floats; they lie in floats.
std::span<const float> buffer_floats();

// Leaves the question's input in floats; returns the number of its chunk, −1 if there is no question.
int put_question(std::optional<Question> question);

// What the page wants to know of a song before it shows it.
nlohmann::json describe(const Song& song);

}  // namespace genrelens::engine
