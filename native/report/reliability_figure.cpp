// Reliability diagram: how often the model is right where it says that it is so sure.
#include "core/calibration.h"
#include "native/report/figures.h"
#include "native/report/plot.h"

namespace genrelens {
namespace {

constexpr std::size_t kBins = 10;

}  // namespace

std::string reliability_figure(const Measurement& measurement) {
  const TrackTable& table = measurement.tracks;
  const auto bins = reliability_table(table.truth, table.probabilities, table.labels, kBins);
  Plot plot({.title = "Reliability",
             .x = {"highest probability of the track", 0, 1},
             .y = {"share of right answers", 0, 1},
             .width = 620,
             .height = 460});
  for (const ReliabilityBin& bin : bins) {
    if (bin.rows > 0) plot.bar(bin.low, bin.high, bin.accuracy, "fill");
  }
  plot.curve(std::vector<Point>{{0, 0}, {1, 1}}, "reference");
  for (const ReliabilityBin& bin : bins) {
    if (bin.rows == 0) continue;
    plot.svg().dot(plot.at(bin.confidence, bin.accuracy), 5, "dot second");
    plot.note((bin.low + bin.high) / 2, 0.02, std::to_string(bin.rows), "value middle on-dark");
  }
  const std::vector<std::pair<std::string, std::string>> names = {{"as sure as it should be", "reference"},
                                                                  {"number in a bar: tracks", "line none"}};
  plot.legend(names);
  return plot.text();
}

}  // namespace genrelens
