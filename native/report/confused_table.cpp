// The songs that the model is wrong about and surest of it: for the ear to judge who is right.
#include <algorithm>

#include "native/report/figures.h"
#include "native/report/svg.h"
#include "native/report/table.h"

namespace genrelens {
namespace {

constexpr std::size_t kSongs = 15;

}  // namespace

std::string confused_table(const ReportData& data) {
  const TrackTable& tracks = data.measurement.tracks;
  const std::vector<std::string>& labels = data.measurement.card.labels;
  const auto probability = [&](std::size_t row, std::size_t label) {
    return static_cast<double>(tracks.probabilities[row * tracks.labels + label]);
  };
  std::vector<std::size_t> wrong;
  for (std::size_t row = 0; row < tracks.truth.size(); row++) {
    if (tracks.guess[row] != tracks.truth[row]) wrong.push_back(row);
  }
  std::stable_sort(wrong.begin(), wrong.end(), [&](std::size_t a, std::size_t b) {
    return probability(a, tracks.guess[a]) > probability(b, tracks.guess[b]);
  });
  wrong.resize(std::min(kSongs, wrong.size()));
  Table table({"song", "id", "true genre", "#its probability", "said", "#its probability"});
  for (const std::size_t row : wrong) {
    const double surest = probability(row, tracks.guess[row]);
    table.row({escape_markup(song_name(data.track(row))), escape_markup(tracks.ids[row]),
               escape_markup(labels[tracks.truth[row]]), percent(probability(row, tracks.truth[row])),
               escape_markup(labels[tracks.guess[row]]), bar(surest, "fill-second") + percent(surest)});
  }
  return table.text();
}

}  // namespace genrelens
