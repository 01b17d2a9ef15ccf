// Scores as dots with their intervals, by track and by chunk.
#include <array>
#include <cmath>
#include <utility>

#include "native/report/figures.h"
#include "native/report/plot.h"
#include "native/report/table.h"

namespace genrelens {
namespace {

using Named = std::pair<const char*, const char*>;

constexpr std::array<Named, 9> kShares = {{{"accuracy", "accuracy"},
                                           {"top_3_accuracy", "among the first three"},
                                           {"macro_precision", "macro precision"},
                                           {"macro_recall", "macro recall"},
                                           {"macro_f1", "macro F1"},
                                           {"matthews_correlation", "Matthews correlation"},
                                           {"macro_roc_auc", "macro ROC AUC"},
                                           {"macro_average_precision", "macro average precision"},
                                           {"expected_calibration_error", "calibration error"}}};

constexpr double kWidth = 1180, kNames = 210, kRight = 230, kTop = 64, kLine = 42;

const Score& find_score(const Evaluation& evaluation, const std::string& name, const char* accuracy) {
  return evaluation.scores.at(name == "accuracy" ? accuracy : name);
}

std::string with_interval(const Score& score) {
  return thousandths(score.value) + "  (" + thousandths(score.low) + " … " + thousandths(score.high) + ")";
}

double place(double value) { return kNames + value * (kWidth - kNames - kRight); }

void draw_score(Svg& svg, double y, const Score& score, const std::string& style) {
  if (std::isnan(score.value)) return;
  if (!std::isnan(score.low)) svg.line({place(score.low), y}, {place(score.high), y}, "whisker " + style);
  svg.dot({place(score.value), y}, 5, "dot " + style);
  svg.label({kWidth - kRight + 16, y + 5}, with_interval(score), "tick");
}

}  // namespace

std::string score_figure(const Measurement& measurement) {
  const double bottom = kTop + kLine * kShares.size();
  Svg svg(kWidth, bottom + 48, "Scores with 95 % intervals");
  svg.dot({kNames + 6, 20}, 5, "dot first");
  svg.label({kNames + 18, 25}, "by track: " + std::to_string(measurement.by_track.rows), "tick");
  svg.dot({kNames + 166, 20}, 5, "dot second");
  svg.label({kNames + 178, 25}, "by chunk: " + std::to_string(measurement.by_chunk.rows), "tick");
  svg.label({kWidth - kRight + 16, 25}, "value  (95 % interval)", "axis-title");
  for (const double tick : round_ticks(0, 1, 5)) {
    svg.line({place(tick), kTop - 20}, {place(tick), bottom}, "grid");
    svg.label({place(tick), bottom + 20}, short_number(tick), "tick middle");
  }
  for (std::size_t i = 0; i < kShares.size(); i++) {
    const auto& [name, title] = kShares[i];
    const double y = kTop + kLine * static_cast<double>(i);
    svg.label({kNames - 14, y + 14}, title, "tick end");
    draw_score(svg, y, find_score(measurement.by_track, name, "track_accuracy"), "first");
    draw_score(svg, y + 18, find_score(measurement.by_chunk, name, "chunk_accuracy"), "second");
  }
  svg.label({(kNames + kWidth - kRight) / 2, bottom + 42}, "score", "axis-title middle");
  return svg.text();
}

}  // namespace genrelens
