#include <doctest/doctest.h>

#include <filesystem>
#include <limits>
#include <string>

#include "core/sha256.h"
#include "native/file.h"
#include "native/model_folder.h"
#include "native/onnx_writer.h"
#include "native/system.h"
#include "scratch_folder.h"

using namespace genrelens;

namespace {

const std::filesystem::path kShipped = std::filesystem::path(GENRELENS_MODELS) / "mel-resnet";

std::string error_of(const std::filesystem::path& folder) {
  const Result<Model> model = open_model(folder, 1);
  return model ? "" : model.error().message;
}

void copy_model(const ScratchFolder& folder) {
  for (const char* name : {"card.json", "model.onnx"}) std::filesystem::copy_file(kShipped / name, folder / name);
}

void replace(std::string& text, const std::string& from, const std::string& to) {
  const std::size_t place = text.find(from);
  REQUIRE(place != std::string::npos);
  text.replace(place, from.size(), to);
}

}  // namespace

TEST_CASE("the shipped model opens, and its card is whole") {
  const Result<Model> model = open_model(kShipped, 1);
  REQUIRE(model);
  const Card& card = model->card;
  CHECK(card.labels.size() == 10);
  CHECK(card.golden_logits.size() == 10);
  CHECK(card.split_tracks == 197);
  CHECK(model->session.input_size() == static_cast<std::size_t>(card.features.mel.bands) * card.features.frames);
  for (const char* name : {"track_accuracy", "macro_f1", "log_loss", "expected_calibration_error"}) {
    CAPTURE(name);
    REQUIRE(card.metrics.contains(name));
    CHECK(card.metrics.at(name).low <= card.metrics.at(name).value);
    CHECK(card.metrics.at(name).value <= card.metrics.at(name).high);
  }
}

TEST_CASE("weights that are not the card's are refused") {
  const ScratchFolder folder;
  copy_model(folder);
  CHECK(error_of(folder.path()).empty());
  std::string weights = *read_text(folder / "model.onnx");
  weights[weights.size() / 2] ^= 1;
  REQUIRE(!write_text(folder / "model.onnx", weights));
  const Result<Model> model = open_model(folder.path(), 1);
  REQUIRE(!model);
  CHECK(model.error().code == ErrorCode::wrong_hash);
  CHECK(model.error().message.find("model.onnx: ") != std::string::npos);
}

TEST_CASE("a network that answers the golden input otherwise than the card is refused") {
  const ScratchFolder folder;
  copy_model(folder);
  std::string card = *read_text(folder / "card.json");
  const Result<Card> parsed = parse_card(card);
  REQUIRE(parsed);
  Card changed = *parsed;
  changed.golden_logits[3] += 0.5f;
  REQUIRE(!write_text(folder / "card.json", write_card(changed)));
  CHECK(error_of(folder.path()).find("golden input") != std::string::npos);
}

TEST_CASE("a card with other labels, or of another system, than the weights were written for is refused") {
  const ScratchFolder folder;
  copy_model(folder);
  const Result<Card> parsed = parse_card(*read_text(folder / "card.json"));
  REQUIRE(parsed);
  Card changed = *parsed;
  std::swap(changed.labels[0], changed.labels[1]);
  REQUIRE(!write_text(folder / "card.json", write_card(changed)));
  CHECK(error_of(folder.path()).find("The network was written for the labels [\"blues\",\"classical\"") !=
        std::string::npos);
  changed = *parsed;
  changed.origin.system = "other";
  REQUIRE(!write_text(folder / "card.json", write_card(changed)));
  CHECK(error_of(folder.path()).find("the system mel-resnet, but the card says other.") != std::string::npos);
}

TEST_CASE("weights without words are believed") {
  const ScratchFolder folder;
  copy_model(folder);
  Card card = *parse_card(*read_text(folder / "card.json"));
  std::string weights = *read_text(folder / "model.onnx");
  for (const char* word : {"genrelens.system", "genrelens.labels"}) replace(weights, word, "somebody.elses..");
  REQUIRE(!write_text(folder / "model.onnx", weights));
  card.weights_sha256 = sha256({reinterpret_cast<const std::uint8_t*>(weights.data()), weights.size()});
  std::swap(card.labels[0], card.labels[1]);
  REQUIRE(!write_text(folder / "card.json", write_card(card)));
  CHECK(error_of(folder.path()).empty());
}

TEST_CASE("missing and broken files are named") {
  const ScratchFolder folder;
  CHECK(error_of(folder.path()).find("card.json: cannot be opened") != std::string::npos);
  copy_model(folder);
  std::filesystem::remove(folder / "model.onnx");
  CHECK(error_of(folder.path()).find("model.onnx: cannot be opened") != std::string::npos);
  std::string card = *read_text(folder / "card.json");
  replace(card, "\"labels\"", "\"lables\"");
  REQUIRE(!write_text(folder / "card.json", card));
  const Result<Model> model = open_model(folder.path(), 1);
  REQUIRE(!model);
  CHECK(model.error().code == ErrorCode::missing_field);
  CHECK(model.error().message.find("labels") != std::string::npos);
}

TEST_CASE("a model is written in every form and opens again; weights that are no numbers write nothing") {
  const Network network = find_system("mel-resnet")->network(10);
  const Result<Model> shipped = open_model(kShipped, 1);
  REQUIRE(shipped);
  if (!shipped) return;
  Weights weights;
  for (const auto& [name, shape] : network.weight_shapes()) {
    std::size_t count = 1;
    for (const std::int64_t size : shape) count *= static_cast<std::size_t>(size);
    weights[name] = {.shape = shape, .values = std::vector<float>(count, 0.01F)};
  }
  std::uintmax_t before = std::numeric_limits<std::uintmax_t>::max();
  for (const WeightForm form : {WeightForm::float32, WeightForm::float16, WeightForm::int8}) {
    const std::string form_name = name_of(form);
    CAPTURE(form_name);
    const ScratchFolder folder;
    REQUIRE(write_model(folder.path(), shipped->card, network, weights, form));
    const Result<Model> model = open_model(folder.path(), 1);
    REQUIRE(model);
    if (!model) continue;
    CHECK(model->session.word(kWeightsWord) == form_name);
    const std::uintmax_t bytes = std::filesystem::file_size(folder / "model.onnx");
    CHECK(bytes < before * 6 / 10);
    before = bytes;
  }
  weights.at("logits.weight").values[3] = std::numeric_limits<float>::quiet_NaN();
  for (const WeightForm form : {WeightForm::float32, WeightForm::float16, WeightForm::int8, WeightForm::int4}) {
    const std::string form_name = name_of(form);
    CAPTURE(form_name);
    const ScratchFolder folder;
    const Result<Card> card = write_model(folder.path(), shipped->card, network, weights, form);
    REQUIRE(!card);
    CHECK(card.error().message.find("golden input is no number") != std::string::npos);
    CHECK(std::filesystem::is_empty(folder.path()));
  }
}
