#include "native/row_chunks.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>
#include <vector>

namespace genrelens {

RowChunks::RowChunks(const Features& features, std::size_t hop_frames, LastChunk last)
    : rule_{.length = features.frames, .hop = hop_frames, .last = last},
      bands_(static_cast<std::size_t>(features.mel.bands)),
      input_(*NetworkInput::create(features)) {}

void RowChunks::fill(std::span<const std::uint8_t> row, std::size_t number, std::span<float> input) const {
  std::vector<float> levels(bands_ * rule_.length);
  fill_levels(row, number, levels);
  input_.fill(levels, input);
}

void RowChunks::fill_levels(std::span<const std::uint8_t> row, std::size_t number, std::span<float> of_chunk) const {
  assert(row.size() % bands_ == 0 && of_chunk.size() == bands_ * rule_.length);
  const std::size_t columns = row.size() / bands_;
  const Chunk chunk = at(number, columns);
  std::vector<float> line(chunk.count);
  std::uint8_t loudest = 0;
  for (std::size_t band = 0; band < bands_; band++) {
    const auto levels = row.subspan(band * columns + chunk.begin, chunk.count);
    loudest = std::max(loudest, *std::max_element(levels.begin(), levels.end()));
  }
  for (std::size_t band = 0; band < bands_; band++) {
    for (std::size_t i = 0; i < chunk.count; i++) {
      const int below = row[band * columns + chunk.begin + i] - loudest;
      line[i] = loudest == 0 ? 0 : static_cast<float>(below) / 255 + 1;
    }
    fill_chunk(rule_, line, of_chunk.subspan(band * rule_.length, rule_.length));
  }
}

std::size_t hop_frames(const Card& card) {
  const double hop_samples = card.hop_seconds * card.sample_rate;
  return static_cast<std::size_t>(std::max(1.0, std::round(hop_samples / card.features.mel.hop_length)));
}

std::optional<Error> rows_fit(const Features& features, const TrackRecipe& recipe) {
  const auto differs = [](const std::string& what) {
    return Error{.code = ErrorCode::bad_field, .message = "The model and the feature folder differ in " + what + "."};
  };
  const MelOptions& wanted = features.mel;
  const MelOptions& stored = recipe.mel;
  if (wanted.sample_rate != stored.sample_rate) return differs("sample rate");
  if (wanted.bands != stored.bands) return differs("mel bands");
  if (wanted.fft_length != stored.fft_length || wanted.window_length != stored.window_length) return differs("window");
  if (wanted.scale != stored.scale || wanted.norm != stored.norm || wanted.power != stored.power ||
      wanted.low_frequency != stored.low_frequency || wanted.high_frequency != stored.high_frequency) {
    return differs("mel scale");
  }
  if (features.level.multiplier != recipe.level.multiplier || features.level.range != recipe.level.range) {
    return differs("levels");
  }
  const double period = static_cast<double>(wanted.hop_length) / wanted.sample_rate;
  if (std::abs(period / recipe.seconds_per_column - 1) > 0.01) return differs("seconds a column");
  return {};
}

}  // namespace genrelens
