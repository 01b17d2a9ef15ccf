#include "native/model_folder.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "core/sha256.h"
#include "native/file.h"
#include "native/onnx_writer.h"

namespace genrelens {
namespace {

constexpr char kCardFile[] = "card.json";
constexpr char kWeightsFile[] = "model.onnx";
constexpr std::uint64_t kMostCardBytes = 1 << 20;
constexpr double kGoldenTolerance = 1e-3;  // of logits of about ±5: what backends differ by, not what a wrong one gives

OnnxOptions onnx_options(const Card& card, int threads) {
  return {.input = card.input.name, .logits = card.logits.name, .embedding = card.embedding.name, .threads = threads};
}

std::string labels_word(const Card& card) {
  using Json = nlohmann::json;
  return Json(card.labels).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::map<std::string, std::string> words_of(const Card& card) {
  return {{kSystemWord, card.origin.system}, {kLabelsWord, labels_word(card)}};
}

// The network's own words against the card's; a network without words is believed.
std::optional<Error> words_agree(const OnnxSession& session, const Card& card) {
  for (const auto& [key, expected] : words_of(card)) {
    const std::optional<std::string> found = session.word(key);
    if (!found || *found == expected) continue;
    const std::string what = key == kLabelsWord ? "labels " : "system ";
    return Error{
        .code = ErrorCode::bad_field,
        .message = "The network was written for the " + what + *found + ", but the card says " + expected + "."};
  }
  return {};
}

Error unlike_the_card(std::size_t found, std::size_t expected) {
  return {.code = ErrorCode::bad_field,
          .message = "The network's input has " + std::to_string(found) + " values, the card's " +
                     std::to_string(expected) + "."};
}

OnnxFileOptions file_options(const Card& card, WeightForm form) {
  OnnxFileOptions options{.form = form, .words = words_of(card)};
  options.words[kWeightsWord] = name_of(form);
  return options;
}

Result<Model> complete(Card card, const Network& network, std::span<const std::uint8_t> bytes) {
  const Shape in = network.layer(network.input()).shape;
  card.input = {kInputName, {-1, in.channels, in.height, in.width}};
  card.logits = {kLogitsName, {-1, network.layer(network.logits_layer()).shape.channels}};
  card.embedding = {kEmbeddingName, {-1, network.layer(network.embedding_layer()).shape.channels}};
  card.weights_file = kWeightsFile;
  card.weights_sha256 = sha256(bytes);
  Result<OnnxSession> session = OnnxSession::create(bytes, onnx_options(card, 0));
  if (!session) return session.error();
  Result<OnnxAnswer> answer = session->run(golden_input(card), 1);
  if (!answer) return answer.error();
  const auto is_number = [](float logit) { return std::isfinite(logit); };
  if (!std::all_of(answer->logits.begin(), answer->logits.end(), is_number)) {
    return Error{.code = ErrorCode::damaged,
                 .message = "The network's answer to the golden input is no number: its weights are of no use."};
  }
  card.golden_logits = std::move(answer->logits);
  card.golden_tolerance = kGoldenTolerance;
  return Model{std::move(card), std::move(*session)};
}

}  // namespace

Result<Model> open_model(const std::filesystem::path& folder, int threads) {
  const std::filesystem::path card_path = folder / kCardFile;
  const Result<std::string> text = read_text(card_path, kMostCardBytes);
  if (!text) return text.error();
  const Result<Card> card = parse_card(*text);
  if (!card) return in_file(card_path, card.error());
  const std::filesystem::path weights_path = folder / card->weights_file;
  const Result<std::vector<std::uint8_t>> bytes = read_file(weights_path);
  if (!bytes) return bytes.error();
  if (const auto error = verify_weights(*card, *bytes)) return in_file(weights_path, *error);
  Result<OnnxSession> session = OnnxSession::create(*bytes, onnx_options(*card, threads));
  if (!session) return in_file(weights_path, session.error());
  const std::vector<float> golden = golden_input(*card);
  if (session->input_size() != golden.size()) {
    return in_file(weights_path, unlike_the_card(session->input_size(), golden.size()));
  }
  if (const auto error = words_agree(*session, *card)) return in_file(weights_path, *error);
  const Result<OnnxAnswer> answer = session->run(golden, 1);
  if (!answer) return in_file(weights_path, answer.error());
  if (!golden_agrees(*card, answer->logits)) {
    return in_file(weights_path, {.code = ErrorCode::bad_field,
                                  .message = "The network's answer to the golden input is not the card's."});
  }
  return Model{*card, std::move(*session)};
}

Result<Model> build_model(Card card, const Network& network, const Weights& weights, WeightForm form) {
  const std::vector<std::uint8_t> bytes = write_onnx(network, weights, file_options(card, form));
  return complete(std::move(card), network, bytes);
}

Result<Card> write_model(const std::filesystem::path& folder, Card card, const Network& network, const Weights& weights,
                         WeightForm form) {
  const std::vector<std::uint8_t> bytes = write_onnx(network, weights, file_options(card, form));
  Result<Model> model = complete(std::move(card), network, bytes);
  if (!model) return model.error();
  if (const auto error = write_file(folder / kWeightsFile, bytes)) return *error;
  if (const auto error = write_text(folder / kCardFile, write_card(model->card))) return *error;
  return model->card;
}

}  // namespace genrelens
