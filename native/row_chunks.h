// Stored rows cut into what a network sees, by the same rule as sound: chunks of columns, each relative to its maximum
// where the card's levels are.
//
//   RowChunks chunks(card.features, hop_frames, card.last_chunk);
//   for (std::size_t i = 0; i < chunks.count(columns); i++) chunks.fill(row, i, input);
//
// level = (v − max of the chunk) / 255 + 1, or v / 255, then core/network_input.h. A stored row is clipped 80
// below its track's maximum, so a quiet chunk's floor stands higher here than in sound: training raises floors at
// random.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "core/card.h"
#include "core/chunk.h"
#include "core/network_input.h"
#include "core/track_levels.h"

namespace genrelens {

class RowChunks {
 public:
  // Asserts that the features are some that parse_card allows.
  RowChunks(const Features& features, std::size_t hop_frames, LastChunk last);

  std::size_t count(std::size_t columns) const { return chunk_count(rule_, columns); }
  Chunk at(std::size_t number, std::size_t columns) const { return chunk_at(rule_, number, columns); }
  std::size_t input_size() const { return input_.values(); }

  // row: (bands, columns); levels: (bands, frames), 0…1.
  void fill_levels(std::span<const std::uint8_t> row, std::size_t number, std::span<float> levels) const;

  // input: (input_size()): what the network sees.
  void fill(std::span<const std::uint8_t> row, std::size_t number, std::span<float> input) const;

 private:
  ChunkRule rule_;  // in columns
  std::size_t bands_;
  LevelReference reference_;
  NetworkInput input_;
};

// Columns from one chunk's start to the next's, by the card.
std::size_t hop_frames(const Card& card);

// Why a network with these features cannot be given the folder's rows; empty if it can.
std::optional<Error> rows_fit(const Features& features, const TrackRecipe& recipe);

}  // namespace genrelens
