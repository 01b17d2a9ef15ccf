#include <doctest/doctest.h>

#include <limits>

#include "core/card.h"
#include "core/random.h"
#include "tests/small_card.h"

using namespace genrelens;

namespace {

// `text` with the first `from` changed to `to`; `from` must be there.
std::string with(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

// `"name": ` as write_card writes it.
std::string json_key(std::string_view name) { return std::string("\"").append(name).append("\": "); }

// Parses the small card's text with one change and expects this error, in a sentence that contains these words.
void expect_error(std::string_view from, std::string_view to, ErrorCode code, std::string_view words) {
  CAPTURE(from);
  CAPTURE(to);
  const Result<Card> card = parse_card(with(write_card(small_card()), from, to));
  REQUIRE_FALSE(card);
  CHECK(card.error().code == code);
  const std::string& message = card.error().message;
  CHECK_MESSAGE(message.find(words) != std::string::npos, message);
  CHECK(message.ends_with('.'));
}

void expect_parsed(std::string_view from, std::string_view to) {
  const Result<Card> card = parse_card(with(write_card(small_card()), from, to));
  CHECK_MESSAGE(card, (card ? "" : card.error().message));
}

// Begin and end of every line of indented JSON that holds `"key": …`, with the key.
struct Line {
  std::size_t begin;  // of the key's quote
  std::size_t end;    // of the line
  std::string key;
};

std::vector<Line> keyed_lines(const std::string& text) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::size_t quote = text.find('"', at);
    const std::size_t colon = text.find("\": ", at);
    if (quote < end && colon < end) lines.push_back({quote, end, text.substr(quote + 1, colon - quote - 1)});
    at = end + 1;
  }
  return lines;
}

}  // namespace

TEST_CASE("a card is written and read back as an equal card") {
  const Card card = small_card();
  const std::string text = write_card(card);
  const Result<Card> read = parse_card(text);
  REQUIRE_MESSAGE(read, (read ? "" : read.error().message));
  CHECK(*read == card);
  CHECK(write_card(*read) == text);
  CHECK(text.find("\"chunk_seconds\": 0.512") != std::string::npos);
  CHECK(text.find("\"reference\": \"chunk-max\"") != std::string::npos);
}

TEST_CASE("every word of the format is read back") {
  for (const LastChunk last : {LastChunk::drop, LastChunk::zero, LastChunk::repeat}) {
    for (const Padding padding : {Padding::none, Padding::window, Padding::reflect, Padding::zero}) {
      Card card = small_card();
      card.last_chunk = last;
      card.features.mel.padding = padding;
      card.chunk_seconds = static_cast<double>(card.chunk_rule().length) / card.sample_rate;
      card.features.mel.scale = last == LastChunk::drop ? MelScale::htk : MelScale::kaldi;
      card.features.mel.norm = MelNorm::none;
      if (last == LastChunk::zero) card.features.level = natural_level(0.001, 14);
      const Result<Card> read = parse_card(write_card(card));
      REQUIRE(read);
      CHECK(*read == card);
    }
  }
}

TEST_CASE("random logits and numbers are read back to the bit") {
  Random random(1);
  for (int i = 0; i < 200; i++) {
    Card card = small_card();
    for (float& logit : card.golden_logits) logit = static_cast<float>(random.normal() * 10);
    card.features.mean = random.normal();
    card.temperature = random.uniform(0.5, 3);
    card.golden_seed = random.next();
    const Result<Card> read = parse_card(write_card(card));
    REQUIRE(read);
    CHECK(*read == card);
  }
}

TEST_CASE("the options of the training are words and numbers, or absent as in older cards") {
  Card card = small_card();
  CHECK(write_card(card).find("training\": {") == std::string::npos);
  card.training = {{"batch", std::uint64_t{32}}, {"learning_rate", 1.0 / 3}, {"optimizer", std::string("adam-w")}};
  const Result<Card> again = parse_card(write_card(card));
  REQUIRE(again);
  CHECK(again->training == card.training);
  const Result<Card> list = parse_card(with(write_card(card), "\"adam-w\"", "[1]"));
  REQUIRE_FALSE(list);
  CHECK(list.error().message == "The card's training.optimizer is an array; it must be a number or a word.");
  CHECK_FALSE(parse_card(with(write_card(card), "\"batch\": 32", "\"batch\": true")));
}

