#include "web/engine/bridge.h"

#include <emscripten.h>

#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

namespace genrelens::engine {
namespace {

State& state = the_state();

// The browser may know a format that core does not.
bool may_be_foreign(const Error& error) {
  return error.code == ErrorCode::unknown_format || error.code == ErrorCode::unsupported;
}

nlohmann::json describe(const Card& card) {
  nlohmann::json json = {{"name", card.name},
                         {"title", card.title},
                         {"labels", card.labels},
                         {"input", card.input.name},
                         {"shape", card.input.shape},
                         {"output", card.logits.name},
                         {"weights", card.weights_file},
                         {"split", card.split_name},
                         {"tracks", card.split_tracks}};
  if (const auto found = card.metrics.find("track_accuracy"); found != card.metrics.end()) {
    json["accuracy"] = {found->second.value, found->second.low, found->second.high};
  }
  return json;
}

nlohmann::json describe(const Error& error) {
  nlohmann::json values = nlohmann::json::object();
  for (const auto& [name, value] : error.sentence.values) values[std::string(name)] = value;
  return {{"message", error.message}, {"key", error.sentence.key}, {"values", values}};
}

}  // namespace

State& the_state() {
  static State only;
  return only;
}

void close_song() {
  state.song.reset();
  state.file.reset();
}

void tell(const nlohmann::json& json) {
  state.text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

int fail(const Error& error) {
  tell(describe(error));
  return 0;
}

int succeed(const nlohmann::json& json) {
  tell(json);
  return 1;
}

std::span<const float> buffer_floats() {
  state.floats.resize(state.buffer.size() / sizeof(float));
  std::memcpy(state.floats.data(), state.buffer.data(), state.floats.size() * sizeof(float));
  return state.floats;
}

int put_question(std::optional<Question> question) {
  if (!question) return -1;
  state.floats = std::move(question->input);
  return static_cast<int>(question->chunk);
}

nlohmann::json describe(const Song& song) {
  return {{"bands", song.display().bands()},
          {"columnSeconds", song.display().column_seconds()},
          {"highFrequency", song.display().high_frequency()},
          {"waveformSeconds", song.waveform().column_seconds()}};
}

// A song's bytes are fetched in parts: Module.readSource(offset, pointer, count) puts them into memory and returns how
// many there were.
EM_JS(std::size_t, read_source, (double offset, std::uint8_t* into, std::size_t count),
      { return Module.readSource(offset, into, count); });

std::unique_ptr<ByteSource> read_by_javascript(double size) {
  return std::make_unique<WindowSource>(static_cast<std::uint64_t>(size),
                                        [](std::uint64_t offset, std::span<std::uint8_t> into) {
                                          return read_source(static_cast<double>(offset), into.data(), into.size());
                                        });
}

extern "C" {

// Null if there is no memory for it.
EMSCRIPTEN_KEEPALIVE std::uint8_t* engine_buffer(std::size_t size) {
  if (size > state.buffer.capacity()) {
    state.buffer = {};
    // Asked first: a vector that finds no room brings the engine down. Volatile, or the compiler leaves the question
    // out.
    void* volatile room = std::malloc(size);
    if (room == nullptr) return nullptr;
    std::free(room);
  }
  state.buffer.resize(size);
  return state.buffer.data();
}

EMSCRIPTEN_KEEPALIVE const char* engine_text() { return state.text.c_str(); }
EMSCRIPTEN_KEEPALIVE const float* engine_floats() { return state.floats.data(); }
EMSCRIPTEN_KEEPALIVE const std::uint8_t* engine_bytes() { return state.bytes.data(); }

// buffer: card.json. text: what page and inference need of it.
EMSCRIPTEN_KEEPALIVE int engine_card() {
  Result<Card> card = parse_card({reinterpret_cast<const char*>(state.buffer.data()), state.buffer.size()});
  if (!card) return fail(card.error());
  state.song.reset();
  state.card = std::move(*card);
  return succeed(describe(*state.card));
}

// buffer: the weights. Fails if they are not the card's.
EMSCRIPTEN_KEEPALIVE int engine_weights() {
  const std::optional<Error> wrong = verify_weights(*state.card, state.buffer);
  state.buffer = {};
  return wrong ? fail(*wrong) : 1;
}

// floats: the input of the self-check; returns how many.
EMSCRIPTEN_KEEPALIVE std::size_t engine_golden_input() {
  state.floats = golden_input(*state.card);
  return state.floats.size();
}

// buffer: a backend's logits for it, as floats.
EMSCRIPTEN_KEEPALIVE int engine_golden_agrees() { return golden_agrees(*state.card, buffer_floats()); }

// Opens the song that Module.readSource reads, of `size` bytes. seen: 0 if nobody looks at it. text: the song's format.
// 2 is a failure too: of a format that is not read here, but perhaps by the browser.
EMSCRIPTEN_KEEPALIVE int engine_open(std::uint32_t number, double size, int seen) {
  close_song();
  Result<SongFile> file = SongFile::open(read_by_javascript(size));
  if (!file) return fail(file.error()) + (may_be_foreign(file.error()) ? 2 : 0);
  const SongFormat format{.song = number, .sample_rate = file->info().sample_rate, .channels = file->info().channels};
  Result<Song> song = Song::create(*state.card, format, file->expected_seconds());
  if (!song) return fail(song.error());
  state.file = std::move(*file);
  state.song = std::move(*song);
  if (seen == 0) state.song->leave_unseen();
  nlohmann::json json = describe(*state.song);
  json["format"] = state.file->info().format;
  json["seconds"] = state.file->expected_seconds();
  return succeed(json);
}

// Decodes one block: 1 if there may be more, 0 at the end; then text is the damage that ended the song, or null.
EMSCRIPTEN_KEEPALIVE int engine_step() {
  if (state.file->step(*state.song)) return 1;
  tell(state.file->damage() ? describe(*state.file->damage()) : nlohmann::json());
  return 0;
}

EMSCRIPTEN_KEEPALIVE double engine_progress() { return state.file ? state.file->progress() : 0; }
EMSCRIPTEN_KEEPALIVE double engine_seconds() { return state.song->analysis().seconds(); }

// bytes: spectrogram columns since the last call, (columns, bands); returns how many bytes.
EMSCRIPTEN_KEEPALIVE std::size_t engine_columns() {
  state.bytes = state.song->take_columns();
  return state.bytes.size();
}

// bytes: waveform columns since the last call, two bytes each; returns how many bytes.
EMSCRIPTEN_KEEPALIVE std::size_t engine_waveform() {
  state.bytes = state.song->take_waveform();
  return state.bytes.size();
}

// The next chunk that wants an answer, −1 if there is none now. floats: the network's input, count in engine_count().
EMSCRIPTEN_KEEPALIVE int engine_question() { return put_question(state.song->analysis().next_question()); }

EMSCRIPTEN_KEEPALIVE std::size_t engine_count() { return state.floats.size(); }

// buffer: logits. 0 if nobody waits for this answer any more.
EMSCRIPTEN_KEEPALIVE int engine_answer(std::uint32_t number, std::uint32_t chunk) {
  if (!state.song) return 0;
  return state.song->analysis().answer({.song = number, .chunk = chunk, .logits = buffer_floats()});
}

EMSCRIPTEN_KEEPALIVE std::size_t engine_asked() { return state.song->analysis().asked(); }
EMSCRIPTEN_KEEPALIVE std::size_t engine_answered() { return state.song->analysis().answered(); }

// floats, in one row: sure (0 or 1); is it music (0 or 1); the probability that it is, −1 if the network cannot tell;
// the song's probability for each label; then for each answered chunk its begin and end in seconds, its probability to
// be music and that for each label. Returns how many, 0 before the first answer.
EMSCRIPTEN_KEEPALIVE std::size_t engine_prediction() {
  const Prediction prediction = state.song->analysis().prediction();
  state.floats.clear();
  if (prediction.ranked.empty()) return 0;
  const auto music = [](double probability) { return state.card->music_below ? static_cast<float>(probability) : -1; };
  state.floats = {prediction.sure ? 1.0F : 0.0F, prediction.is_music ? 1.0F : 0.0F, music(prediction.music)};
  const std::size_t first = state.floats.size();
  state.floats.resize(first + prediction.ranked.size());
  for (const Ranked& ranked : prediction.ranked) state.floats[first + ranked.label] = ranked.probability;
  for (const ChunkAnswer& chunk : prediction.timeline) {
    state.floats.push_back(static_cast<float>(chunk.begin_seconds));
    state.floats.push_back(static_cast<float>(chunk.end_seconds));
    state.floats.push_back(music(chunk.music));
    state.floats.insert(state.floats.end(), chunk.probabilities.begin(), chunk.probabilities.end());
  }
  return state.floats.size();
}

}  // extern "C"
}  // namespace genrelens::engine
