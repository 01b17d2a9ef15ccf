// Some tracks, drawn by chance, with their true genre and what the model said.
#include <algorithm>
#include <numeric>

#include "core/random.h"
#include "native/report/figures.h"
#include "native/report/svg.h"
#include "native/report/table.h"

namespace genrelens {
namespace {

constexpr std::size_t kSamples = 12;
constexpr std::size_t kGuesses = 3;
constexpr std::uint64_t kSeed = 1;

std::string best_guesses(const Measurement& measurement, std::size_t row) {
  const TrackTable& table = measurement.tracks;
  const float* probabilities = table.probabilities.data() + row * table.labels;
  std::vector<std::size_t> order(table.labels);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return probabilities[a] > probabilities[b]; });
  std::string text;
  for (std::size_t i = 0; i < std::min(kGuesses, order.size()); i++) {
    text += (i == 0 ? "" : " · ") + escape_markup(measurement.card.labels[order[i]]) + " " +
            percent(static_cast<double>(probabilities[order[i]]));
  }
  return text;
}

}  // namespace

std::string sample_table(const ReportData& data) {
  const Measurement& measured = data.measurement;
  std::vector<std::size_t> rows(measured.tracks.truth.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  Random(kSeed).shuffle(std::span(rows));
  rows.resize(std::min(kSamples, rows.size()));
  Table table({"song", "true genre", "", "the model's first three"});
  for (const std::size_t row : rows) {
    const bool right = measured.tracks.guess[row] == measured.tracks.truth[row];
    table.row({escape_markup(song_name(data.track(row))),
               escape_markup(measured.card.labels[measured.tracks.truth[row]]),
               right ? "<span class=\"right\">✓ right</span>" : "<span class=\"wrong\">✗ wrong</span>",
               best_guesses(measured, row)});
  }
  return table.text();
}

}  // namespace genrelens
