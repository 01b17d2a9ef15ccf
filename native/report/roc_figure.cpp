// Each genre against the rest at every threshold: how many of its tracks are found for how many false alarms.
#include "core/curve.h"
#include "native/report/curve_grid.h"
#include "native/report/figures.h"
#include "native/report/table.h"

namespace genrelens {

std::string roc_figure(const Measurement& measurement) {
  const TrackTable& table = measurement.tracks;
  std::vector<GridCurve> curves;
  for (std::size_t label = 0; label < table.labels; label++) {
    const RocCurve roc = roc_curve(table.truth, table.probabilities, table.labels, label);
    GridCurve curve{
        .heading = measurement.card.labels[label], .caption = thousandths(roc_auc(roc)), .reference = {{0, 0}, {1, 1}}};
    for (std::size_t i = 0; i < roc.thresholds.size(); i++) {
      curve.points.push_back({roc.false_positive_rate[i], roc.true_positive_rate[i]});
    }
    curves.push_back(std::move(curve));
  }
  return curve_grid(curves, {.title = "ROC curves by genre",
                             .x = "false positive rate (share of the other tracks)",
                             .y = "true positive rate (share of the genre's tracks)"});
}

}  // namespace genrelens
