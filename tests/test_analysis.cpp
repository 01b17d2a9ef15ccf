#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <new>
#include <numbers>

#include "core/analysis.h"
#include "core/random.h"
#include "tests/small_card.h"

using namespace genrelens;

// Bytes that are allocated, for the promise that memory does not grow with the song. Not inlined: g++ would see through
// and warn of a free() that meets a new.
namespace {
constexpr std::size_t kHeader = 16;
std::size_t live_bytes = 0;
std::size_t peak_bytes = 0;
}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
  auto* block = static_cast<char*>(std::malloc(size + kHeader));
  if (!block) std::abort();
  *reinterpret_cast<std::size_t*>(block) = size;
  live_bytes += size;
  peak_bytes = std::max(peak_bytes, live_bytes);
  return block + kHeader;
}

// The sanitizers' own would not call the one above.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return operator new(size); }

[[gnu::noinline]] void operator delete(void* pointer) noexcept {
  if (!pointer) return;
  char* block = static_cast<char*>(pointer) - kHeader;
  live_bytes -= *reinterpret_cast<std::size_t*>(block);
  std::free(block);
}

[[gnu::noinline]] void operator delete(void* pointer, std::size_t) noexcept { operator delete(pointer); }

namespace {

constexpr std::uint64_t kSong = 7;

Analysis make_analysis(const Card& card, int sample_rate, int channels) {
  Result<Analysis> analysis = Analysis::create(card, {.song = kSong, .sample_rate = sample_rate, .channels = channels});
  REQUIRE_MESSAGE(analysis, (analysis ? "" : analysis.error().message));
  return std::move(*analysis);
}

std::vector<float> noise(std::size_t samples, std::uint64_t seed) {
  Random random(seed);
  std::vector<float> song(samples);
  for (float& sample : song) sample = static_cast<float>(random.uniform(-0.5, 0.5));
  return song;
}

std::vector<Question> all_questions(Analysis& analysis) {
  std::vector<Question> questions;
  while (auto question = analysis.next_question()) questions.push_back(std::move(*question));
  return questions;
}

// The questions of a mono song at the card's rate, pushed at once.
std::vector<Question> questions_of(const Card& card, std::span<const float> song) {
  Analysis analysis = make_analysis(card, card.sample_rate, 1);
  analysis.push(song);
  analysis.finish();
  return all_questions(analysis);
}

void check_equal(const std::vector<Question>& left, const std::vector<Question>& right) {
  REQUIRE(left.size() == right.size());
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); i++) {
    CHECK(left[i].song == right[i].song);
    CHECK(left[i].chunk == right[i].chunk);
    CHECK(left[i].begin_seconds == right[i].begin_seconds);
    CHECK(left[i].end_seconds == right[i].end_seconds);
    CHECK(left[i].input == right[i].input);
  }
}

// The recipe, step by step, on samples that are one chunk long.
std::vector<float> input_of(const Card& card, std::span<const float> chunk) {
  Result<MelSpectrogram> mel = MelSpectrogram::create(card.features.mel);
  REQUIRE(mel);
  const auto bands = static_cast<std::size_t>(card.features.mel.bands);
  std::vector<float> power(card.features.frames * bands), input(power.size());
  mel->compute(chunk, power, *mel->workspace());
  levels(power, card.features.frames, bands, card.features.level, input);
  for (float& level : input) level = static_cast<float>((level - card.features.mean) / card.features.deviation);
  return input;
}

}  // namespace

