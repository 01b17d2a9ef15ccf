// The confusion matrix as a heat map: a row is the truth, a column what was said.
#include <algorithm>
#include <cmath>

#include "native/report/figures.h"
#include "native/report/svg.h"

namespace genrelens {
namespace {

constexpr double kNames = 104, kTop = 118, kCell = 46;
constexpr double kDark = 0.55;  // from here on, the number needs the light colour

}  // namespace

std::string confusion_figure(const Measurement& measurement, Counting counting) {
  const std::vector<std::string>& labels = measurement.card.labels;
  const std::vector<std::size_t>& counts = measurement.by_track.confusion;
  const std::vector<double> shares = row_normalized(counts, labels.size());
  const double size = kCell * static_cast<double>(labels.size());
  const std::string title = counting == Counting::tracks ? "Tracks" : "Share of the genre's tracks, %";
  const auto most = static_cast<double>(std::max<std::size_t>(1, *std::max_element(counts.begin(), counts.end())));
  Svg svg(kNames + size + 24, kTop + size + 40, "Confusion matrix: " + title);
  svg.label({kNames, 20}, title, "heading");
  for (std::size_t i = 0; i < labels.size(); i++) {
    const double along = (static_cast<double>(i) + 0.5) * kCell;
    svg.label({kNames - 8, kTop + along + 5}, labels[i], "tick end");
    svg.upright_label({kNames + along + 5, kTop - 8}, labels[i], "tick");
  }
  for (std::size_t row = 0; row < labels.size(); row++) {
    for (std::size_t column = 0; column < labels.size(); column++) {
      const std::size_t place = row * labels.size() + column;
      const Point corner = {kNames + static_cast<double>(column) * kCell, kTop + static_cast<double>(row) * kCell};
      const double share = counting == Counting::tracks ? static_cast<double>(counts[place]) / most : shares[place];
      svg.cell(corner, kCell - 2, kCell - 2, share);
      if (counts[place] == 0) continue;
      const long per_cent = std::lround(100 * share);
      const std::string number =
          std::to_string(counting == Counting::tracks ? static_cast<long>(counts[place]) : per_cent);
      svg.label({corner.x + kCell / 2 - 1, corner.y + kCell / 2 + 5}, number,
                share >= kDark ? "value middle on-dark" : "value middle");
    }
  }
  svg.label({kNames + size / 2, kTop + size + 26}, "what the model said", "axis-title middle");
  svg.upright_label({14, kTop + size / 2}, "true genre", "axis-title middle");
  return svg.text();
}

}  // namespace genrelens
