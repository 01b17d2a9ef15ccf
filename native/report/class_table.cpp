// Every genre's scores, and their means.
#include "native/report/figures.h"
#include "native/report/svg.h"
#include "native/report/table.h"

namespace genrelens {
namespace {

std::vector<std::string> cells(const std::string& name, const ClassScore& score, const CurveAreas& areas) {
  return {name,
          thousandths(score.precision),
          thousandths(score.recall),
          bar(score.f1, "fill") + thousandths(score.f1),
          thousandths(areas.roc_auc),
          thousandths(areas.average_precision),
          std::to_string(score.support)};
}

}  // namespace

std::string class_table(const Measurement& measurement) {
  const Evaluation& evaluation = measurement.by_track;
  Table table({"genre", "#precision", "#recall", "#F1", "#ROC AUC", "#average precision", "#tracks"});
  for (std::size_t i = 0; i < evaluation.classes.size(); i++) {
    table.row(cells(escape_markup(measurement.card.labels[i]), evaluation.classes[i], evaluation.areas[i]));
  }
  table.row(cells("<em>mean</em>", macro_average(evaluation.classes), macro_average(evaluation.areas)));
  table.row(cells("<em>weighted mean</em>", weighted_average(evaluation.classes), weighted_average(evaluation.areas)));
  return table.text();
}

}  // namespace genrelens
