#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/track_levels.h"
#include "tests/fuzz/require.h"

using namespace genrelens;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Result<TrackRecipe> recipe = parse_recipe({reinterpret_cast<const char*>(data), size});
  if (!recipe) {
    require(!recipe.error().message.empty(), "an error is a sentence");
    return 0;
  }
  const auto bands = static_cast<std::size_t>(recipe->mel.bands);
  require(bands <= 1024 && recipe->columns <= 100000, "a row's bytes are bounded");
  const Result<TrackRecipe> again = parse_recipe(write_recipe(*recipe));
  require(again && *again == *recipe, "a recipe that is written is read back equal");
  std::vector<float> samples(10000);
  for (std::size_t i = 0; i < samples.size(); i++) samples[i] = static_cast<float>(i * i % 2001) / 1000 - 1;
  // Allowed, but slower and larger than a run has time and memory for.
  if (samples.size() / static_cast<std::size_t>(recipe->mel.hop_length) * bands > 1 << 18) return 0;
  if (bands * recipe->columns > 1 << 20) return 0;
  if (recipe->excerpt) samples.resize(std::min(samples.size(), recipe->excerpt->samples));
  const Result<std::vector<std::uint8_t>> row = track_levels(*recipe, samples);
  if (row) require(row->size() == bands * recipe->columns, "a row has its recipe's size");
  return 0;
}
