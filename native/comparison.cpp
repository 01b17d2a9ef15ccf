#include "native/comparison.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace genrelens {
namespace {

constexpr std::uint64_t kBootstrapSeed = 1;

// Of the same tracks in the same order; labels are the first table's.
struct Guesses {
  std::vector<std::size_t> truth, first, second;
};

Error differ(std::string sentence) { return {.code = ErrorCode::bad_field, .message = std::move(sentence)}; }

// The first table's label of each of the second's; empty if they do not have the same ones.
std::optional<std::vector<std::size_t>> match_labels(const PredictionTable& first, const PredictionTable& second) {
  std::map<std::string, std::size_t> numbers;
  for (std::size_t i = 0; i < first.labels.size(); i++) numbers[first.labels[i]] = i;
  std::set<std::size_t> met;
  std::vector<std::size_t> matches;
  for (const std::string& label : second.labels) {
    const auto found = numbers.find(label);
    if (found == numbers.end() || !met.insert(found->second).second) return {};
    matches.push_back(found->second);
  }
  if (matches.size() != first.labels.size()) return {};
  return matches;
}

Result<Guesses> match_tracks(const PredictionTable& first, const PredictionTable& second) {
  const std::optional<std::vector<std::size_t>> labels = match_labels(first, second);
  if (!labels) return differ("The two tables have different labels.");
  std::map<std::string, std::size_t> rows;
  for (std::size_t row = 0; row < second.table.ids.size(); row++) rows[second.table.ids[row]] = row;
  Guesses guesses;
  for (std::size_t row = 0; row < first.table.ids.size(); row++) {
    const std::string& id = first.table.ids[row];
    const auto found = rows.find(id);
    if (found == rows.end()) return differ("The track " + id + " is in the first table alone.");
    const std::size_t truth = (*labels)[second.table.truth[found->second]];
    if (truth != first.table.truth[row]) {
      return differ("The track " + id + " is " + first.labels[first.table.truth[row]] + " in the first table and " +
                    first.labels[truth] + " in the second.");
    }
    guesses.truth.push_back(truth);
    guesses.first.push_back(first.table.guess[row]);
    guesses.second.push_back((*labels)[second.table.guess[found->second]]);
    rows.erase(found);
  }
  if (!rows.empty()) return differ("The track " + rows.begin()->first + " is in the second table alone.");
  return guesses;
}

Score score_of(const Guesses& guesses, const std::function<double(std::size_t row)>& points) {
  const auto mean = [&](std::span<const std::size_t> rows) {
    double sum = 0;
    for (const std::size_t row : rows) sum += points(row);
    return sum / static_cast<double>(rows.size());
  };
  const Interval interval = bootstrap(guesses.truth.size(), mean, {.seed = kBootstrapSeed});
  double sum = 0;
  for (std::size_t row = 0; row < guesses.truth.size(); row++) sum += points(row);
  return {sum / static_cast<double>(guesses.truth.size()), interval.low, interval.high};
}

}  // namespace

Result<Comparison> compare_predictions(const PredictionTable& first, const PredictionTable& second) {
  const Result<Guesses> guesses = match_tracks(first, second);
  if (!guesses) return guesses.error();
  const auto first_right = [&](std::size_t row) { return guesses->first[row] == guesses->truth[row] ? 1.0 : 0.0; };
  const auto second_right = [&](std::size_t row) { return guesses->second[row] == guesses->truth[row] ? 1.0 : 0.0; };
  Comparison comparison{.tracks = guesses->truth.size()};
  for (std::size_t row = 0; row < comparison.tracks; row++) {
    const double right = first_right(row) + second_right(row);
    comparison.both_right += right == 2 ? 1 : 0;
    comparison.both_wrong += right == 0 ? 1 : 0;
    comparison.same_guess += guesses->first[row] == guesses->second[row] ? 1 : 0;
  }
  comparison.first_accuracy = score_of(*guesses, first_right);
  comparison.second_accuracy = score_of(*guesses, second_right);
  comparison.difference = score_of(*guesses, [&](std::size_t row) { return second_right(row) - first_right(row); });
  comparison.test = mcnemar_test(guesses->truth, guesses->first, guesses->second);
  return comparison;
}

}  // namespace genrelens
