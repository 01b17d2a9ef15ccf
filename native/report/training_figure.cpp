// Loss and accuracy of the training run, epoch by epoch.
#include <algorithm>

#include "native/report/figures.h"
#include "native/report/plot.h"

namespace genrelens {
namespace {

using Value = double EpochLine::*;

const EpochLine& kept_epoch(const std::vector<EpochLine>& history) {
  return *std::min_element(history.begin(), history.end(),
                           [](const EpochLine& a, const EpochLine& b) { return a.valid_loss < b.valid_loss; });
}

std::vector<Point> points_of(const std::vector<EpochLine>& history, Value value) {
  std::vector<Point> points;
  for (const EpochLine& line : history) points.push_back({line.epoch, line.*value});
  return points;
}

std::string history_figure(const std::vector<EpochLine>& history, PlotOptions options, Value train, Value valid) {
  const double first = history.front().epoch, last = history.back().epoch;
  options.x = {.title = "epoch", .low = first, .high = std::max(last, first + 1), .ticks = 8};
  Plot plot(options);
  const EpochLine& kept = kept_epoch(history);
  plot.curve(std::vector<Point>{{kept.epoch, options.y.low}, {kept.epoch, options.y.high}}, "reference");
  plot.curve(points_of(history, train), "line second");
  plot.curve(points_of(history, valid), "line first");
  plot.svg().dot(plot.at(kept.epoch, kept.*valid), 5, "dot first");
  const std::vector<std::pair<std::string, std::string>> names = {
      {"validation", "line first"},
      {"training", "line second"},
      {"kept: epoch " + short_number(kept.epoch), "reference"}};
  plot.legend(names);
  return plot.text();
}

}  // namespace

std::string loss_figure(const ReportData& data) {
  double highest = 0;
  for (const EpochLine& line : data.history) highest = std::max({highest, line.train_loss, line.valid_loss});
  return history_figure(
      data.history, {.title = "Loss", .y = {.title = "loss, nats", .low = 0, .high = highest > 0 ? 1.05 * highest : 1}},
      &EpochLine::train_loss, &EpochLine::valid_loss);
}

std::string accuracy_figure(const ReportData& data) {
  return history_figure(data.history, {.title = "Accuracy", .y = {.title = "accuracy", .low = 0, .high = 1}},
                        &EpochLine::train_accuracy, &EpochLine::valid_accuracy);
}

}  // namespace genrelens
