// metrics.json: every score of a measurement with its interval, for other programs. NaN, which JSON has not, is null.
//
//   write_text(folder / "metrics.json", json_text(metrics_json(measurement), 2) + "\n");
//
// model · weights (sha256) · split · split_hash · note · warnings · tracks · left_out · labels · scores {NAME: {value,
// low, high}} · music {value, low, high} or null ·
// classes {LABEL: {precision, recall, f1, support, roc_auc, average_precision}} · confusion (row = truth)
// · chunks {rows, scores, classes, confusion} · calibration {temperature, unsure_below, sure, sure_right, bins} ·
// nearest {precision_at {K: …}, precision_at_of_other_artists {K: …}, by_chance}.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "native/measurement.h"
#include "native/score_spread.h"

namespace genrelens {

nlohmann::ordered_json metrics_json(const Measurement& measurement);

// {value, low, high}
nlohmann::ordered_json score_json(const Score& score);

// models [metrics_json of each] · spread {NAME: {mean, deviation, lowest, highest}}.
nlohmann::ordered_json spread_json(std::span<const Measurement> measurements,
                                   const std::map<std::string, Spread>& spread);

// The JSON as text; bytes that are no UTF-8, in names from a table, are replaced. indent −1: on one line.
std::string json_text(const nlohmann::ordered_json& json, int indent = -1);

}  // namespace genrelens
