// The table that Python users know: precision, recall, F1 and support by label, byte for byte as scikit-learn 1.2's
// classification_report prints it.
//
//   std::string text = classification_report(table.truth, table.guess, card.labels);
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace genrelens {

// truth, guess: label indices, one a row, at least one. Labels that neither occur nor are guessed have no line, as
// there. Where not one row is right, it writes supports as "2.0"; here they stay whole.
std::string classification_report(std::span<const std::size_t> truth, std::span<const std::size_t> guess,
                                  std::span<const std::string> labels);

}  // namespace genrelens
