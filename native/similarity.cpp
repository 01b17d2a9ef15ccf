#include "native/similarity.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/significance.h"

namespace genrelens {
namespace {

constexpr std::uint64_t kBootstrapSeed = 1;

double cosine(std::span<const float> left, std::span<const float> right) {
  double product = 0, left_squares = 0, right_squares = 0;
  for (std::size_t i = 0; i < left.size(); i++) {
    product += static_cast<double>(left[i]) * right[i];
    left_squares += static_cast<double>(left[i]) * left[i];
    right_squares += static_cast<double>(right[i]) * right[i];
  }
  const double lengths = std::sqrt(left_squares) * std::sqrt(right_squares);
  return lengths > 0 ? product / lengths : 0;
}

}  // namespace

std::vector<float> mean_embedding(std::span<const float> chunks, std::size_t size) {
  assert(size > 0 && chunks.size() >= size && chunks.size() % size == 0);
  const std::size_t count = chunks.size() / size;
  std::vector<float> mean(size);
  for (std::size_t i = 0; i < size; i++) {
    double sum = 0;
    for (std::size_t chunk = 0; chunk < count; chunk++) sum += chunks[chunk * size + i];
    mean[i] = static_cast<float>(sum / static_cast<double>(count));
  }
  return mean;
}

std::vector<Neighbour> nearest_tracks(const Embeddings& embeddings, std::size_t track, std::size_t count,
                                      SameArtist same_artist) {
  std::vector<Neighbour> others;
  const std::string& artist = embeddings.artists[track];
  for (std::size_t other = 0; other < embeddings.tracks(); other++) {
    const bool same = !artist.empty() && embeddings.artists[other] == artist;
    if (other == track || (same && same_artist == SameArtist::left_out)) continue;
    others.push_back({other, cosine(embeddings.of(track), embeddings.of(other))});
  }
  std::stable_sort(others.begin(), others.end(),
                   [](const Neighbour& a, const Neighbour& b) { return a.similarity > b.similarity; });
  others.resize(std::min(count, others.size()));
  return others;
}

std::map<std::size_t, Score> precision_at(const Embeddings& embeddings, std::span<const std::size_t> counts,
                                          SameArtist same_artist) {
  std::map<std::size_t, std::vector<double>> shares;  // one a track
  const std::size_t most = counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
  for (std::size_t track = 0; track < embeddings.tracks(); track++) {
    const std::vector<Neighbour> nearest = nearest_tracks(embeddings, track, most, same_artist);
    for (const std::size_t count : counts) {
      const std::size_t found = std::min(count, nearest.size());
      std::size_t same_genre = 0;
      for (std::size_t i = 0; i < found; i++) {
        same_genre += embeddings.genres[nearest[i].track] == embeddings.genres[track] ? 1 : 0;
      }
      shares[count].push_back(found > 0 ? static_cast<double>(same_genre) / static_cast<double>(found) : 0);
    }
  }
  std::map<std::size_t, Score> precision;
  for (const auto& [count, of_tracks] : shares) {
    const auto mean = [&values = of_tracks](std::span<const std::size_t> tracks) {
      double sum = 0;
      for (const std::size_t track : tracks) sum += values[track];
      return sum / static_cast<double>(tracks.size());
    };
    double sum = 0;
    for (const double share : of_tracks) sum += share;
    const Interval interval = bootstrap(of_tracks.size(), mean, {.seed = kBootstrapSeed});
    precision[count] = {sum / static_cast<double>(of_tracks.size()), interval.low, interval.high};
  }
  return precision;
}

double chance_precision(std::span<const std::size_t> genres) {
  if (genres.size() < 2) return 0;
  std::map<std::size_t, double> counts;
  for (const std::size_t genre : genres) counts[genre]++;
  double pairs = 0;
  for (const auto& [genre, count] : counts) pairs += count * (count - 1);
  const auto all = static_cast<double>(genres.size());
  return pairs / (all * (all - 1));
}

}  // namespace genrelens
