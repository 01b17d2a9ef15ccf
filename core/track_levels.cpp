#include "core/track_levels.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

namespace genrelens {
namespace {

using nlohmann::json;

constexpr int kRecipeVersion = 1;
constexpr int kMostColumns = 100000;

// Reads fields by name and keeps the first error; after one, what it returns means nothing.
class RecipeReader {
 public:
  const std::optional<Error>& error() const { return error_; }

  void fail(ErrorCode code, const std::string& message) {
    if (!error_) error_ = Error{code, message};
  }

  void bad(const std::string& name, const std::string& allowed) {
    fail(ErrorCode::bad_field, "The recipe's field " + name + " must be " + allowed + ".");
  }

  // The member of `object` that `path` ("log.range_db") ends in; null if there is none.
  const json& field(const json& object, const std::string& path) {
    static const json nothing;
    const auto member = object.is_object() ? object.find(path.substr(path.rfind('.') + 1)) : object.end();
    if (member != object.end()) return *member;
    fail(ErrorCode::missing_field, "The recipe lacks the field " + path + ".");
    return nothing;
  }

  double number(const json& object, const std::string& path) {
    const json& value = field(object, path);
    if (value.is_number()) return value.get<double>();
    bad(path, "a number");
    return 0;
  }

  int whole(const json& object, const std::string& path) {
    const double value = number(object, path);
    if (value >= 0 && value <= 1e9 && value == std::floor(value)) return static_cast<int>(value);
    bad(path, "a whole number, not negative");
    return 0;
  }

  std::string text(const json& object, const std::string& path) {
    const json& value = field(object, path);
    if (value.is_string()) return value.get<std::string>();
    bad(path, "a text");
    return {};
  }

  void expect(const json& object, const std::string& path, const std::string& word) {
    if (text(object, path) != word) bad(path, "\"" + word + "\"");
  }

  // The choice whose word the field holds.
  template <class Choice>
  Choice choice(const json& object, const std::string& path,
                std::initializer_list<std::pair<const char*, Choice>> choices) {
    const std::string word = text(object, path);
    std::string allowed;
    for (const auto& [name, value] : choices) {
      if (word == name) return value;
      allowed += (allowed.empty() ? "\"" : " or \"") + std::string(name) + "\"";
    }
    bad(path, allowed);
    return choices.begin()->second;
  }

