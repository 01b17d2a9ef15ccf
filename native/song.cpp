#include "native/song.h"

#include <memory>
#include <vector>

#include "core/analysis.h"
#include "core/decode.h"

namespace genrelens {
namespace {

constexpr std::size_t kBlockFrames = 1 << 16;

std::optional<Error> answer_questions(Analysis& analysis, OnnxSession& session) {
  while (const std::optional<Question> question = analysis.next_question()) {
    const Result<OnnxAnswer> answer = session.run(question->input, 1);
    if (!answer) return answer.error();
    if (!analysis.answer({question->song, question->chunk, answer->logits})) {
      return Error{.code = ErrorCode::damaged,
                   .message = "The network's answer is not a finite number for each of the card's logits."};
    }
  }
  return {};
}

}  // namespace

Result<SongAnswer> classify_song(ByteSource& source, Model& model, const std::function<void(double)>& progress) {
  Result<std::unique_ptr<Decoder>> decoder = open_decoder(source);
  if (!decoder) return decoder.error();
  const StreamInfo& info = (*decoder)->info();
  Result<Analysis> analysis =
      Analysis::create(model.card, {.sample_rate = info.sample_rate, .channels = info.channels});
  if (!analysis) return analysis.error();
  const auto channels = static_cast<std::size_t>(info.channels);
  std::vector<float> block(kBlockFrames * channels);
  while (const std::size_t frames = (*decoder)->read(block)) {
    analysis->push(std::span(block).first(frames * channels));
    if (const auto error = answer_questions(*analysis, model.session)) return *error;
    if (progress) progress((*decoder)->progress());
  }
  analysis->finish();
  if (const auto error = answer_questions(*analysis, model.session)) return *error;
  SongAnswer answer{analysis->prediction(), analysis->seconds(), (*decoder)->damage()};
  if (answer.prediction.ranked.empty()) {
    if (answer.damage) return *answer.damage;
    return Error{.code = ErrorCode::damaged, .message = "The song holds no sound."};
  }
  return answer;
}

}  // namespace genrelens