TEST_CASE("a card with music_below is of a network that gives one logit more") {
  const Card card = small_card_with_music();
  CHECK(card.logit_count() == 4);
  CHECK(small_card().logit_count() == 3);
  CHECK(write_card(small_card()).find("music_below") == std::string::npos);
  const std::string text = write_card(card);
  const Result<Card> read = parse_card(text);
  REQUIRE_MESSAGE(read, (read ? "" : read.error().message));
  CHECK(*read == card);
  CHECK(write_card(*read) == text);

  const auto message = [&](std::string_view from, std::string_view to) {
    const Result<Card> changed = parse_card(with(text, from, to));
    return changed ? "" : changed.error().message;
  };
  CHECK(message("\"music_below\": 0.25", "\"music_below\": 1").empty());
  CHECK(message("\"music_below\": 0.25", "\"music_below\": 1.5") ==
        "The card's calibration.music_below is 1.5; it must be a number from 0 to 1.");
  CHECK(message("\"music_below\": 0.25", "\"music_below\": null") ==
        "The card's calibration.music_below is null; it must be a number from 0 to 1.");
  CHECK(message("\"music_below\"", "\"other\"").find("model.logits.shape[1] is 4; the shape must be [any, 3]") !=
        std::string::npos);
  CHECK(message("-2.71", "1, -2.71") ==
        "The card's golden.logits has 5 elements; it must be a list of 4 numbers, one a label and that of music.");
  Card narrow = card;
  narrow.logits.shape = {-1, 3};
  CHECK(parse_card(write_card(narrow)).error().message.find("model.logits.shape[1] is 3") != std::string::npos);
  CHECK(golden_agrees(card, card.golden_logits));
  CHECK_FALSE(golden_agrees(card, small_card().golden_logits));
}

TEST_CASE("a text that is no UTF-8 is written all the same, and can be read") {
  Card card = small_card();
  card.title = "caf\xe9";
  const Result<Card> read = parse_card(write_card(card));
  REQUIRE(read);
  CHECK(read->title == "caf\xef\xbf\xbd");
}

TEST_CASE("window and pre-emphasis are the usual ones where a card says nothing of them") {
  Card card = small_card();
  CHECK(write_card(card).find("hann") == std::string::npos);
  const std::size_t usual = card.chunk_rule().length;
  card.features.mel.window = WindowShape::symmetric;
  card.features.mel.pre_emphasis = 0.97;
  const std::string text = write_card(card);
  const Result<Card> read = parse_card(text);
  REQUIRE(read);
  CHECK(*read == card);
  CHECK(read->chunk_rule().length == usual + 1);  // pre-emphasis takes a sample
  std::string wrong = text;
  wrong.replace(wrong.find("hann-symmetric"), 14, "hamming");
  CHECK(parse_card(wrong).error().message.find("features.window") != std::string::npos);
}

TEST_CASE("every field must be there") {
  const std::string text = write_card(small_card());
  const std::vector<Line> lines = keyed_lines(text);
  CHECK(lines.size() > 60);
  for (const Line& line : lines) {
    if (line.key == "track_accuracy" || line.key == "macro_f1") continue;  // the metrics' names are free
    CAPTURE(line.key);
    const Result<Card> card = parse_card(std::string(text).insert(line.begin + 1, "no-"));
    REQUIRE_FALSE(card);
    CHECK(card.error().code == ErrorCode::missing_field);
    CHECK_MESSAGE(card.error().message.find(line.key + " is missing; it must be ") != std::string::npos,
                  card.error().message);
  }
}

