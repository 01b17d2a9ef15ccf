#include "core/track_levels.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <optional>
#include <string>

#include "core/audio.h"
#include "core/json_fields.h"
#include "core/mel_words.h"

namespace genrelens {
namespace {

constexpr int kRecipeVersion = 1;
constexpr std::int64_t kMaximumFft = 32768;
// Bounds for hostile recipes: a row of 100 MB, and 256 MB of levels on the way to it, which are hours of sound.
constexpr std::int64_t kMaximumBands = 1024;
constexpr std::int64_t kMaximumColumns = 100000;
constexpr std::size_t kMaximumLevels = std::size_t{1} << 26;
constexpr int kGtzanRate = 22050;  // Hz
constexpr std::int64_t kMaximumSamples = std::int64_t{3600} * kMaximumSampleRate;

constexpr std::array<Word<Padding>, 2> kPaddingWords = {{{"reflect", Padding::reflect}, {"constant", Padding::zero}}};
constexpr std::array<Word<MelNorm>, 2> kNormWords = {{{"slaney", MelNorm::slaney}, {"none", MelNorm::none}}};

// log.kind is the logarithm and log.reference what it refers to.
enum class Logarithm { ten, twenty, natural };
constexpr std::array<Word<Logarithm>, 3> kLogWords = {
    {{"10log10", Logarithm::ten}, {"20log10", Logarithm::twenty}, {"ln", Logarithm::natural}}};

constexpr std::array<Word<ExcerptFrom>, 2> kFromWords = {
    {{"middle", ExcerptFrom::middle}, {"start", ExcerptFrom::start}}};
constexpr std::array<Word<ShortSong>, 2> kShortWords = {{{"repeat", ShortSong::repeat}, {"zero", ShortSong::zero}}};

// Where frames are not centred, nothing is padded: pad_mode is ignored, as librosa does, unless it is our "window".
Padding uncentred(const Fields& fields) {
  const auto mode = fields.object()->find("pad_mode");
  return mode != fields.object()->end() && *mode == "window" ? Padding::window : Padding::none;
}

MelOptions read_mel(Fields& fields) {
  MelOptions mel;
  mel.sample_rate = static_cast<int>(fields.whole("sample_rate", 1, kMaximumSampleRate));
  mel.fft_length = static_cast<int>(fields.whole("n_fft", 16, kMaximumFft));
  mel.window_length = static_cast<int>(fields.whole("win_length", 1, mel.fft_length));
  mel.hop_length = static_cast<int>(fields.whole("hop_length", 1, kMaximumFft));
  mel.window = fields.word("window", kWindowWords);
  if (fields.has("pre_emphasis")) mel.pre_emphasis = fields.number("pre_emphasis", {0, 1});
  mel.padding = fields.flag("center") ? fields.word("pad_mode", kPaddingWords) : uncentred(fields);
  mel.power = fields.number("power", {1, 2});
  mel.bands = static_cast<int>(fields.whole("n_mels", 1, std::min<std::int64_t>(kMaximumBands, mel.fft_length / 2)));
  mel.scale = fields.word("mel_scale", kScaleWords);
  mel.norm = fields.word("mel_norm", kNormWords);
  mel.low_frequency = fields.number("fmin", {0, mel.sample_rate / 2.0});
  mel.high_frequency = fields.number("fmax", {mel.low_frequency, mel.sample_rate / 2.0});
  return mel;
}

const char* pad_mode(Padding padding) {
  if (padding == Padding::window) return "window";
  return padding == Padding::zero ? "constant" : "reflect";
}

const char* stored_value(const LevelOptions& level) {
  return level.reference == LevelReference::one ? "(ln(x + offset) - ln(offset)) / range * 255"
                                                : "(dB - max + range_db) / range_db * 255";
}

LevelOptions read_level(Fields fields) {
  const Logarithm kind = fields.word("kind", kLogWords);
  if (kind == Logarithm::natural) {
    fields.constant("reference", "one");
    const double offset = fields.number("offset", {1e-30, 1});
    return natural_level(offset, fields.number("range", {1e-3, 1e4}));
  }
  fields.constant("reference", "track-max");
  return {.multiplier = kind == Logarithm::twenty ? 20.0 : 10.0, .range = fields.number("range_db", {1e-3, 1e4})};
}

nlohmann::ordered_json as_json(const LevelOptions& level) {
  if (level.reference == LevelReference::one) {
    return {{"kind", word_of(Logarithm::natural, kLogWords)},
            {"reference", "one"},
            {"offset", level.smallest},
            {"range", level.range}};
  }
  const Logarithm kind = level.multiplier == 20 ? Logarithm::twenty : Logarithm::ten;
  return {{"kind", word_of(kind, kLogWords)}, {"reference", "track-max"}, {"range_db", level.range}};
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
  const Json value = Json::parse(text.substr(0, length), nullptr, false);
  if (!value.is_number()) return std::nullopt;
  text.remove_prefix(length);
  return value.get<double>();
}

// Reads the two numbers of "min(floor((i + 2) / 334.8 * N), N - 1)"; false if it is another formula.
bool read_index(std::string_view formula, TrackRecipe& recipe) {
  if (!skip(formula, "min(floor((i + ")) return false;
  const std::optional<double> offset = take_number(formula);
  if (!offset || !skip(formula, ") / ")) return false;
  const std::optional<double> span = take_number(formula);
  if (!span || formula != " * N), N - 1)") return false;
  // Numbers that are written without an exponent, which is not read here.
  constexpr Range kPlain{1e-3, 1e9};
  const auto plain = [&](double number) { return number >= kPlain.low && number <= kPlain.high; };
  if (!plain(*span) || (*offset != 0 && !plain(*offset))) return false;
  recipe.column_offset = *offset;
  recipe.column_span = *span;
  return true;
}

void read_columns(Fields fields, TrackRecipe& recipe) {
  recipe.columns = static_cast<std::size_t>(fields.whole("count", 1, kMaximumColumns));
  if (!read_index(fields.text("index", 0), recipe)) {
    fields.fail(
        ErrorCode::bad_field, "index",
        "must be \"min(floor((i + A) / B * N), N - 1)\" with two numbers A and B, from 0.001 to 10^9, or A of 0");
  }
  recipe.seconds_per_column = fields.number("seconds_per_column", {1e-6, 1e6});
}

Excerpt read_excerpt(Fields fields) {
  Excerpt excerpt;
  excerpt.samples = static_cast<std::size_t>(fields.whole("samples", 1, kMaximumSamples));
  excerpt.from = fields.word("from", kFromWords);
  excerpt.fill = fields.word("short", kShortWords);
  return excerpt;
}

std::string index_formula(const TrackRecipe& recipe) {
  return "min(floor((i + " + written(recipe.column_offset) + ") / " + written(recipe.column_span) + " * N), N - 1)";
}

// Of the `frames` that the track or its whole excerpt has, the one that a column is.
std::size_t frame_of(const TrackRecipe& recipe, std::size_t column, std::size_t frames) {
  const double place = (static_cast<double>(column) + recipe.column_offset) / recipe.column_span;
  const auto last = static_cast<double>(frames - 1);
  return static_cast<std::size_t>(std::min(std::floor(place * static_cast<double>(frames)), last));
}

// The columns after the first `held`, whose frames a short song has not.
void fill_short_row(ShortSong fill, std::size_t columns, std::size_t held, std::span<std::uint8_t> row) {
  for (std::size_t begin = 0; begin < row.size(); begin += columns) {
    for (std::size_t column = held; column < columns; column++) {
      row[begin + column] = fill == ShortSong::repeat ? row[begin + column - held] : std::uint8_t{0};
    }
  }
}

}  // namespace

std::uint64_t Excerpt::begin(std::uint64_t song) const {
  return from == ExcerptFrom::start || song <= samples ? 0 : (song - samples) / 2;
}

TrackRecipe song_recipe(std::size_t samples) {
  assert(samples >= kGtzanRate && samples <= std::size_t{3600} * kGtzanRate);
  const double share = static_cast<double>(samples) / static_cast<double>(kGtzanSamples);
  TrackRecipe recipe;
  recipe.mel.sample_rate = kGtzanRate;
  recipe.level = {.multiplier = 20, .range = 80};
  recipe.column_span = std::round(334.8 * share * 1e4) / 1e4;
  recipe.columns = static_cast<std::size_t>(recipe.column_span);
  recipe.seconds_per_column = static_cast<double>(samples) / kGtzanRate / recipe.column_span;
  recipe.excerpt = Excerpt{.samples = samples};
  return recipe;
}

TrackRecipe every_frame_recipe(const MelOptions& mel, const LevelOptions& level, const Excerpt& excerpt) {
  const Result<MelSpectrogram> spectrogram = MelSpectrogram::create(mel);
  assert(spectrogram && spectrogram->frames(excerpt.samples) > 0);
  const std::size_t frames = spectrogram->frames(excerpt.samples);
  return {.mel = mel,
          .level = level,
          .columns = frames,
          .column_offset = 0.5,  // floor((i + 0.5) / N · N) is i, whatever is lost in rounding
          .column_span = static_cast<double>(frames),
          .seconds_per_column = static_cast<double>(mel.hop_length) / mel.sample_rate,
          .excerpt = excerpt};
}

Result<TrackRecipe> parse_recipe(std::string_view text) {
  const Json root = Json::parse(text, nullptr, false);
  std::optional<Error> error = check_document(root, "recipe", kRecipeVersion);
  if (error) return *error;
  Fields fields(&root, "recipe", error);
  TrackRecipe recipe;
  fields.constant("kind", "log-mel");
  recipe.mel = read_mel(fields);
  recipe.level = read_level(fields.group("log"));
  read_columns(fields.group("frames"), recipe);
  Fields storage = fields.group("storage");
  storage.constant("dtype", "uint8");
  storage.constant("band_0", "lowest");
  if (fields.has("excerpt")) recipe.excerpt = read_excerpt(fields.group("excerpt"));
  if (error) return *error;
  if (Result<MelSpectrogram> mel = MelSpectrogram::create(recipe.mel); !mel) {
    return Error{ErrorCode::bad_field, "The recipe cannot be computed: " + mel.error().message};
  }
  return recipe;
}

std::string write_recipe(const TrackRecipe& recipe) {
  using OrderedJson = nlohmann::ordered_json;
  const MelOptions& mel = recipe.mel;
  OrderedJson json = {
      {"format", kRecipeVersion},
      {"kind", "log-mel"},
      {"sample_rate", mel.sample_rate},
      {"n_fft", mel.fft_length},
      {"win_length", mel.window_length},
      {"hop_length", mel.hop_length},
      {"window", word_of(mel.window, kWindowWords)},
      {"center", mel.padding == Padding::reflect || mel.padding == Padding::zero},
      {"pad_mode", pad_mode(mel.padding)},
      {"power", mel.power},
      {"n_mels", mel.bands},
      {"mel_scale", word_of(mel.scale, kScaleWords)},
      {"mel_norm", word_of(mel.norm, kNormWords)},
      {"fmin", mel.low_frequency},
      {"fmax", mel.high_frequency},
      {"log", as_json(recipe.level)},
      {"frames",
       {{"count", recipe.columns},
        {"index", index_formula(recipe)},
        {"seconds_per_column", recipe.seconds_per_column}}},
      {"storage",
       {{"dtype", "uint8"},
        {"value", stored_value(recipe.level)},
        {"shape", {"tracks", "bands", "frames"}},
        {"band_0", "lowest"}}},
  };
  if (mel.pre_emphasis != 0) json["pre_emphasis"] = mel.pre_emphasis;
  if (const auto& excerpt = recipe.excerpt) {
    json["excerpt"] = {{"samples", excerpt->samples},
                       {"from", word_of(excerpt->from, kFromWords)},
                       {"short", word_of(excerpt->fill, kShortWords)}};
  }
  return json.dump(2) + "\n";
}

Result<std::vector<std::uint8_t>> track_levels(const TrackRecipe& recipe, std::span<const float> samples) {
  assert(!recipe.excerpt || samples.size() <= recipe.excerpt->samples);
  Result<MelSpectrogram> mel = MelSpectrogram::create(recipe.mel);
  if (!mel) return mel.error();
  const std::size_t frames = mel->frames(samples.size());
  const auto bands = static_cast<std::size_t>(recipe.mel.bands);
  if (frames == 0) {
    return Error{ErrorCode::out_of_range, "The track has " + std::to_string(samples.size()) +
                                              " samples, but one frame needs " + std::to_string(mel->samples(1)) + "."};
  }
  if (frames > kMaximumLevels / bands) {
    return Error{ErrorCode::out_of_range, "The track has " + std::to_string(frames) + " frames of " +
                                              std::to_string(bands) + " bands; " +
                                              std::to_string(kMaximumLevels / bands) + " frames can be stored."};
  }
  std::vector<float> power(frames * bands);
  mel->compute(samples, power, *mel->workspace());
  std::vector<float> picture(power.size());  // (bands, frames)
  levels(power, frames, bands, recipe.level, picture);

  const std::size_t whole = recipe.excerpt ? mel->frames(recipe.excerpt->samples) : frames;
  std::vector<std::uint8_t> row(bands * recipe.columns);
  std::size_t held = 0;
  for (; held < recipe.columns; held++) {
    const std::size_t frame = frame_of(recipe, held, whole);
    if (frame >= frames) break;
    for (std::size_t band = 0; band < bands; band++) {
      row[band * recipe.columns + held] = stored_level(picture[band * frames + frame]);
    }
  }
  if (held == 0) {
    return Error{ErrorCode::out_of_range, "The track has " + std::to_string(samples.size()) +
                                              " samples, but the first column needs " +
                                              std::to_string(mel->samples(frame_of(recipe, 0, whole) + 1)) + "."};
  }
  if (held < recipe.columns) fill_short_row(recipe.excerpt->fill, recipe.columns, held, row);
  return row;
}

}  // namespace genrelens
