// A song on its way to an answer: blocks of sound in, chunks to be asked out, answers in, prediction out.
// It never calls a model, so the asynchronous page and the synchronous terminal use the same class, and a microphone is
// a song that has not ended yet: newest_question() asks what its last chunk would be if it ended now.
//
//   Result<Analysis> analysis = Analysis::create(card, {.song = 7, .sample_rate = 44100, .channels = 2});
//   while (read a block) {
//     analysis->push(block);                                     // finish() after the last one
//     while (auto question = analysis->next_question()) {
//       logits = run(question->input);                           // now, or later and out of order
//       analysis->answer({question->song, question->chunk, logits});
//     }
//   }
//   Prediction prediction = analysis->prediction();
//
// Memory: about two chunks of samples at the card's rate, the samples of chunks not yet asked for, and the answers;
// never the whole song.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/card.h"
#include "core/prediction.h"
#include "core/result.h"

namespace genrelens {

struct SongFormat {
  std::uint64_t song = 0;  // the caller's number for it: answers to another number are dropped
  int sample_rate = 0;     // Hz, of what is pushed
  int channels = 0;        // of what is pushed, interleaved
};

// One chunk that wants an answer.
struct Question {
  std::uint64_t song = 0;
  std::size_t chunk = 0;
  double begin_seconds = 0;
  double end_seconds = 0;    // not past the song's end
  std::vector<float> input;  // what the network's input tensor holds for one chunk
};

struct Answer {
  std::uint64_t song = 0;
  std::size_t chunk = 0;
  std::span<const float> logits;  // as many as the card's logit_count()
};

class Analysis {
 public:
  // Errors: the card's features or the format cannot be served (out_of_range).
  static Result<Analysis> create(const Card& card, const SongFormat& format);
  Analysis(Analysis&&) noexcept;
  Analysis& operator=(Analysis&&) noexcept;
  ~Analysis();

  // Whole frames, any number; the block sizes change no bit of what comes out. Asserts that finish() was not called.
  // A frame that holds NaN or infinity, or whose mean is beyond ±10^10, is no sound and counts as silence: damaged
  // files of floats hold such, and one would make its whole chunk nothing.
  void push(std::span<const float> interleaved);

  // The song has ended: the last chunk is filled by the card's rule. Asserts that it is called once.
  void finish();

  // The next chunk in order whose samples are all there, each once; nothing when more must be pushed. A chunk in which
  // no band reaches the card's smallest power is passed over: silence has no genre, and a song of it no prediction.
  std::optional<Question> next_question();

  // The chunk that would be the last if the song ended now, filled by the card's rule: for who cannot wait until it is
  // full. As often as wanted, when next_question() has nothing; nothing if the song has ended or would end without it.
  std::optional<Question> newest_question();

  // The answer to the latest newest_question(). It counts in prediction(), which so is what it would be if the song had
  // ended then, until the chunk is full and answered, or a newer one. False as answer(), or if it comes after that.
  bool answer_newest(const Answer& answer);

  // False, and nothing changes, if the answer is to another song, to a chunk never asked for or already answered, or
  // has the wrong number of logits or one that is not finite.
  bool answer(const Answer& answer);

  // From the answers so far, with the card's temperature and threshold.
  Prediction prediction() const;

  std::size_t asked() const;     // chunks given out by next_question()
  std::size_t answered() const;  // chunks answered; the song is done when finished, nothing is left to ask, and equal
  double seconds() const;        // of song pushed so far

 private:
  struct State;
  explicit Analysis(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace genrelens
