// models/NAME: a card and the network it speaks of, read with every check and written whole.
//
//   Result<Model> model = open_model("models/mel-resnet");
//   Result<OnnxAnswer> answer = model->session.run(input, 1);
#pragma once

#include <filesystem>
#include <optional>

#include "core/card.h"
#include "core/result.h"
#include "native/network.h"
#include "native/onnx_session.h"
#include "native/weight_form.h"
#include "native/weights.h"

namespace genrelens {

struct Model {
  Card card;
  OnnxSession session;
};

// Reads the card, compares the weights with its hash, system and labels with those written into the weights (older ones
// have none and are believed), and the network's answer to the golden input with the card's logits.
// Errors name the file.
Result<Model> open_model(const std::filesystem::path& folder, int threads = 0);

// Writes the network as ONNX, its weights in that form, then the card with what only the written network tells: tensor
// names and shapes, hash, and the golden logits as ONNX Runtime gives them. An error, and nothing written, if one of
// those is no number.
Result<Card> write_model(const std::filesystem::path& folder, Card card, const Network& network, const Weights& weights,
                         WeightForm form = WeightForm::float32);

// The same without a file: the session of a network in memory, and the card completed for it.
Result<Model> build_model(Card card, const Network& network, const Weights& weights,
                          WeightForm form = WeightForm::float32);

}  // namespace genrelens
