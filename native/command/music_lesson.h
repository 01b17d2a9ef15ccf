// A trained network is taught what is no music: genrelens export --music.
#pragma once

#include <optional>
#include <string>

#include "core/card.h"
#include "core/result.h"
#include "native/feature_folder.h"
#include "native/music_logit.h"
#include "native/system.h"
#include "native/weights.h"

namespace genrelens {

// Card and weights get a logit more. What it learns: of `sounds` the genre "music" and all else, and of `songs` those
// that the network was trained on, which are music. Returns, and prints, how well clips of `sounds` that were not
// learnt are told. Errors: too few clips of either kind, a network that cannot have the logit, rows that it does not
// take.
// `start`: what the weights that the run began with knew of music already; of that only the border is learnt.
Result<MusicJudgement> teach_music(const System& system, Card& card, Weights& weights, const FeatureFolder& sounds,
                                   const FeatureFolder& songs, const std::optional<MusicReading>& start);

// What a file of weights knows of music, where the system says that one of its classes is that; else nothing. Errors
// name the file.
Result<std::optional<MusicReading>> read_music_class(const std::string& pretrained, const System& system);

}  // namespace genrelens
