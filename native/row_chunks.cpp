#include "native/row_chunks.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>
#include <vector>

#include "native/number_text.h"

namespace genrelens {
namespace {

Error differs(const std::string& what, const std::string& wanted, const std::string& stored) {
  return {.code = ErrorCode::bad_field,
          .message = "The model and the feature folder differ in " + what + ": the model has " + wanted +
                     ", the folder " + stored + "."};
}

const char* name_of(MelScale scale) {
  switch (scale) {
    case MelScale::slaney:
      return "slaney";
    case MelScale::htk:
      return "htk";
    case MelScale::kaldi:
      break;
  }
  return "kaldi";
}

const char* name_of(LevelReference reference) { return reference == LevelReference::one ? "one" : "the maximum"; }

const char* name_of(MelNorm norm) { return norm == MelNorm::none ? "none" : "slaney"; }

}  // namespace

RowChunks::RowChunks(const Features& features, std::size_t hop_frames, LastChunk last)
    : rule_{.length = features.frames, .hop = hop_frames, .last = last},
      bands_(static_cast<std::size_t>(features.mel.bands)),
      reference_(features.level.reference),
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
  // Silence has no maximum to refer to.
  const int raise = reference_ == LevelReference::maximum && loudest > 0 ? 255 - loudest : 0;
  for (std::size_t band = 0; band < bands_; band++) {
    for (std::size_t i = 0; i < chunk.count; i++) {
      line[i] = static_cast<float>(row[band * columns + chunk.begin + i] + raise) / 255;
    }
    fill_chunk(rule_, line, of_chunk.subspan(band * rule_.length, rule_.length));
  }
}

std::size_t hop_frames(const Card& card) {
  const double hop_samples = card.hop_seconds * card.sample_rate;
  return static_cast<std::size_t>(std::max(1.0, std::round(hop_samples / card.features.mel.hop_length)));
}

std::optional<Error> rows_fit(const Features& features, const TrackRecipe& recipe) {
  const MelOptions& wanted = features.mel;
  const MelOptions& stored = recipe.mel;
  const double period = static_cast<double>(wanted.hop_length) / wanted.sample_rate;
  const bool period_fits = std::abs(period / recipe.seconds_per_column - 1) <= 0.01;
  const struct {
    const char* name;
    double wanted, stored;
  } numbers[] = {
      {"sample rate", double(wanted.sample_rate), double(stored.sample_rate)},
      {"mel bands", double(wanted.bands), double(stored.bands)},
      {"n_fft", double(wanted.fft_length), double(stored.fft_length)},
      {"window length", double(wanted.window_length), double(stored.window_length)},
      {"power", wanted.power, stored.power},
      {"lowest frequency", wanted.low_frequency, stored.low_frequency},
      {"highest frequency", wanted.high_frequency, stored.high_frequency},
      {"level multiplier", features.level.multiplier, recipe.level.multiplier},
      {"level range", features.level.range, recipe.level.range},
      {"smallest power", features.level.smallest, recipe.level.smallest},
      {"seconds a column", period_fits ? recipe.seconds_per_column : period, recipe.seconds_per_column},
  };
  for (const auto& number : numbers) {
    if (number.wanted == number.stored) continue;
    return differs(number.name, number_text("%.6g", number.wanted), number_text("%.6g", number.stored));
  }
  if (features.level.reference != recipe.level.reference)
    return differs("level reference", name_of(features.level.reference), name_of(recipe.level.reference));
  if (wanted.scale != stored.scale) return differs("mel scale", name_of(wanted.scale), name_of(stored.scale));
  if (wanted.norm != stored.norm) return differs("mel norm", name_of(wanted.norm), name_of(stored.norm));
  return {};
}

}  // namespace genrelens
