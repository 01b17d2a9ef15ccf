#include "core/analysis.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>
#include <utility>

#include "core/audio.h"
#include "core/chunk.h"
#include "core/level.h"
#include "core/mel.h"
#include "core/network_input.h"
#include "core/resample.h"

namespace genrelens {
namespace {

constexpr float kLoudest = 1e10f;               // full scales: above files that hold 32-bit integers as floats
constexpr double kLongestHop = 3600;            // seconds
constexpr std::size_t kFramesAtOnce = 1 << 13;  // of a push, so that the buffers between the steps stay small

void silence_what_is_no_sound(std::span<float> mono) {
  for (float& sample : mono) {
    if (!(std::abs(sample) <= kLoudest)) sample = 0;  // NaN included
  }
}

// Samples from somewhere in the song on; what was used is dropped from the front.
class PendingSamples {
 public:
  std::vector<float>& end() { return samples_; }  // append here

  // Samples of the song so far, dropped ones included.
  std::size_t total() const { return dropped_ + samples_.size(); }

  std::span<const float> at(const Chunk& chunk) const {
    assert(chunk.begin >= dropped_);
    return std::span(samples_).subspan(chunk.begin - dropped_, chunk.count);
  }

  // Samples before `begin` are no longer needed. They are moved out when they are half of all, so that a song pushed
  // at once is not moved for every chunk.
  void drop_before(std::size_t begin) {
    const std::size_t unneeded = std::min(begin, total()) - dropped_;
    if (unneeded < samples_.size() - unneeded) return;
    samples_.erase(samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(unneeded));
    dropped_ += unneeded;
  }

 private:
  std::vector<float> samples_;
  std::size_t dropped_ = 0;
};

struct TakenChunk {
  double begin_seconds = 0;
  double end_seconds = 0;
  bool waits = false;  // for an answer
};

Error out_of_range(std::string message) { return {.code = ErrorCode::out_of_range, .message = std::move(message)}; }

// What parse_card has checked and MelSpectrogram::create does not look at, for cards made in memory.
std::optional<Error> unservable(const Card& card) {
  const Features& features = card.features;
  if (card.labels.empty()) return out_of_range("The card has no labels.");
  if (!(card.temperature > 0)) return out_of_range("The card's calibration.temperature must be above 0.");
  if (features.mel.sample_rate != card.sample_rate) {
    return out_of_range("The card's features are for another sample rate than its audio.");
  }
  // In two steps, since the rule holds the hop as a whole number of samples.
  const bool some = card.hop_seconds > 0 && card.hop_seconds <= kLongestHop;
  if (!some || card.chunk_rule().hop < 1 || card.chunk_rule().hop > card.chunk_rule().length) {
    return out_of_range("The card's audio.hop_seconds must be from 1 sample to the length of a chunk.");
  }
  return std::nullopt;
}

}  // namespace

struct Analysis::State {
  State(Card card_of_song, const SongFormat& format_of_song, MelSpectrogram mel_of_card, NetworkInput input_of_card,
        Resampler resampler_of_song)
      : card(std::move(card_of_song)),
        format(format_of_song),
        rule(card.chunk_rule()),
        mel(std::move(mel_of_card)),
        workspace(mel.workspace()),
        input(std::move(input_of_card)),
        resampler(std::move(resampler_of_song)),
        chunk_samples(rule.length),
        power(features()) {}

  std::size_t features() const { return card.features.frames * static_cast<std::size_t>(card.features.mel.bands); }

  std::optional<Chunk> next_chunk() const {
    if (finished) {
      if (chunks.size() >= chunk_count(rule, pending.total())) return std::nullopt;
      return chunk_at(rule, chunks.size(), pending.total());
    }
    const Chunk chunk{.begin = chunks.size() * rule.hop, .count = rule.length};
    if (pending.total() < chunk.begin + chunk.count) return std::nullopt;
    return chunk;
  }

  double seconds() const { return static_cast<double>(frames) / format.sample_rate; }

  // Nothing but its times if it is silent: then the input is empty.
  Question question_about(std::size_t number, const Chunk& chunk) {
    const auto rate = static_cast<double>(card.sample_rate);
    const double begin = static_cast<double>(chunk.begin) / rate;
    const double end = std::min(static_cast<double>(chunk.begin + chunk.count) / rate, seconds());
    Question question{.song = format.song, .chunk = number, .begin_seconds = begin, .end_seconds = end, .input = {}};
    const std::vector<float> levels = levels_of(chunk);
    if (std::all_of(levels.begin(), levels.end(), [](float level) { return level == 0; })) return question;
    question.input.resize(input.values());
    input.fill(levels, question.input);
    return question;
  }

  bool can_be_used(const Answer& answer) const {
    return answer.song == format.song && answer.logits.size() == card.logit_count() &&
           std::all_of(answer.logits.begin(), answer.logits.end(), [](float logit) { return std::isfinite(logit); });
  }

  ChunkAnswer chunk_answer(const Answer& answer, const TakenChunk& chunk) const {
    ChunkProbabilities said = chunk_probabilities(answer.logits, card.labels.size(), card.temperature);
    return {.number = answer.chunk,
            .begin_seconds = chunk.begin_seconds,
            .end_seconds = chunk.end_seconds,
            .probabilities = std::move(said.genres),
            .music = said.music};
  }

  // The chunk `number` is full and answered, or known to be silent.
  void forget_newest(std::size_t number) {
    if (newest_answer && newest_answer->number <= number) newest_answer.reset();
  }