TEST_CASE("every field must have its type") {
  const std::string text = write_card(small_card());
  for (const Line& line : keyed_lines(text)) {
    const bool opens = text[line.end - 1] == '{' || text[line.end - 1] == '[';
    if (opens) continue;  // below
    CAPTURE(line.key);
    const std::size_t value = line.begin + line.key.size() + 4;
    const std::size_t end = text[line.end - 1] == ',' ? line.end - 1 : line.end;
    for (const std::string_view other : {"null", "true", "[]", "{}", "[1]"}) {
      const Result<Card> card = parse_card(std::string(text).replace(value, end - value, other));
      REQUIRE_FALSE(card);
      CHECK(card.error().code == ErrorCode::bad_field);
      CHECK_MESSAGE(card.error().message.find(line.key + " is ") != std::string::npos, card.error().message);
    }
  }
  for (const std::string_view group :
       {"origin", "audio", "features", "mel", "log", "model", "input", "logits", "embedding", "calibration", "golden",
        "evaluation", "metrics", "track_accuracy"}) {
    const std::string key = json_key(group);
    expect_error(key + "{", key + "3, \"other\": {", ErrorCode::bad_field, std::string(group) + " is 3; it must be an");
  }
  expect_error("\"labels\": [", "\"labels\": \"x\", \"other\": [", ErrorCode::bad_field, "labels is \"x\"");
  expect_error("\"blues\"", "7", ErrorCode::bad_field, "labels[0] is 7");
  expect_error("\"logits\": [", "\"logits\": null, \"other\": [", ErrorCode::bad_field, "golden.logits is null");
  expect_error("-2.71", "\"\", -2.71", ErrorCode::out_of_range, "golden.logits has 4 elements; it must be a list of 3");
  expect_error("-2.7", "\"\", 1, \"x\": -2.7", ErrorCode::damaged, "not valid JSON");
}

TEST_CASE("messages name the whole path and what is allowed") {
  expect_error("\"bands\": 16", "\"bands\": 0", ErrorCode::out_of_range,
               "The card's features.mel.bands is 0; it must be a whole number from 1 to 128.");
  expect_error("\"repeat\"", "\"again\"", ErrorCode::bad_field,
               "The card's audio.last_chunk is \"again\"; it must be one of drop, zero, repeat.");
  expect_error("\"temperature\": 1.7", "\"temperature\": 0.0", ErrorCode::out_of_range,
               "The card's calibration.temperature is 0.0; it must be a number from 0.001 to 1000.");
}

TEST_CASE("another format is another version") {
  expect_error("\"format\": 1", "\"format\": 2", ErrorCode::wrong_version, "format is 2; this program reads format 1");
  expect_error("\"format\": 1", "\"format\": 0", ErrorCode::wrong_version, "format is 0");
  expect_error("\"format\": 1", "\"format\": \"1\"", ErrorCode::bad_field, "format is \"1\"");
  CHECK(parse_card("{\"format\": 7}").error().code == ErrorCode::wrong_version);
}

TEST_CASE("words that are unknown") {
  expect_error("\"log-mel\"", "\"mfcc\"", ErrorCode::bad_field, "features.kind is \"mfcc\"; it must be one of log-mel");
  expect_error("\"chunk-max\"", "\"track-max\"", ErrorCode::bad_field, "features.log.reference is");
  expect_error("\"padding\": \"reflect\"", "\"padding\": \"mirror\"", ErrorCode::bad_field, "features.padding is");
  expect_error("\"scale\": \"slaney\"", "\"scale\": \"bark\"", ErrorCode::bad_field, "one of slaney, htk, kaldi");
  expect_error("\"norm\": \"slaney\"", "\"norm\": \"\"", ErrorCode::bad_field, "features.mel.norm is \"\"");
}

TEST_CASE("numbers out of range") {
  const auto refused = [](std::string_view field, std::string_view from, std::string_view to, std::string_view path) {
    const std::string key = json_key(field);
    expect_error(key + std::string(from), key + std::string(to), ErrorCode::out_of_range, path);
  };
  refused("sample_rate", "8000", "999", "audio.sample_rate is 999");
  refused("sample_rate", "8000", "18446744073709551615", "audio.sample_rate is 18446744073709551615");
  refused("chunk_seconds", "0.512", "1e9", "audio.chunk_seconds");
  refused("hop_seconds", "0.256", "0.6", "audio.hop_seconds is 0.6; it must be a number from 0.001 to 0.512");
  refused("hop_seconds", "0.256", "-1", "audio.hop_seconds");
  refused("n_fft", "256", "257", "features.n_fft is 257; it must be even");
  refused("n_fft", "256", "266", "features.n_fft is 266; it must be even, with no prime factor above 5");
  refused("n_fft", "256", "65536", "features.n_fft");
  refused("window_length", "200", "257", "features.window_length");
  refused("hop_length", "128", "0", "features.hop_length");
  refused("power", "2.0", "0.5", "features.power");
  refused("power", "2.0", "1.5", "features.power is 1.5; it must be 1 (magnitude) or 2");
  refused("bands", "16", "129", "features.mel.bands");
  refused("low_frequency", "20.0", "-1", "features.mel.low_frequency");
  refused("low_frequency", "20.0", "4000", "features.mel.high_frequency equals");
  refused("high_frequency", "4000.0", "4000.5", "features.mel.high_frequency");
  refused("range", "80.0", "0", "features.log.range");
  refused("smallest", "1e-10", "0", "features.log.smallest");
  refused("frames", "33", "5000", "features.frames");
  refused("frames", "33", "-1", "features.frames");
  refused("deviation", "0.3", "0.0, \"other\": 0.3", "features.deviation is 0.0");
  refused("unsure_below", "0.4", "1.01", "calibration.unsure_below");
  refused("tolerance", "0.001", "-0.001", "golden.tolerance");
  refused("tolerance", "0.001", "1", "golden.tolerance");
  refused("tracks", "290", "-1", "evaluation.tracks");
  refused("value", "0.8", "1e300", "evaluation.metrics.macro_f1.value");
  refused("name", "\"small\"", "\"\"", "name has 0 bytes");
  expect_error("1e-10", "1e999", ErrorCode::damaged, "not valid JSON");  // no double holds it
}