 private:
  std::optional<Error> error_;
};

Padding read_padding(const json& recipe, RecipeReader& reader) {
  const json& center = reader.field(recipe, "center");
  if (!center.is_boolean()) reader.bad("center", "true or false");
  if (center == false) return Padding::none;
  return reader.choice<Padding>(recipe, "pad_mode", {{"reflect", Padding::reflect}, {"constant", Padding::zero}});
}

MelOptions read_mel(const json& recipe, RecipeReader& reader) {
  MelOptions mel;
  mel.sample_rate = reader.whole(recipe, "sample_rate");
  mel.fft_length = reader.whole(recipe, "n_fft");
  mel.window_length = reader.whole(recipe, "win_length");
  mel.hop_length = reader.whole(recipe, "hop_length");
  reader.expect(recipe, "window", "hann-periodic");
  mel.padding = read_padding(recipe, reader);
  mel.power = reader.number(recipe, "power");
  mel.bands = reader.whole(recipe, "n_mels");
  mel.scale = reader.choice<MelScale>(recipe, "mel_scale", {{"slaney", MelScale::slaney}, {"htk", MelScale::htk}});
  mel.norm = reader.choice<MelNorm>(recipe, "mel_norm", {{"slaney", MelNorm::slaney}, {"none", MelNorm::none}});
  mel.low_frequency = reader.number(recipe, "fmin");
  mel.high_frequency = reader.number(recipe, "fmax");
  return mel;
}

LevelOptions read_level(const json& log, RecipeReader& reader) {
  LevelOptions level;
  level.multiplier = reader.choice<double>(log, "log.kind", {{"10log10", 10.0}, {"20log10", 20.0}});
  reader.expect(log, "log.reference", "track-max");
  level.range = reader.number(log, "log.range_db");
  if (!(level.range > 0)) reader.bad("log.range_db", "above 0");
  return level;
}

// Takes `word` off the front of `text`.
bool skip(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// Takes a decimal number off the front of `text`.
std::optional<double> take_number(std::string_view& text) {
  const std::size_t length = std::min(text.find_first_not_of("0123456789."), text.size());
  const json value = json::parse(text.substr(0, length), nullptr, false);
  if (!value.is_number()) return std::nullopt;
  text.remove_prefix(length);
  return value.get<double>();
}

void read_index(std::string_view formula, TrackRecipe& recipe, RecipeReader& reader) {
  const char* allowed = "\"min(floor((i + A) / B * N), N - 1)\" with two numbers A and B, B above 0";
  if (!skip(formula, "min(floor((i + ")) return reader.bad("frames.index", allowed);
  const std::optional<double> offset = take_number(formula);
  if (!offset || !skip(formula, ") / ")) return reader.bad("frames.index", allowed);
  const std::optional<double> span = take_number(formula);
  if (!span || !(*span > 0) || formula != " * N), N - 1)") return reader.bad("frames.index", allowed);
  recipe.column_offset = *offset;
  recipe.column_span = *span;
}

void read_columns(const json& frames, TrackRecipe& recipe, RecipeReader& reader) {
  const int columns = reader.whole(frames, "frames.count");
  if (columns < 1 || columns > kMostColumns) {
    reader.bad("frames.count", "from 1 to " + std::to_string(kMostColumns));
  }
  recipe.columns = static_cast<std::size_t>(columns);
  read_index(reader.text(frames, "frames.index"), recipe, reader);
  recipe.seconds_per_column = reader.number(frames, "frames.seconds_per_column");
  if (!(recipe.seconds_per_column > 0)) reader.bad("frames.seconds_per_column", "above 0");
}

}  // namespace

Result<TrackRecipe> parse_recipe(std::string_view text) {
  const json root = json::parse(text, nullptr, false);
  if (!root.is_object()) return Error{ErrorCode::bad_field, "The recipe is not a JSON object."};
  RecipeReader reader;
  if (const int version = reader.whole(root, "format"); version != kRecipeVersion) {
    reader.fail(ErrorCode::wrong_version, "The recipe's format is " + std::to_string(version) +
                                              ", but this program knows only format " + std::to_string(kRecipeVersion) +
                                              ".");
  }
  if (reader.error()) return *reader.error();

  TrackRecipe recipe;
  reader.expect(root, "kind", "log-mel");
  recipe.mel = read_mel(root, reader);
  recipe.level = read_level(reader.field(root, "log"), reader);
  read_columns(reader.field(root, "frames"), recipe, reader);
  const json& storage = reader.field(root, "storage");
  reader.expect(storage, "storage.dtype", "uint8");
  reader.expect(storage, "storage.band_0", "lowest");
  if (reader.error()) return *reader.error();
  if (Result<MelSpectrogram> mel = MelSpectrogram::create(recipe.mel); !mel) {
    return Error{ErrorCode::bad_field, "The recipe cannot be computed: " + mel.error().message};
  }
  return recipe;
}

Result<std::vector<std::uint8_t>> track_levels(const TrackRecipe& recipe, std::span<const float> samples) {
  Result<MelSpectrogram> mel = MelSpectrogram::create(recipe.mel);
  if (!mel) return mel.error();
  const std::size_t frames = mel->frames(samples.size());
  const auto bands = static_cast<std::size_t>(recipe.mel.bands);
  if (frames == 0) {
    return Error{ErrorCode::out_of_range, "The track has " + std::to_string(samples.size()) +
                                              " samples, but one frame needs " + std::to_string(mel->samples(1)) + "."};
  }
  std::vector<float> power(frames * bands);
  mel->compute(samples, power, *mel->workspace());
  std::vector<float> picture(power.size());  // (bands, frames)
  levels(power, frames, bands, recipe.level, picture);

  std::vector<std::uint8_t> row(bands * recipe.columns);
  for (std::size_t column = 0; column < recipe.columns; column++) {
    const double place = (static_cast<double>(column) + recipe.column_offset) / recipe.column_span;
    const double last = static_cast<double>(frames - 1);
    const auto frame = static_cast<std::size_t>(std::min(std::floor(place * static_cast<double>(frames)), last));
    for (std::size_t band = 0; band < bands; band++) {
      row[band * recipe.columns + column] = stored_level(picture[band * frames + frame]);
    }
  }
  return row;
}

}  // namespace genrelens
