// Songs that a network hears as alike: the nearest ones by its embedding (paper 002), and how often they share the
// genre.
//
//   Embeddings embeddings{.size = 128, .values = …, .genres = …, .artists = …};
//   std::vector<Neighbour> nearest = nearest_tracks(embeddings, track, 5);
//   std::map<std::size_t, Score> precision = precision_at(embeddings, kNeighbourCounts, SameArtist::counts);
//
// A track's embedding is the mean of its chunks'. Two tracks are as near as the cosine of the angle between theirs.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/card.h"

namespace genrelens {

struct Embeddings {
  std::size_t size = 0;
  std::vector<float> values;         // (tracks, size)
  std::vector<std::size_t> genres;   // label, one a track
  std::vector<std::string> artists;  // one a track; empty where unknown

  std::size_t tracks() const { return genres.size(); }
  std::span<const float> of(std::size_t track) const { return std::span(values).subspan(track * size, size); }
};

// (chunks, size) → size values.
std::vector<float> mean_embedding(std::span<const float> chunks, std::size_t size);

struct Neighbour {
  std::size_t track = 0;
  double similarity = 0;  // −1…1; 0 for an embedding of zeros
};

enum class SameArtist {
  counts,    // every other track is a candidate
  left_out,  // a network that knows the singer's voice, or one recording, has not yet heard the genre
};

// The nearest other tracks, the nearest first, ties by number; fewer than `count` if there are not so many candidates.
// Tracks of unknown artist are never left out.
std::vector<Neighbour> nearest_tracks(const Embeddings& embeddings, std::size_t track, std::size_t count,
                                      SameArtist same_artist = SameArtist::counts);

inline constexpr std::array<std::size_t, 3> kNeighbourCounts = {1, 5, 10};

// Of the k nearest tracks, the mean share that has the track's genre, for each k; the interval draws tracks that ask,
// not those that are found.
std::map<std::size_t, Score> precision_at(const Embeddings& embeddings, std::span<const std::size_t> counts,
                                          SameArtist same_artist);

// The same of tracks found by chance.
double chance_precision(std::span<const std::size_t> genres);

}  // namespace genrelens
