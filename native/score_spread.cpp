#include "native/score_spread.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace genrelens {
namespace {

Spread spread_of(const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  const auto [lowest, highest] = std::minmax_element(values.begin(), values.end());
  Spread spread{
      .mean = std::accumulate(values.begin(), values.end(), 0.0) / count, .lowest = *lowest, .highest = *highest};
  double squares = 0;
  for (const double value : values) squares += (value - spread.mean) * (value - spread.mean);
  if (values.size() > 1) spread.deviation = std::sqrt(squares / (count - 1));
  return spread;
}

}  // namespace

std::map<std::string, Spread> score_spread(std::span<const std::map<std::string, Score>> models) {
  std::map<std::string, Spread> spreads;
  if (models.empty()) return spreads;
  for (const auto& [name, first] : models.front()) {
    std::vector<double> values;
    for (const std::map<std::string, Score>& scores : models) {
      if (const auto found = scores.find(name); found != scores.end()) values.push_back(found->second.value);
    }
    if (values.size() == models.size()) spreads[name] = spread_of(values);
  }
  return spreads;
}

}  // namespace genrelens
