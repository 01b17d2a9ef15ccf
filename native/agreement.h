// How alike two networks answer: one whose weights are stored in fewer bits, and the float32 network that it was made
// of.
//
//   Result<SplitAnswers> exact = answer_random(float32, 32), rounded = answer_random(int8, 32);
//   double off = agreement(*exact, *rounded, card.temperature).largest_difference;
#pragma once

#include <cstddef>

#include "core/card.h"
#include "core/result.h"
#include "native/evaluation.h"
#include "native/model_folder.h"

namespace genrelens {

// Names of the shares in a card's metrics.
inline constexpr char kTrackAgreement[] = "track_agreement";
inline constexpr char kChunkAgreement[] = "chunk_agreement";

struct Agreement {
  Score by_track;                 // share of the tracks that get the same genre, 95 % interval as in evaluation.h
  Score by_chunk;                 // and of their chunks
  double largest_difference = 0;  // of a logit
};

// Asserts that both answer the same chunks of the same tracks, at least one.
Agreement agreement(const SplitAnswers& expected, const SplitAnswers& answers, double temperature);

// Answers to `count` inputs of noise, evenly between 0 and 1 and drawn from the card's golden seed, as if each were a
// track of one chunk. They tell how far logits move; songs tell more.
Result<SplitAnswers> answer_random(Model& model, std::size_t count);

}  // namespace genrelens
