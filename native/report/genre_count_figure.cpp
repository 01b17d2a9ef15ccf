// How many tracks and chunks there are of each genre.
#include <algorithm>
#include <map>

#include "native/number_text.h"
#include "native/report/figures.h"
#include "native/report/svg.h"

namespace genrelens {
namespace {

constexpr double kNames = 104, kTop = 44, kLine = 36, kBars = 330, kWidth = 560;

struct CountBars {
  std::string title;
  std::string unit;
  std::vector<double> first;   // one a label
  std::vector<double> second;  // empty: one bar a label
};

std::string bars_figure(const std::vector<std::string>& labels, const CountBars& bars) {
  double most = 1;
  for (const std::vector<double>* counts : {&bars.first, &bars.second}) {
    for (const double count : *counts) most = std::max(most, count);
  }
  const double bottom = kTop + kLine * static_cast<double>(labels.size());
  Svg svg(kWidth, bottom + 34, bars.title);
  svg.label({kNames, 20}, bars.title, "heading");
  const double height = bars.second.empty() ? 22 : 12;
  const auto draw = [&](double y, double count, const char* style) {
    svg.rectangle({kNames, y}, kBars * count / most, height, style);
    svg.label({kNames + kBars * count / most + 8, y + height / 2 + 5}, number_text("%.0f", count), "small");
  };
  for (std::size_t i = 0; i < labels.size(); i++) {
    const double y = kTop + kLine * static_cast<double>(i);
    svg.label({kNames - 10, y + 17}, labels[i], "tick end");
    draw(y, bars.first[i], "fill");
    if (!bars.second.empty()) draw(y + 14, bars.second[i], "fill-second");
  }
  svg.line({kNames, kTop - 8}, {kNames, bottom}, "axis");
  svg.label({kNames + kBars / 2, bottom + 22}, bars.unit, "axis-title middle");
  return svg.text();
}

std::vector<double> counts_of(const ReportData& data, const std::string& split) {
  std::map<std::string, double> counts;
  for (const Track& track : data.folder.tracks) counts[track.genre] += track.split == split && track.row ? 1 : 0;
  std::vector<double> of_labels;
  for (const std::string& label : data.measurement.card.labels) of_labels.push_back(counts[label]);
  return of_labels;
}

}  // namespace

std::string genre_count_figure(const ReportData& data) {
  const Card& card = data.measurement.card;
  return bars_figure(card.labels, {.title = "Tracks",
                                   .unit = "upper bar: learned (" + card.origin.split + "); lower: measured (" +
                                           data.measurement.split.name + ")",
                                   .first = counts_of(data, card.origin.split),
                                   .second = counts_of(data, data.measurement.split.name)});
}

std::string augmented_count_figure(const ReportData& data) {
  const Card& card = data.measurement.card;
  double chunks = 0, tracks = 0;
  for (const EpochLine& line : data.history) chunks += line.chunks.value_or(0);
  std::vector<double> counts = counts_of(data, card.origin.split);
  for (const double count : counts) tracks += count;
  for (double& count : counts) count *= tracks > 0 ? chunks / tracks : 0;
  return bars_figure(card.labels, {.title = "Chunks drawn in training, each augmented anew",
                                   .unit = "chunks in " + std::to_string(data.history.size()) + " epochs",
                                   .first = counts});
}

}  // namespace genrelens