TEST_CASE("what cannot be served is refused with its name") {
  const auto refused = [](const Card& card, const SongFormat& format, std::string_view words) {
    const Result<Analysis> analysis = Analysis::create(card, format);
    REQUIRE_FALSE(analysis);
    CHECK(analysis.error().code == ErrorCode::out_of_range);
    CHECK_MESSAGE(analysis.error().message.find(words) != std::string::npos, analysis.error().message);
  };
  const SongFormat format{.song = 1, .sample_rate = 44100, .channels = 2};
  refused(small_card(), {.song = 1, .sample_rate = 44100, .channels = 0}, "0 channels");
  refused(small_card(), {.song = 1, .sample_rate = 44100, .channels = 33}, "33 channels");
  refused(small_card(), {.song = 1, .sample_rate = 999, .channels = 1}, "999");
  Card card = small_card();
  card.labels.clear();
  refused(card, format, "labels");
  card = small_card();
  card.features.deviation = 0;
  refused(card, format, "deviation");
  card = small_card();
  card.temperature = 0;
  refused(card, format, "temperature");
  card = small_card();
  card.features.mel.bands = 0;
  refused(card, format, "bands");
  card = small_card();
  card.features.mel.sample_rate = 16000;
  refused(card, format, "sample rate");
  for (const double hop : {0.0, -1.0, 1.0, 1e300, std::numeric_limits<double>::quiet_NaN()}) {
    card = small_card();
    card.hop_seconds = hop;
    refused(card, format, "hop_seconds");
  }
}

TEST_CASE("a question's input is the card's recipe on the chunk's samples") {
  const Card card = small_card();
  const std::vector<float> song = noise(4096 + 2 * 2048, 1);  // three chunks, no remainder
  const std::vector<Question> questions = questions_of(card, song);
  REQUIRE(questions.size() == 3);
  for (std::size_t i = 0; i < 3; i++) {
    CHECK(questions[i].song == kSong);
    CHECK(questions[i].chunk == i);
    CHECK(questions[i].begin_seconds == 0.256 * static_cast<double>(i));
    CHECK(questions[i].end_seconds == doctest::Approx(0.256 * static_cast<double>(i) + 0.512));
    CHECK(questions[i].input == input_of(card, std::span(song).subspan(2048 * i, 4096)));
  }
}

TEST_CASE("the block sizes change no bit") {
  for (const int rate : {8000, 44100, 11025, 4000}) {
    CAPTURE(rate);
    const Card card = small_card();
    const std::vector<float> song = noise(2 * static_cast<std::size_t>(rate) * 11 / 5, 2);  // 2.2 s, 2 channels
    Analysis whole = make_analysis(card, rate, 2);
    whole.push(song);
    whole.finish();
    const std::vector<Question> expected = all_questions(whole);
    CHECK(expected.size() == 8);

    for (std::uint64_t seed = 0; seed < 4; seed++) {
      Random random(seed);
      const std::uint64_t largest = seed == 0 ? 3 : 20000;  // frames
      Analysis analysis = make_analysis(card, rate, 2);
      std::vector<Question> questions;
      for (std::span<const float> rest = song; !rest.empty();) {
        const auto block = std::min(rest.size(), 2 * static_cast<std::size_t>(random.below(largest)));  // 0 as well
        analysis.push(rest.first(block));
        rest = rest.subspan(block);
        if (random.below(3) == 0) continue;  // sometimes nobody asks
        while (auto question = analysis.next_question()) questions.push_back(std::move(*question));
      }
      CHECK(questions.size() >= 6);  // most do not wait for the end
      analysis.finish();
      while (auto question = analysis.next_question()) questions.push_back(std::move(*question));
      check_equal(questions, expected);
      CHECK(analysis.seconds() == whole.seconds());
    }
  }
}

TEST_CASE("a chunk is asked for as soon as its samples are there") {
  const Card card = small_card();
  const std::vector<float> song = noise(4096 + 2048, 3);
  Analysis analysis = make_analysis(card, card.sample_rate, 1);
  const auto push = [&](std::size_t begin, std::size_t end) {
    analysis.push(std::span(song).subspan(begin, end - begin));
  };
  CHECK_FALSE(analysis.next_question());
  push(0, 4095);
  CHECK_FALSE(analysis.next_question());
  push(4095, 4096);
  CHECK(analysis.next_question());
  CHECK_FALSE(analysis.next_question());
  push(4096, 6143);
  CHECK_FALSE(analysis.next_question());
  push(6143, 6144);
  CHECK(analysis.next_question());
  CHECK(analysis.asked() == 2);
  analysis.finish();
  CHECK_FALSE(analysis.next_question());
}

