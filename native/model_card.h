// The card of a model that was trained here: what it hears, where it comes from, how good it is.
//
//   Card card = describe_model(system, features, labels);
//   judge_model(card, valid.name, answers);         // temperature, threshold and metrics, from one split
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/card.h"
#include "native/evaluation.h"
#include "native/system.h"

namespace genrelens {

// Everything but origin, weights, golden logits and metrics.
Card describe_model(const System& system, const Features& features, const std::vector<std::string>& labels);

// Fits the temperature and the "not sure" threshold on these answers and writes down how good they are.
void judge_model(Card& card, const std::string& split_name, const SplitAnswers& answers);

// Writes down how good the model is, and nothing else: every score that is a number.
void write_scores(Card& card, const std::string& split_name, const Evaluation& by_track);

// Whether the folder's splits of the card's names hold the tracks that the card's hash is of; nothing if the card has
// no hash or the folder no such splits.
std::optional<bool> has_tracks_of(const Card& card, const FeatureFolder& folder);

// What a reader of scores on this split must know, a sentence each: that the model's card says it was trained on it,
// that the folder's splits of the card's names are not those that the model knows, that pieces of one recording are on
// both sides.
std::vector<std::string> score_warnings(const Card& card, const FeatureFolder& folder, const std::string& split_name);

}  // namespace genrelens
