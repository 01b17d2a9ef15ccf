#include "core/card.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "core/audio.h"
#include "core/fft.h"
#include "core/json_fields.h"
#include "core/mel_words.h"
#include "core/random.h"
#include "core/sha256.h"

namespace genrelens {
namespace {

using OrderedJson = nlohmann::ordered_json;

// Bounds for hostile cards: about 90 MB of samples and 16 MB of levels at the most.
constexpr double kMaximumChunkSeconds = 60;
constexpr std::int64_t kMaximumFft = 32768;
constexpr std::int64_t kMaximumBands = 1024;
constexpr std::int64_t kMaximumFrames = 4096;
constexpr std::size_t kMaximumLabels = 1000;
constexpr std::int64_t kMaximumEmbedding = 65536;
constexpr std::int64_t kMaximumTracks = 1'000'000'000;
constexpr std::size_t kMaximumMetrics = 100;
constexpr std::size_t kMaximumMetricName = 100;  // bytes
constexpr double kMaximumLogit = 1e6;
constexpr double kMaximumGoldenTolerance = 0.1;  // a logit: more would let a wrong backend pass
constexpr std::int64_t kMaximumPicture = 1024;   // pixels a side

constexpr std::array<Word<LastChunk>, 3> kLastChunkWords = {
    {{"drop", LastChunk::drop}, {"zero", LastChunk::zero}, {"repeat", LastChunk::repeat}}};
constexpr std::array<Word<Padding>, 4> kPaddingWords = {
    {{"none", Padding::none}, {"window", Padding::window}, {"reflect", Padding::reflect}, {"zero", Padding::zero}}};
constexpr std::array<Word<MelNorm>, 2> kNormWords = {{{"none", MelNorm::none}, {"slaney", MelNorm::slaney}}};
constexpr std::array<Word<LevelReference>, 2> kReferenceWords = {
    {{"chunk-max", LevelReference::maximum}, {"one", LevelReference::one}}};

enum class FeatureKind { log_mel, log_mel_picture };
constexpr std::array<Word<FeatureKind>, 2> kKindWords = {
    {{"log-mel", FeatureKind::log_mel}, {"log-mel-picture", FeatureKind::log_mel_picture}}};
constexpr std::array<Word<ColourMap>, 3> kColourWords = {
    {{"grey", ColourMap::grey}, {"meadow", ColourMap::meadow}, {"ember", ColourMap::ember}}};
constexpr std::array<Word<TopRow>, 2> kTopWords = {
    {{"highest-band", TopRow::highest_band}, {"lowest-band", TopRow::lowest_band}}};

std::string sha256_text(Fields& fields, std::string_view name, bool optional) {
  std::string text = fields.text(name, 0);
  const bool digits =
      std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  if (!(text.size() == 64 && digits) && !(optional && text.empty())) {
    fields.fail(ErrorCode::bad_field, name,
                std::string("is no SHA-256; it must be 64 digits 0-9a-f") + (optional ? " or empty" : ""));
  }
  return text;
}

Origin read_origin(Fields fields) {
  Origin origin;
  origin.system = fields.text("system", 0);
  origin.paper = fields.text("paper", 0);
  origin.training_data = fields.text("training_data", 0);
  origin.split = fields.text("split", 0);
  origin.split_hash = sha256_text(fields, "split_hash", true);
  origin.seed = fields.seed("seed");
  origin.commit = fields.text("commit", 0);
  return origin;
}

std::vector<std::string> read_labels(Fields& fields) {
  constexpr std::string_view kElements = "different texts";
  std::vector<std::string> labels;
  std::set<std::string_view> seen;
  for (const Json& element : fields.list("labels", 2, kMaximumLabels, kElements)) {
    if (!element.is_string() || element.get_ref<const std::string&>().empty() ||
        element.get_ref<const std::string&>().size() > kMaximumText) {
      fields.fail(
          ErrorCode::bad_field, "labels[" + std::to_string(labels.size()) + "]",
          "is " + described(element) + "; it must be a text of 1 to " + std::to_string(kMaximumText) + " bytes");
      return {};
    }
    const std::string& label = element.get_ref<const std::string&>();
    if (!seen.insert(label).second) {
      fields.fail(ErrorCode::bad_field, "labels[" + std::to_string(labels.size()) + "]",
                  "is " + described(element) + " a second time; all labels must be different");
      return {};
    }
    labels.push_back(label);
  }
  return labels;
}

void read_audio(Fields fields, Card& card) {
  card.sample_rate = static_cast<int>(fields.whole("sample_rate", kMinimumSampleRate, kMaximumSampleRate));
  card.chunk_seconds = fields.number("chunk_seconds", {0.001, kMaximumChunkSeconds});
  card.hop_seconds = fields.number("hop_seconds", {0.001, card.chunk_seconds});
  card.last_chunk = fields.word("last_chunk", kLastChunkWords);
}

void read_mel(Fields fields, MelOptions& mel) {
  mel.bands = static_cast<int>(fields.whole("bands", 1, std::min<std::int64_t>(kMaximumBands, mel.fft_length / 2)));
  mel.scale = fields.word("scale", kScaleWords);
  mel.norm = fields.word("norm", kNormWords);
  mel.low_frequency = fields.number("low_frequency", {0, mel.sample_rate / 2.0});
  mel.high_frequency = fields.number("high_frequency", {mel.low_frequency, mel.sample_rate / 2.0});
  if (mel.high_frequency == mel.low_frequency) {
    fields.fail(ErrorCode::out_of_range, "high_frequency", "equals low_frequency; it must be higher");
  }
}

LevelOptions read_level(Fields fields) {
  LevelOptions level;
  level.multiplier = fields.number("multiplier", {1e-3, 1e3});
  level.range = fields.number("range", {1e-3, 1e4});
  level.smallest = fields.number("smallest", {1e-30, 1});
  level.reference = fields.word("reference", kReferenceWords);
  return level;
}

PictureOptions read_picture(Fields fields) {
  PictureOptions picture;
  picture.rows = static_cast<int>(fields.whole("rows", 1, kMaximumPicture));
  picture.columns = static_cast<int>(fields.whole("columns", 1, kMaximumPicture));
  picture.colours = fields.word("colours", kColourWords);
  picture.top = fields.word("top", kTopWords);
  return picture;
}

Features read_features(Fields fields, int sample_rate) {
  Features features;
  MelOptions& mel = features.mel;
  const FeatureKind kind = fields.word("kind", kKindWords);
  mel.sample_rate = sample_rate;
  mel.fft_length = static_cast<int>(fields.whole("n_fft", 16, kMaximumFft));
  if (!FourFft::serves(static_cast<std::size_t>(mel.fft_length))) {
    fields.fail(ErrorCode::out_of_range, "n_fft",
                "is " + std::to_string(mel.fft_length) + "; it must be even, with no prime factor above 5");
  }
  mel.window_length = static_cast<int>(fields.whole("window_length", 1, mel.fft_length));
  if (fields.has("window")) mel.window = fields.word("window", kWindowWords);
  if (fields.has("pre_emphasis")) mel.pre_emphasis = fields.number("pre_emphasis", {0, 1});
  mel.hop_length = static_cast<int>(fields.whole("hop_length", 1, kMaximumFft));
  mel.padding = fields.word("padding", kPaddingWords);
  mel.power = fields.number("power", {1, 2});
  if (mel.power != 1 && mel.power != 2) {
    fields.fail(ErrorCode::out_of_range, "power", "is " + written(mel.power) + "; it must be 1 (magnitude) or 2");
  }
  read_mel(fields.group("mel"), mel);
  features.level = read_level(fields.group("log"));
  features.frames = static_cast<std::size_t>(fields.whole("frames", 1, kMaximumFrames));
  if (kind == FeatureKind::log_mel_picture) features.picture = read_picture(fields.group("picture"));
  features.mean = fields.number("mean", {-1e6, 1e6});
  features.deviation = fields.number("deviation", {1e-6, 1e6});
  return features;
}

// expected: the shape that the other fields ask for; −1 there or in the card matches any size.
TensorName read_tensor(Fields fields, std::span<const std::int64_t> expected) {
  constexpr std::int64_t kLargest = std::numeric_limits<std::int32_t>::max();
  TensorName tensor;
  tensor.name = fields.text("name", 1);
  std::string allowed;
  for (const std::int64_t size : expected) {
    allowed += (allowed.empty() ? "[" : ", ") + (size < 0 ? std::string("any") : std::to_string(size));
  }
  for (const Json& element : fields.list("shape", expected.size(), expected.size(), "sizes: " + allowed + "]")) {
    const std::int64_t wanted = expected[tensor.shape.size()];
    const std::int64_t size = element.is_number_integer() ? element.get<std::int64_t>() : 0;
    const bool fits = size == -1 || (size >= 1 && size <= kLargest && (wanted < 0 || size == wanted));
    if (!fits) {
      fields.fail(ErrorCode::bad_field, "shape[" + std::to_string(tensor.shape.size()) + "]",
                  "is " + described(element) + "; the shape must be " + allowed + "], where -1 is any");
      return tensor;
    }
    tensor.shape.push_back(size);
  }
  return tensor;
}

void read_model(Fields fields, Card& card) {
  card.weights_file = fields.text("weights", 1);
  const std::string& file = card.weights_file;
  if (file.find_first_of(std::string_view("/\\:\0", 4)) != std::string::npos || file.starts_with('.')) {
    fields.fail(ErrorCode::bad_field, "weights", "must be a plain file name beside the card, without a folder");
  }
  card.weights_sha256 = sha256_text(fields, "sha256", false);
  const auto [channels, height, width] = input_shape(card.features);
  const auto size = [](std::size_t value) { return static_cast<std::int64_t>(value); };
  card.input =
      read_tensor(fields.group("input"), std::array<std::int64_t, 4>{-1, size(channels), size(height), size(width)});
  card.logits = read_tensor(fields.group("logits"), std::array<std::int64_t, 2>{-1, size(card.logit_count())});
  Fields embedding = fields.group("embedding");
  card.embedding = read_tensor(embedding, std::array<std::int64_t, 2>{-1, -1});
  if (card.embedding.shape.size() == 2 && card.embedding.shape[1] > kMaximumEmbedding) {
    embedding.fail(ErrorCode::out_of_range, "shape[1]",
                   "is " + std::to_string(card.embedding.shape[1]) + "; it must be -1 or at most " +
                       std::to_string(kMaximumEmbedding));
  }
}

void read_calibration(Fields fields, Card& card) {
  card.temperature = fields.number("temperature", {1e-3, 1e3});
  card.unsure_below = fields.number("unsure_below", {0, 1});
  if (fields.has("music_below")) card.music_below = fields.number("music_below", {0, 1});
}

void read_golden(Fields fields, Card& card) {
  card.golden_seed = fields.seed("seed");
  const std::string elements = card.music_below ? "numbers, one a label and that of music" : "numbers, one a label";
  for (const Json& element : fields.list("logits", card.logit_count(), card.logit_count(), elements)) {
    const double logit = element.is_number() ? element.get<double>() : std::numeric_limits<double>::infinity();
    if (!(std::abs(logit) <= kMaximumLogit)) {
      fields.fail(element.is_number() ? ErrorCode::out_of_range : ErrorCode::bad_field,
                  "logits[" + std::to_string(card.golden_logits.size()) + "]",
                  "is " + described(element) + "; it must be a number " + written({-kMaximumLogit, kMaximumLogit}));
      return;
    }
    card.golden_logits.push_back(static_cast<float>(logit));
  }
  card.golden_tolerance = fields.number("tolerance", {0, kMaximumGoldenTolerance});
}

void read_evaluation(Fields fields, Card& card) {
  card.split_name = fields.text("split", 0);
  card.split_tracks = static_cast<std::size_t>(fields.whole("tracks", 0, kMaximumTracks));
  Fields metrics = fields.group("metrics");
  if (!metrics.object()) return;
  if (metrics.object()->size() > kMaximumMetrics) {
    fields.fail(
        ErrorCode::out_of_range, "metrics",
        "has " + std::to_string(metrics.object()->size()) + " metrics; it may have " + std::to_string(kMaximumMetrics));
    return;
  }
  for (const auto& [name, value] : metrics.object()->items()) {
    if (name.size() > kMaximumMetricName) {
      fields.fail(
          ErrorCode::out_of_range, "metrics",
          "has a name of " + std::to_string(name.size()) + " bytes; allowed are " + std::to_string(kMaximumMetricName));
      return;
    }
    Fields score = metrics.group(name);
    constexpr Range kAny = {-1e9, 1e9};
    card.metrics[name] = {score.number("value", kAny), score.number("low", kAny), score.number("high", kAny)};
  }
}

// What two groups say about the same thing must agree.
void check_chunks(Fields audio, const Card& card) {
  const ChunkRule rule = card.chunk_rule();
  const auto length = static_cast<double>(rule.length);
  constexpr double kRounding = 0.5;  // samples
  if (std::abs(card.chunk_seconds * card.sample_rate - length) > card.features.mel.hop_length + kRounding) {
    audio.fail(ErrorCode::bad_field, "chunk_seconds",
               "is " + written(card.chunk_seconds) + ", but features.frames needs " +
                   written(length / card.sample_rate) + "; they must agree to one features.hop_length");
  }
  if (rule.hop < 1 || rule.hop > rule.length) {
    audio.fail(ErrorCode::out_of_range, "hop_seconds",
               "is " + written(card.hop_seconds) + "; it must be " +
                   written({1.0 / card.sample_rate, length / card.sample_rate}) + ", the length of a chunk");
  }
}

Card read_card(Fields fields) {
  Card card;
  card.name = fields.text("name", 1);
  card.title = fields.text("title", 1);
  card.licence = fields.text("licence", 1);
  card.origin = read_origin(fields.group("origin"));
  card.labels = read_labels(fields);
  Fields audio = fields.group("audio");
  read_audio(audio, card);
  card.features = read_features(fields.group("features"), card.sample_rate);
  check_chunks(audio, card);
  read_calibration(fields.group("calibration"), card);  // before the model and its golden logits: their count needs it
  read_model(fields.group("model"), card);
  read_golden(fields.group("golden"), card);
  read_evaluation(fields.group("evaluation"), card);
  if (fields.has("training")) card.training = fields.plain_values("training");
  return card;
}

OrderedJson as_json(const Origin& origin) {
  return {{"system", origin.system}, {"paper", origin.paper},           {"training_data", origin.training_data},
          {"split", origin.split},   {"split_hash", origin.split_hash}, {"seed", origin.seed},
          {"commit", origin.commit}};
}

OrderedJson as_json(const PictureOptions& picture) {
  return {{"rows", picture.rows},
          {"columns", picture.columns},
          {"colours", word_of(picture.colours, kColourWords)},
          {"top", word_of(picture.top, kTopWords)}};
}

OrderedJson as_json(const Features& features) {
  const MelOptions& mel = features.mel;
  const LevelOptions& level = features.level;
  const FeatureKind kind = features.picture ? FeatureKind::log_mel_picture : FeatureKind::log_mel;
  OrderedJson json = {{"kind", word_of(kind, kKindWords)},
                      {"n_fft", mel.fft_length},
                      {"window_length", mel.window_length},
                      {"hop_length", mel.hop_length},
                      {"padding", word_of(mel.padding, kPaddingWords)},
                      {"power", mel.power},
                      {"mel",
                       {{"bands", mel.bands},
                        {"scale", word_of(mel.scale, kScaleWords)},
                        {"norm", word_of(mel.norm, kNormWords)},
                        {"low_frequency", mel.low_frequency},
                        {"high_frequency", mel.high_frequency}}},
                      {"log",
                       {{"multiplier", level.multiplier},
                        {"range", level.range},
                        {"smallest", level.smallest},
                        {"reference", word_of(level.reference, kReferenceWords)}}},
                      {"frames", features.frames}};
  if (mel.window != MelOptions().window) json["window"] = word_of(mel.window, kWindowWords);
  if (mel.pre_emphasis != 0) json["pre_emphasis"] = mel.pre_emphasis;
  if (features.picture) json["picture"] = as_json(*features.picture);
  json["mean"] = features.mean;
  json["deviation"] = features.deviation;
  return json;
}

OrderedJson calibration_json(const Card& card) {
  OrderedJson json = {{"temperature", card.temperature}, {"unsure_below", card.unsure_below}};
  if (card.music_below) json["music_below"] = *card.music_below;
  return json;
}

OrderedJson as_json(const TensorName& tensor) { return {{"name", tensor.name}, {"shape", tensor.shape}}; }

OrderedJson as_json(const std::map<std::string, Score>& metrics) {
  OrderedJson json = OrderedJson::object();
  for (const auto& [name, score] : metrics) {
    json[name] = {{"value", score.value}, {"low", score.low}, {"high", score.high}};
  }
  return json;
}

}  // namespace

ChunkRule Card::chunk_rule() const {
  const MelOptions& mel = features.mel;
  assert(features.frames >= 1 && mel.hop_length >= 1);
  const double hop = std::round(hop_seconds * sample_rate);
  return {.length = MelSpectrogram::samples(mel, features.frames),
          .hop = static_cast<std::size_t>(hop),
          .last = last_chunk};
}

Result<Card> parse_card(std::string_view json) {
  const Json root = Json::parse(json, nullptr, false);
  std::optional<Error> error = check_document(root, "card", kCardVersion);
  if (error) return *error;
  Fields fields(&root, "card", error);
  Card card = read_card(fields);
  if (error) return *error;
  return card;
}

std::string write_card(const Card& card) {
  assert(card.features.mel.sample_rate == card.sample_rate);
  OrderedJson json = {
      {"format", kCardVersion},
      {"name", card.name},
      {"title", card.title},
      {"licence", card.licence},
      {"origin", as_json(card.origin)},
      {"labels", card.labels},
      {"audio",
       {{"sample_rate", card.sample_rate},
        {"chunk_seconds", card.chunk_seconds},
        {"hop_seconds", card.hop_seconds},
        {"last_chunk", word_of(card.last_chunk, kLastChunkWords)}}},
      {"features", as_json(card.features)},
      {"model",
       {{"weights", card.weights_file},
        {"sha256", card.weights_sha256},
        {"input", as_json(card.input)},
        {"logits", as_json(card.logits)},
        {"embedding", as_json(card.embedding)}}},
      {"calibration", calibration_json(card)},
      {"golden", {{"seed", card.golden_seed}, {"logits", card.golden_logits}, {"tolerance", card.golden_tolerance}}},
      {"evaluation", {{"split", card.split_name}, {"tracks", card.split_tracks}, {"metrics", as_json(card.metrics)}}},
  };
  if (!card.training.empty()) json["training"] = as_json(card.training);
  // Bytes that are no UTF-8 become U+FFFD: the default handler throws.
  return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

std::optional<Error> verify_weights(const Card& card, std::span<const std::uint8_t> weights) {
  const std::string found = sha256(weights);
  if (found == card.weights_sha256) return std::nullopt;
  return Error{.code = ErrorCode::wrong_hash,
               .message = "The weights are not the card's: their SHA-256 is " + found +
                          ", the card's model.sha256 is " + card.weights_sha256 + "."};
}

std::array<std::size_t, 3> input_shape(const Features& features) {
  if (!features.picture) return {1, static_cast<std::size_t>(features.mel.bands), features.frames};
  const PictureOptions& picture = *features.picture;
  const std::size_t channels = picture.colours == ColourMap::grey ? 1 : 3;
  return {channels, static_cast<std::size_t>(picture.rows), static_cast<std::size_t>(picture.columns)};
}

std::vector<float> golden_input(const Card& card) {
  Random random(card.golden_seed);
  const auto [channels, height, width] = input_shape(card.features);
  std::vector<float> input(channels * height * width);
  for (float& value : input) value = static_cast<float>(random.uniform());
  return input;
}

bool golden_agrees(const Card& card, std::span<const float> logits) {
  if (logits.empty() || logits.size() != card.golden_logits.size()) return false;
  for (std::size_t i = 0; i < logits.size(); i++) {
    const double difference = static_cast<double>(logits[i]) - card.golden_logits[i];
    if (!(std::abs(difference) <= card.golden_tolerance)) return false;  // NaN and infinity included
  }
  return true;
}

}  // namespace genrelens