TEST_CASE("the last chunk follows the card's rule") {
  const std::vector<float> song = noise(4096 + 1000, 4);  // the second chunk begins at 2048 and holds 3048 samples
  Card card = small_card();

  card.last_chunk = LastChunk::drop;
  CHECK(questions_of(card, song).size() == 1);

  card.last_chunk = LastChunk::zero;
  std::vector<float> filled(song.begin() + 2048, song.end());
  filled.resize(4096, 0.0f);
  const std::vector<Question> zero = questions_of(card, song);
  REQUIRE(zero.size() == 2);
  CHECK(zero[1].input == input_of(card, filled));
  CHECK(zero[1].begin_seconds == 0.256);
  CHECK(zero[1].end_seconds == 5096 / 8000.0);

  card.last_chunk = LastChunk::repeat;
  std::copy(song.begin() + 2048, song.begin() + 2048 + 1048, filled.begin() + 3048);
  const std::vector<Question> repeat = questions_of(card, song);
  REQUIRE(repeat.size() == 2);
  CHECK(repeat[1].input == input_of(card, filled));
}

TEST_CASE("short and empty songs") {
  for (const LastChunk last : {LastChunk::drop, LastChunk::zero, LastChunk::repeat}) {
    Card card = small_card();
    card.last_chunk = last;
    CHECK(questions_of(card, {}).empty());
    const std::vector<Question> one = questions_of(card, noise(1, 5));
    REQUIRE(one.size() == 1);
    CHECK(one[0].end_seconds == 1 / 8000.0);
  }
  Analysis resampled = make_analysis(small_card(), 44100, 1);
  resampled.push(noise(1, 6));
  resampled.finish();
  const std::vector<Question> questions = all_questions(resampled);
  REQUIRE(questions.size() == 1);
  CHECK(questions[0].end_seconds == 1 / 44100.0);  // not past the song's end
}

TEST_CASE("answers are joined by number, and strangers are dropped") {
  Card card = small_card();
  card.last_chunk = LastChunk::zero;
  Analysis analysis = make_analysis(card, card.sample_rate, 1);
  analysis.push(noise(4096 + 1000, 7));
  analysis.finish();
  const std::vector<float> first = {1, 2, 3}, second = {0, 5, -1};
  CHECK_FALSE(analysis.answer({kSong, 0, first}));  // not asked yet
  CHECK(all_questions(analysis).size() == 2);
  CHECK(analysis.prediction().ranked.empty());

  CHECK_FALSE(analysis.answer({kSong + 1, 0, first}));
  CHECK_FALSE(analysis.answer({kSong, 2, first}));
  CHECK_FALSE(analysis.answer({kSong, 0, std::span(first).first(2)}));
  CHECK_FALSE(analysis.answer({kSong, 0, {}}));
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                          -std::numeric_limits<float>::infinity()}) {
    CHECK_FALSE(analysis.answer({kSong, 0, std::vector<float>{1, bad, 3}}));
  }
  CHECK(analysis.answered() == 0);

  CHECK(analysis.answer({kSong, 1, second}));  // out of order
  CHECK_FALSE(analysis.answer({kSong, 1, first}));
  const Prediction early = analysis.prediction();
  REQUIRE(early.timeline.size() == 1);
  CHECK(early.timeline[0].probabilities == softmax(second, card.temperature));
  CHECK(early.ranked.front().label == 1);

  CHECK(analysis.answer({kSong, 0, first}));
  CHECK(analysis.answered() == 2);
  const Prediction prediction = analysis.prediction();
  const std::vector<ChunkAnswer> by_hand = {{0, 0, 0.512, softmax(first, card.temperature)},
                                            {1, 0.256, 0.637, softmax(second, card.temperature)}};
  const Prediction expected = aggregate(by_hand, {.labels = 3, .unsure_below = card.unsure_below});
  REQUIRE(prediction.timeline.size() == 2);
  CHECK(prediction.timeline[0].number == 0);
  CHECK(prediction.timeline[1].end_seconds == doctest::Approx(0.637));
  for (std::size_t i = 0; i < 3; i++) {
    CHECK(prediction.ranked[i].label == expected.ranked[i].label);
    CHECK(prediction.ranked[i].probability == doctest::Approx(expected.ranked[i].probability));
  }
  CHECK(prediction.sure == expected.sure);
}

