// How good a system is by k folds: every track is judged by the one network that neither learned it nor was chosen on
// it.
//
//   std::vector<Measurement> folds;   // of fold 1…k, each on the tracks that its fold tests
//   Measurement all = join_folds(folds);
//   metrics_json(all);                // native/report/metrics_json.h
#pragma once

#include <span>

#include "native/measurement.h"

namespace genrelens {

// All tracks of all folds as one measurement. Each track keeps the probabilities that its own fold's temperature gave
// it; the card is the first fold's, with the mean temperature and the mean "not sure" threshold, and names no weights.
// Nothing is said of nearest songs: embeddings of different networks cannot be compared. The intervals are over tracks,
// so they do not hold what another seed would change. Asserts one fold or more, and the same labels in all.
Measurement join_folds(std::span<const Measurement> folds);

}  // namespace genrelens
