// Each genre against the rest at every threshold: how many of the tracks that are named so are so.
#include "core/curve.h"
#include "native/report/curve_grid.h"
#include "native/report/figures.h"
#include "native/report/table.h"

namespace genrelens {
namespace {

// Precision where a recall is reached first, held back to the recall before: steps whose area is the average precision.
// What follows at the same recall is only more false alarms, and is not drawn.
std::vector<Point> steps(const PrecisionRecallCurve& curve) {
  std::vector<Point> points;
  double reached = 0;
  for (std::size_t i = curve.recall.size(); i-- > 0;) {
    if (curve.recall[i] <= reached) continue;
    points.push_back({reached, curve.precision[i]});
    points.push_back({curve.recall[i], curve.precision[i]});
    reached = curve.recall[i];
  }
  return points;
}

}  // namespace

std::string precision_recall_figure(const Measurement& measurement) {
  const TrackTable& table = measurement.tracks;
  std::vector<GridCurve> curves;
  for (std::size_t label = 0; label < table.labels; label++) {
    const auto curve = precision_recall_curve(table.truth, table.probabilities, table.labels, label);
    const double share =
        static_cast<double>(measurement.by_track.classes[label].support) / static_cast<double>(table.truth.size());
    curves.push_back({.heading = measurement.card.labels[label],
                      .caption = thousandths(average_precision(curve)),
                      .points = steps(curve),
                      .reference = {{0, share}, {1, share}}});
  }
  return curve_grid(curves, {.title = "Precision and recall by genre",
                             .x = "recall (share of the genre's tracks that are found)",
                             .y = "precision (share of the found that are right)"});
}

}  // namespace genrelens