TEST_CASE("a card with music_below wants one logit more, and the prediction says whether the song is music") {
  const Card card = small_card_with_music();
  Analysis analysis = make_analysis(card, card.sample_rate, 1);
  analysis.push(noise(4096 + 2048, 7));  // two whole chunks, half of one apart
  analysis.finish();
  CHECK(all_questions(analysis).size() == 2);
  const std::vector<float> music = {1, 2, 3, 2}, no_music = {3, 0, 0, -4};
  CHECK_FALSE(analysis.answer({kSong, 0, std::span(music).first(3)}));
  CHECK_FALSE(analysis.answer({kSong, 0, std::vector<float>{1, 2, 3, std::numeric_limits<float>::infinity()}}));
  CHECK(analysis.answer({kSong, 0, no_music}));
  CHECK_FALSE(analysis.prediction().is_music);
  CHECK(analysis.prediction().timeline[0].probabilities == softmax(std::span(no_music).first(3), card.temperature));
  CHECK(analysis.answer({kSong, 1, music}));
  const Prediction prediction = analysis.prediction();
  CHECK(prediction.timeline[1].music == doctest::Approx(0.8808));
  CHECK(prediction.music == doctest::Approx((0.8808 + 0.0180) / 2).epsilon(1e-3));
  CHECK(prediction.is_music);  // above a quarter
  CHECK_FALSE(make_analysis(small_card(), card.sample_rate, 1).answer({kSong, 0, music}));
}

namespace {

// A network made by hand: each logit is one value of its input.
std::vector<float> some_logits(const std::vector<float>& input) { return {input[3], input[40], input[77]}; }

Prediction prediction_of(const Card& card, std::span<const float> song) {
  Analysis analysis = make_analysis(card, card.sample_rate, 1);
  analysis.push(song);
  analysis.finish();
  for (const Question& question : all_questions(analysis)) {
    CHECK(analysis.answer({kSong, question.chunk, some_logits(question.input)}));
  }
  return analysis.prediction();
}

void check_equal(const Prediction& left, const Prediction& right) {
  REQUIRE(left.ranked.size() == right.ranked.size());
  REQUIRE(left.timeline.size() == right.timeline.size());
  for (std::size_t i = 0; i < std::min(left.ranked.size(), right.ranked.size()); i++) {
    CHECK(left.ranked[i].label == right.ranked[i].label);
    CHECK(left.ranked[i].probability == right.ranked[i].probability);
  }
  for (std::size_t i = 0; i < std::min(left.timeline.size(), right.timeline.size()); i++) {
    CHECK(left.timeline[i].number == right.timeline[i].number);
    CHECK(left.timeline[i].end_seconds == right.timeline[i].end_seconds);
    CHECK(left.timeline[i].probabilities == right.timeline[i].probabilities);
  }
}

}  // namespace

TEST_CASE("with its newest chunk, a song that goes on has the prediction of one that ended there") {
  for (const LastChunk last : {LastChunk::drop, LastChunk::zero, LastChunk::repeat}) {
    Card card = small_card();
    card.last_chunk = last;
    const std::vector<float> song = noise(4096 + 3 * 2048 + 500, 12);
    Analysis analysis = make_analysis(card, card.sample_rate, 1);
    constexpr std::size_t kBlock = 512;  // a whole chunk, and no more, is among what was pushed
    for (std::size_t end = kBlock; end <= song.size(); end += kBlock) {
      CAPTURE(end);
      analysis.push(std::span(song).subspan(end - kBlock, kBlock));
      while (auto question = analysis.next_question()) {
        CHECK(analysis.answer({kSong, question->chunk, some_logits(question->input)}));
      }
      if (const auto question = analysis.newest_question()) {
        CHECK(analysis.answer_newest({kSong, question->chunk, some_logits(question->input)}));
        CHECK_FALSE(analysis.answer_newest({kSong, question->chunk, some_logits(question->input)}));
      }
      check_equal(analysis.prediction(), prediction_of(card, std::span(song).first(end)));
    }
    analysis.finish();
    CHECK_FALSE(analysis.newest_question());
  }
}

