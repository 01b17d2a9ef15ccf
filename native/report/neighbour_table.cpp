// The nearest songs of a song of each genre, and how often neighbours share the genre.
#include "native/report/figures.h"
#include "native/report/svg.h"
#include "native/report/table.h"

namespace genrelens {
namespace {

constexpr std::size_t kNeighbours = 5;

}  // namespace

std::string neighbour_table(const ReportData& data) {
  const Measurement& measured = data.measurement;
  const std::vector<std::string>& labels = measured.card.labels;
  Table table({"song", "genre", "its nearest songs, the nearest first"});
  for (const GenreSong& song : data.songs) {
    std::string list = "<ol>";
    for (const Neighbour& near : nearest_tracks(measured.embeddings, song.row, kNeighbours)) {
      const std::size_t genre = measured.tracks.truth[near.track];
      list += std::string("<li>") +
              (genre == song.label ? "<span class=\"right\">✓</span> " : "<span class=\"wrong\">✗</span> ") +
              escape_markup(song_name(data.track(near.track))) + " <span class=\"soft\">(" +
              escape_markup(labels[genre]) + ", " + thousandths(near.similarity) + ")</span></li>";
    }
    table.row({escape_markup(song_name(data.track(song.row))), escape_markup(labels[song.label]), list + "</ol>"});
  }
  return table.text();
}

std::string precision_table(const Measurement& measurement) {
  Table table(
      {"of the nearest", "#share with the genre", "#95 % interval", "#without the same artist", "#95 % interval"});
  const auto interval = [](const Score& score) { return thousandths(score.low) + " … " + thousandths(score.high); };
  for (const auto& [count, score] : measurement.precision) {
    const Score& other = measurement.precision_of_other_artists.at(count);
    table.row(
        {std::to_string(count), thousandths(score.value), interval(score), thousandths(other.value), interval(other)});
  }
  return table.text();
}

}  // namespace genrelens