  // (bands, frames), 0…1; all 0 for silence.
  std::vector<float> levels_of(const Chunk& chunk) {
    fill_chunk(rule, pending.at(chunk), chunk_samples);
    mel.compute(chunk_samples, power, *workspace);
    std::vector<float> of_chunk(features());
    levels(power, card.features.frames, static_cast<std::size_t>(card.features.mel.bands), card.features.level,
           of_chunk);
    return of_chunk;
  }

  Card card;
  SongFormat format;
  ChunkRule rule;
  MelSpectrogram mel;
  MelWorkspacePointer workspace;
  NetworkInput input;
  Resampler resampler;

  std::uint64_t frames = 0;  // pushed so far, at the song's rate
  bool finished = false;
  PendingSamples pending;            // mono, at the card's rate
  std::vector<float> mono;           // of one part of a push
  std::vector<float> chunk_samples;  // (rule.length)
  std::vector<float> power;          // (frames, bands)

  std::vector<TakenChunk> chunks;    // by chunk number
  std::size_t asked = 0;             // of them, those that were not silent
  std::vector<ChunkAnswer> answers;  // in the order they came

  std::optional<TakenChunk> newest;  // what newest_question() gave out last, until it is answered
  std::size_t newest_number = 0;
  std::optional<ChunkAnswer> newest_answer;  // to it or to the one before
};

Analysis::Analysis(std::unique_ptr<State> state) : state_(std::move(state)) {}
Analysis::Analysis(Analysis&&) noexcept = default;
Analysis& Analysis::operator=(Analysis&&) noexcept = default;
Analysis::~Analysis() = default;

Result<Analysis> Analysis::create(const Card& card, const SongFormat& format) {
  if (format.channels < 1 || format.channels > kMaximumChannels) {
    return out_of_range("The song has " + std::to_string(format.channels) + " channels; allowed are 1 to " +
                        std::to_string(kMaximumChannels) + ".");
  }
  Result<Resampler> resampler = Resampler::create(format.sample_rate, card.sample_rate);
  if (!resampler) return resampler.error();
  Result<MelSpectrogram> mel = MelSpectrogram::create(card.features.mel);
  if (!mel) return mel.error();
  Result<NetworkInput> input = NetworkInput::create(card.features);
  if (!input) return input.error();
  if (auto error = unservable(card)) return *error;
  return Analysis(std::make_unique<State>(card, format, std::move(*mel), std::move(*input), std::move(*resampler)));
}

void Analysis::push(std::span<const float> interleaved) {
  State& state = *state_;
  const auto channels = static_cast<std::size_t>(state.format.channels);
  assert(!state.finished && interleaved.size() % channels == 0);
  while (!interleaved.empty()) {
    const std::size_t frames = std::min(interleaved.size() / channels, kFramesAtOnce);
    state.mono.resize(frames);
    downmix(interleaved.first(frames * channels), state.format.channels, state.mono);
    silence_what_is_no_sound(state.mono);
    state.resampler.push(state.mono, state.pending.end());
    state.frames += frames;
    interleaved = interleaved.subspan(frames * channels);
  }
}

void Analysis::finish() {
  assert(!state_->finished);
  state_->resampler.finish(state_->pending.end());
  state_->finished = true;
}

std::optional<Question> Analysis::next_question() {
  State& state = *state_;
  while (const std::optional<Chunk> chunk = state.next_chunk()) {
    Question question = state.question_about(state.chunks.size(), *chunk);
    const bool silent = question.input.empty();
    state.chunks.push_back(
        {.begin_seconds = question.begin_seconds, .end_seconds = question.end_seconds, .waits = !silent});
    state.pending.drop_before(state.chunks.size() * state.rule.hop);
    if (silent) {
      state.forget_newest(question.chunk);
      continue;
    }
    state.asked++;
    return question;
  }
  return std::nullopt;
}

std::optional<Question> Analysis::newest_question() {
  State& state = *state_;
  state.newest.reset();
  const std::size_t number = state.chunks.size();
  const std::size_t samples = state.pending.total();
  if (state.finished || number >= chunk_count(state.rule, samples)) return std::nullopt;
  Question question = state.question_about(number, chunk_at(state.rule, number, samples));
  if (question.input.empty()) return std::nullopt;
  state.newest = {.begin_seconds = question.begin_seconds, .end_seconds = question.end_seconds, .waits = true};
  state.newest_number = number;
  return question;
}

bool Analysis::answer(const Answer& answer) {
  State& state = *state_;
  if (!state.can_be_used(answer) || answer.chunk >= state.chunks.size()) return false;
  TakenChunk& chunk = state.chunks[answer.chunk];
  if (!chunk.waits) return false;
  chunk.waits = false;
  state.answers.push_back(state.chunk_answer(answer, chunk));
  state.forget_newest(answer.chunk);
  return true;
}

bool Analysis::answer_newest(const Answer& answer) {
  State& state = *state_;
  if (!state.newest || answer.chunk != state.newest_number || !state.can_be_used(answer)) return false;
  const bool full = answer.chunk < state.chunks.size();  // by now
  if (full && !state.chunks[answer.chunk].waits) return false;
  state.newest_answer = state.chunk_answer(answer, *std::exchange(state.newest, std::nullopt));
  return true;
}

Prediction Analysis::prediction() const {
  const State& state = *state_;
  const AggregateOptions options{.labels = state.card.labels.size(),
                                 .unsure_below = state.card.unsure_below,
                                 .music_below = state.card.music_below.value_or(0)};
  if (!state.newest_answer) return aggregate(state.answers, options);
  std::vector<ChunkAnswer> answers = state.answers;
  answers.push_back(*state.newest_answer);
  return aggregate(answers, options);
}

std::size_t Analysis::asked() const { return state_->asked; }
std::size_t Analysis::answered() const { return state_->answers.size(); }
double Analysis::seconds() const { return state_->seconds(); }

}  // namespace genrelens