TEST_CASE("the answer to a newest chunk gives way to that of the full one") {
  const Card card = small_card();
  const std::vector<float> song = noise(4096 + 4096, 13);
  Analysis analysis = make_analysis(card, card.sample_rate, 1);
  CHECK_FALSE(analysis.newest_question());  // nothing was heard
  analysis.push(std::vector<float>(1000));
  CHECK_FALSE(analysis.newest_question());  // only silence
  analysis.push(std::span(song).first(1000));
  const std::optional<Question> newest = analysis.newest_question();
  REQUIRE(newest);
  const std::vector<float> early = {5, 0, 0}, late = {0, 5, 0};
  CHECK_FALSE(analysis.answer_newest({kSong + 1, 0, early}));
  CHECK_FALSE(analysis.answer_newest({kSong, 1, early}));
  CHECK_FALSE(analysis.answer_newest({kSong, 0, std::span(early).first(2)}));
  CHECK_FALSE(analysis.answer({kSong, 0, early}));  // it is no full chunk
  CHECK(analysis.answered() == 0);

  analysis.push(std::span(song).subspan(1000, 3500));
  REQUIRE(analysis.next_question());
  CHECK(analysis.answer_newest({kSong, 0, early}));  // it comes late, but before the full one's
  CHECK(analysis.prediction().ranked.front().label == 0);
  const std::optional<Question> again = analysis.newest_question();
  REQUIRE(again);
  CHECK(again->chunk == 1);
  CHECK(analysis.answer({kSong, 0, late}));
  CHECK(analysis.prediction().ranked.front().label == 1);
  CHECK(analysis.prediction().timeline.size() == 1);

  analysis.push(std::span(song).subspan(4500));
  REQUIRE(analysis.next_question());
  CHECK(analysis.answer({kSong, 1, late}));
  CHECK_FALSE(analysis.answer_newest({kSong, 1, early}));  // too late
  CHECK(analysis.prediction().ranked.front().label == 1);
}

TEST_CASE("silence is not asked about, and a song of it has no prediction") {
  const Card card = small_card();
  const std::size_t hop = card.chunk_rule().hop;
  Analysis silent = std::move(*Analysis::create(card, {.song = 1, .sample_rate = card.sample_rate, .channels = 1}));
  silent.push(std::vector<float>(10 * hop));
  silent.finish();
  CHECK(!silent.next_question());
  CHECK(silent.asked() == 0);
  CHECK(silent.answered() == 0);
  CHECK(!silent.answer({1, 0, std::vector<float>(card.labels.size())}));
  CHECK(silent.prediction().ranked.empty());

  // Chunks keep their places in the song: the sound begins after four hops.
  std::vector<float> song(4 * hop);
  const std::vector<float> sound = noise(4 * hop, 3);
  song.insert(song.end(), sound.begin(), sound.end());
  Analysis analysis = std::move(*Analysis::create(card, {.song = 1, .sample_rate = card.sample_rate, .channels = 1}));
  analysis.push(song);
  analysis.finish();
  const std::optional<Question> first = analysis.next_question();
  REQUIRE(first);
  if (!first) return;
  CHECK(first->chunk == 3);  // the first that reaches into the sound
  CHECK(first->begin_seconds == doctest::Approx(3 * card.hop_seconds));
  CHECK(analysis.asked() == 1);
  CHECK(analysis.answer({1, 3, std::vector<float>(card.labels.size())}));
  CHECK(!analysis.prediction().ranked.empty());
}