TEST_CASE("labels: two or more, all different") {
  expect_error("\"hip-hop\"", "\"blues\"", ErrorCode::bad_field, "labels[2] is \"blues\" a second time");
  expect_error("\"hip-hop\"", "\"\"", ErrorCode::bad_field, "labels[2] is \"\"");
  std::string many = "\"hip-hop\"";
  for (int i = 0; i < 998; i++) many.append(", \"").append(std::to_string(i)).append("\"");
  expect_error("\"hip-hop\"", many, ErrorCode::out_of_range, "labels has 1001 elements");
  Card one = small_card();
  one.labels = {"blues"};
  CHECK(parse_card(write_card(one)).error().code == ErrorCode::out_of_range);
}

TEST_CASE("shapes agree with the features and the labels, −1 is any") {
  const auto shape = [](std::string_view tensor, std::vector<std::int64_t> sizes) {
    Card card = small_card();
    (tensor == "input" ? card.input : tensor == "logits" ? card.logits : card.embedding).shape = std::move(sizes);
    const Result<Card> read = parse_card(write_card(card));
    if (read) return std::string();
    CHECK(read.error().message.find("model." + std::string(tensor) + ".shape") != std::string::npos);
    return read.error().message;
  };
  CHECK(shape("input", {-1, -1, -1, -1}).empty());
  CHECK(shape("input", {4, 1, 16, 33}).empty());
  CHECK_FALSE(shape("input", {-1, 3, 16, 33}).empty());
  CHECK_FALSE(shape("input", {-1, 1, 33, 16}).empty());
  CHECK_FALSE(shape("input", {0, 1, 16, 33}).empty());
  CHECK_FALSE(shape("input", {1, 16, 33}).empty());
  CHECK_FALSE(shape("logits", {-1, 4}).empty());
  CHECK_FALSE(shape("logits", {-2, 3}).empty());
  CHECK_FALSE(shape("embedding", {-1, 1000000}).empty());
  CHECK_FALSE(shape("embedding", {-1}).empty());
}

TEST_CASE("hashes are 64 lower-case digits") {
  expect_error("ba7816bf", "BA7816BF", ErrorCode::bad_field, "model.sha256 is no SHA-256");
  expect_error("ba7816bf", "", ErrorCode::bad_field, "model.sha256");
  expect_error("e3b0c442", "", ErrorCode::bad_field, "origin.split_hash");
  expect_parsed("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "");
}

TEST_CASE("weights lie beside the card, nowhere else") {
  for (const std::string_view file : {"../model.onnx", "/etc/passwd", "a\\\\b", "..", ".hidden", "c:x", "a\\u0000b"}) {
    expect_error("model.onnx", file, ErrorCode::bad_field, "model.weights must be a plain file name");
  }
}

TEST_CASE("the chunk rule follows from the columns, and the seconds must agree") {
  Card card = small_card();
  CHECK(card.chunk_rule().length == 4096);
  CHECK(card.chunk_rule().hop == 2048);
  CHECK(card.chunk_rule().last == LastChunk::repeat);
  card.features.mel.padding = Padding::none;
  CHECK(card.chunk_rule().length == 4096 + 256);
  card.features.frames = 1;
  card.features.mel.padding = Padding::zero;
  CHECK(card.chunk_rule().length == 1);

  expect_parsed("\"chunk_seconds\": 0.512", "\"chunk_seconds\": 0.528");  // one hop_length more
  expect_parsed("\"chunk_seconds\": 0.512", "\"chunk_seconds\": 0.496");
  expect_error("\"chunk_seconds\": 0.512", "\"chunk_seconds\": 0.529", ErrorCode::bad_field,
               "audio.chunk_seconds is 0.529, but features.frames needs 0.512");
  expect_error("\"chunk_seconds\": 0.512", "\"chunk_seconds\": 0.4", ErrorCode::bad_field, "audio.chunk_seconds");
  Card gap = small_card();
  gap.chunk_seconds = gap.hop_seconds = 0.52;  // longer than the chunk of 0.512 s
  const Result<Card> read = parse_card(write_card(gap));
  REQUIRE_FALSE(read);
  CHECK(read.error().code == ErrorCode::out_of_range);
  CHECK(read.error().message.find("audio.hop_seconds is 0.52") != std::string::npos);
}

TEST_CASE("hostile texts end in an error, never in a crash") {
  const std::string text = write_card(small_card());
  for (std::size_t size = 0; size + 2 < text.size(); size += 7) CHECK_FALSE(parse_card(text.substr(0, size)));
  CHECK_FALSE(parse_card("[]"));
  CHECK_FALSE(parse_card("\"card\""));
  CHECK_FALSE(parse_card(std::string(100000, '[')));
  CHECK_FALSE(parse_card(with(text, "\"macro_f1\"", std::string("\"").append(101, 'x').append("\""))));

  Random random(9);
  for (int i = 0; i < 3000; i++) {
    std::string changed = text;
    for (int k = 0; k < 3; k++) {
      constexpr std::string_view kBytes = "0123456789-.eE\"[]{},: \x80\xff";
      changed[static_cast<std::size_t>(random.below(changed.size()))] =
          kBytes[static_cast<std::size_t>(random.below(kBytes.size()))];
    }
    const Result<Card> card = parse_card(changed);
    if (!card) CHECK_FALSE(card.error().message.empty());
    if (card) CHECK(card->chunk_rule().length > 0);
  }
}

TEST_CASE("weights are known by their hash") {
  const Card card = small_card();
  CHECK_FALSE(verify_weights(card, std::vector<std::uint8_t>{'a', 'b', 'c'}));
  const std::optional<Error> wrong = verify_weights(card, std::vector<std::uint8_t>{'a', 'b', 'd'});
  REQUIRE(wrong);
  CHECK(wrong->code == ErrorCode::wrong_hash);
}

TEST_CASE("the golden input is the seed's uniform numbers") {
  const Card card = small_card();
  const std::vector<float> input = golden_input(card);
  REQUIRE(input.size() == 16 * 33);
  Random random(11);
  for (const float value : input) CHECK(value == static_cast<float>(random.uniform()));
}

TEST_CASE("golden logits agree within the tolerance, and only then") {
  const Card card = small_card();
  CHECK(golden_agrees(card, card.golden_logits));
  const auto agrees = [&](std::size_t label, float logit) {
    std::vector<float> logits = card.golden_logits;
    logits[label] = logit;
    return golden_agrees(card, logits);
  };
  CHECK(agrees(0, 0.1009f));
  CHECK(agrees(0, 0.0991f));
  CHECK_FALSE(agrees(0, 0.1011f));
  CHECK_FALSE(agrees(2, -0.0011f));
  CHECK_FALSE(agrees(1, std::numeric_limits<float>::quiet_NaN()));
  CHECK_FALSE(agrees(1, std::numeric_limits<float>::infinity()));
  CHECK_FALSE(golden_agrees(card, {}));
  CHECK_FALSE(golden_agrees(card, std::span(card.golden_logits).first(2)));
  const std::vector<float> more = {0.1f, -2.7182817f, 1e-30f, 0};
  CHECK_FALSE(golden_agrees(card, more));
  Card empty = card;
  empty.golden_logits.clear();
  CHECK_FALSE(golden_agrees(empty, {}));
}