TEST_CASE("samples that are no numbers are silence") {
  std::vector<float> song = noise(2 * 6000, 8), silenced = song;  // 2 channels
  const std::vector<float> bad = {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                                  -std::numeric_limits<float>::infinity(), std::numeric_limits<float>::max()};
  for (std::size_t i = 0; i < bad.size(); i++) {
    const std::size_t frame = 100 + 1500 * i;
    song[2 * frame + i % 2] = bad[i];
    silenced[2 * frame] = silenced[2 * frame + 1] = 0;
  }
  for (const int rate : {8000, 11025}) {
    Analysis analysis = make_analysis(small_card(), rate, 2), reference = make_analysis(small_card(), rate, 2);
    analysis.push(song);
    analysis.finish();
    reference.push(silenced);
    reference.finish();
    const std::vector<Question> questions = all_questions(analysis);
    CHECK(questions.size() >= 2);
    check_equal(questions, all_questions(reference));
    for (const Question& question : questions) {
      CHECK(
          std::all_of(question.input.begin(), question.input.end(), [](float level) { return std::isfinite(level); }));
    }
  }
  // The loudest that counts as sound, and silence, give finite levels too.
  for (const float level : {1e10f, 0.0f}) {
    for (const Question& question : questions_of(small_card(), std::vector<float>(5000, level))) {
      CHECK(
          std::all_of(question.input.begin(), question.input.end(), [](float value) { return std::isfinite(value); }));
    }
  }
}

TEST_CASE("memory does not grow with the song") {
  const Card card = small_card();
  const std::vector<float> second = noise(2 * 44100, 9);
  const auto peak_of = [&](int seconds) {
    const std::size_t before = live_bytes;
    peak_bytes = live_bytes;
    Analysis analysis = make_analysis(card, 44100, 2);
    for (int i = 0; i < seconds; i++) {
      analysis.push(second);
      while (analysis.next_question()) continue;
    }
    CHECK(analysis.seconds() == seconds);
    return peak_bytes - before;
  };
  const std::size_t few = peak_of(5), many = peak_of(100);
  // 32 bytes a chunk are remembered, in a vector that doubles: 390 chunks. The sound itself would be 35 MB.
  CHECK(many < few + 390 * 32 * 4);
  CHECK(few < 1'000'000);
}

TEST_CASE("a microphone: a prediction while the song goes on, from a network made by hand") {
  // Label 0 if the lower half of the bands is louder, label 1 if the upper; label 2 never.
  const Card card = small_card();
  const auto network = [](std::span<const float> input) {
    const auto half = static_cast<std::ptrdiff_t>(input.size() / 2);
    float lower = 0, upper = 0;
    for (auto level = input.begin(); level < input.begin() + half; level++) lower += *level;
    for (auto level = input.begin() + half; level < input.end(); level++) upper += *level;
    return std::vector<float>{lower > upper ? 2.0f : -2.0f, lower > upper ? -2.0f : 2.0f, -9.0f};
  };
  Analysis analysis = make_analysis(card, 48000, 1);
  std::size_t time = 0;
  const auto play = [&](double frequency, int blocks) {
    for (int block = 0; block < blocks; block++) {
      std::vector<float> samples(4800);  // 0.1 s
      for (float& sample : samples) {
        sample =
            static_cast<float>(0.3 * std::sin(2 * std::numbers::pi * frequency * static_cast<double>(time++) / 48000));
      }
      analysis.push(samples);
      while (auto question = analysis.next_question()) {
        CHECK(analysis.answer({question->song, question->chunk, network(question->input)}));
      }
    }
  };
  play(200, 10);
  CHECK(analysis.prediction().ranked.front().label == 0);
  CHECK(analysis.prediction().sure);
  play(3000, 30);
  CHECK(analysis.prediction().ranked.front().label == 1);
  CHECK(analysis.seconds() == doctest::Approx(4));
  const Prediction prediction = analysis.prediction();
  CHECK(prediction.timeline.front().probabilities[0] > 0.9f);
  CHECK(prediction.timeline.back().probabilities[1] > 0.9f);
  for (std::size_t i = 0; i < prediction.timeline.size(); i++) CHECK(prediction.timeline[i].number == i);
}
