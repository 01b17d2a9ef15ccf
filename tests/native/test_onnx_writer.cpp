// clang-format off
#include "native/module.h"  // LibTorch brings glog's CHECK; doctest's, included after it, wins
#include <doctest/doctest.h>
// clang-format on

#include <cmath>

#include "core/prediction.h"
#include "core/random.h"
#include "native/onnx_session.h"
#include "native/onnx_writer.h"
#include "native/system.h"

using namespace genrelens;

namespace {

constexpr OnnxOptions kNames() {
  return {.input = kInputName, .logits = kLogitsName, .embedding = kEmbeddingName, .threads = 1};
}

// Fresh weights, with norms that have seen something: means, variances, scales and offsets away from 0 and 1.
Module lively_module(const Network& network) {
  torch::manual_seed(3);
  Module module(network);
  Random random(4);
  Weights weights = weights_of(*module);
  for (auto& [name, tensor] : weights) {
    const bool norm = name.find("_norm.") != std::string::npos;
    const bool positive = name.ends_with("running_var") || name.ends_with("_norm.weight");
    for (float& value : tensor.values) {
      if (norm) value = static_cast<float>(positive ? random.uniform(0.5, 2) : random.uniform(-0.5, 0.5));
    }
  }
  set_weights(*module, weights);
  module->eval();
  return module;
}

std::vector<float> random_inputs(std::size_t values) {
  Random random(5);
  std::vector<float> inputs(values);
  for (float& value : inputs) value = static_cast<float>(random.normal());
  return inputs;
}

double largest_difference(std::span<const float> left, std::span<const float> right) {
  REQUIRE(left.size() == right.size());
  double largest = 0;
  for (std::size_t i = 0; i < left.size(); i++) largest = std::max(largest, std::abs(double{left[i]} - right[i]));
  return largest;
}

}  // namespace

TEST_CASE("the written network answers as the trained one, norms folded, for any number of chunks") {
  const torch::NoGradGuard no_gradients;
  const Network network = find_system("mel-resnet")->network(10);
  Module module = lively_module(network);
  Result<OnnxSession> session = OnnxSession::create(write_onnx(network, weights_of(*module)), kNames());
  REQUIRE(session);
  const Shape in = network.layer(network.input()).shape;
  REQUIRE(session->input_size() == static_cast<std::size_t>(in.channels * in.height * in.width));
  for (const std::size_t count : {1, 3}) {
    std::vector<float> inputs = random_inputs(count * session->input_size());
    const torch::Tensor expected = module->forward(
        torch::from_blob(inputs.data(), {static_cast<std::int64_t>(count), in.channels, in.height, in.width}));
    const std::span<const float> logits(expected.data_ptr<float>(), static_cast<std::size_t>(expected.numel()));
    const Result<OnnxAnswer> answer = session->run(inputs, count);
    REQUIRE(answer);
    CHECK(answer->embedding.size() ==
          count * static_cast<std::size_t>(network.layer(network.embedding_layer()).shape.channels));
    CHECK(largest_difference(answer->logits, logits) < 1e-3);
    for (std::size_t chunk = 0; chunk < count; chunk++) {
      const auto of_chunk = [&](std::span<const float> all) { return softmax(all.subspan(chunk * 10, 10), 1); };
      CHECK(largest_difference(of_chunk(answer->logits), of_chunk(logits)) < 1e-4);
    }
  }
}

TEST_CASE("the embedding is what the last layer weighs") {
  const Network network = find_system("mel-resnet")->network(4);
  const Weights weights = weights_of(*lively_module(network));
  Result<OnnxSession> session = OnnxSession::create(write_onnx(network, weights), kNames());
  REQUIRE(session);
  const Result<OnnxAnswer> answer = session->run(random_inputs(session->input_size()), 1);
  REQUIRE(answer);
  const std::size_t size = answer->embedding.size();
  for (std::size_t label = 0; label < 4; label++) {
    double expected = weights.at("logits.bias").values[label];
    for (std::size_t i = 0; i < size; i++) {
      expected += double{weights.at("logits.weight").values[label * size + i]} * answer->embedding[i];
    }
    CHECK(answer->logits[label] == doctest::Approx(expected).epsilon(1e-4));
  }
}

TEST_CASE("weights survive the way into a module and back") {
  const Network network = find_system("mel-resnet")->network(3);
  const Weights weights = weights_of(*lively_module(network));
  Module other(network);
  CHECK((weights_of(*other) != weights));  // in brackets: glog has an opinion on how maps are printed
  set_weights(*other, weights);
  CHECK((weights_of(*other) == weights));
  for (const auto& [name, shape] : network.weight_shapes()) {
    CAPTURE(name);
    CHECK(weights.at(name).shape == shape);
  }
  CHECK(weights.size() == network.weight_shapes().size());
}

TEST_CASE("bytes that are no network, and names that it lacks, are refused") {
  const std::vector<std::uint8_t> noise(100, 7);
  CHECK(!OnnxSession::create(noise, kNames()));
  const Network network = find_system("mel-resnet")->network(3);
  const std::vector<std::uint8_t> bytes = write_onnx(network, weights_of(*lively_module(network)));
  OnnxOptions options = kNames();
  options.embedding = "nothing";
  const Result<OnnxSession> session = OnnxSession::create(bytes, options);
  REQUIRE(!session);
  CHECK(session.error().message == "The network has no output \"nothing\".");
}

// How far an exported network may be from the trained one: of a probability, and of a logit as a share of the largest.
struct Bound {
  WeightForm form;
  double probability;
  double logit;
  double bytes;  // a parameter, but for what surrounds it
};

TEST_CASE("every system's network answers as the trained one, whatever its weights are stored as") {
  constexpr Bound kBounds[] = {{WeightForm::float32, 1e-4, 1e-4, 4},
                               {WeightForm::float16, 1e-2, 1e-2, 2},
                               {WeightForm::int8, 0.02, 0.05, 1},
                               {WeightForm::int4, 0.02, 0.3, 1}};
  const torch::NoGradGuard no_gradients;
  for (const std::string& name : system_names()) {
    const Network network = find_system(name)->network(10);
    Module module = lively_module(network);
    const Weights weights = weights_of(*module);
    const Shape in = network.layer(network.input()).shape;
    std::vector<float> inputs = random_inputs(static_cast<std::size_t>(in.channels * in.height * in.width));
    const torch::Tensor expected =
        module->forward(torch::from_blob(inputs.data(), {1, in.channels, in.height, in.width}));
    const std::span<const float> logits(expected.data_ptr<float>(), static_cast<std::size_t>(expected.numel()));
    double largest = 1e-6;
    for (const float logit : logits) largest = std::max(largest, std::abs(double{logit}));
    for (const Bound& bound : kBounds) {
      CAPTURE(name);
      const std::string form = name_of(bound.form);
      CAPTURE(form);
      const std::vector<std::uint8_t> bytes = write_onnx(network, weights, {.form = bound.form});
      CHECK(static_cast<double>(bytes.size()) < bound.bytes * static_cast<double>(network.parameters()) * 1.1 + 60000);
      Result<OnnxSession> session = OnnxSession::create(bytes, kNames());
      REQUIRE(session);
      if (!session) continue;
      const Result<OnnxAnswer> answer = session->run(inputs, 1);
      REQUIRE(answer);
      if (!answer) continue;
      const double probability = largest_difference(softmax(answer->logits, 1), softmax(logits, 1));
      const double logit = largest_difference(answer->logits, logits) / largest;
      CHECK(probability < bound.probability);
      CHECK(logit < bound.logit);
    }
  }
}

TEST_CASE("a large matrix in 4 bits makes a file that a static host takes, and answers any number of chunks") {
  const Network network = find_system("sanjeev-cnn")->network(10);
  const Weights weights = weights_of(*lively_module(network));
  const std::vector<std::uint8_t> bytes = write_onnx(network, weights, {.form = WeightForm::int4});
  CHECK(bytes.size() < 25'000'000);
  Result<OnnxSession> session = OnnxSession::create(bytes, kNames());
  REQUIRE(session);
  if (!session) return;
  std::vector<float> inputs = random_inputs(2 * session->input_size());
  const Result<OnnxAnswer> both = session->run(inputs, 2);
  REQUIRE(both);
  const Result<OnnxAnswer> second = session->run(std::span(inputs).subspan(session->input_size()), 1);
  REQUIRE(second);
  if (!both || !second) return;
  CHECK(largest_difference(std::span(both->logits).subspan(10), second->logits) < 1e-4);
}

TEST_CASE("words are written beside the network and read back; a network without has none") {
  const Network network = find_system("mel-resnet")->network(3);
  const Weights weights = weights_of(*lively_module(network));
  const std::string labels(300, 'x');  // longer than one byte of length tells
  const Result<OnnxSession> session = OnnxSession::create(
      write_onnx(network, weights, {.words = {{kSystemWord, "mel-resnet"}, {kLabelsWord, labels}}}), kNames());
  REQUIRE(session);
  CHECK(session->word(kSystemWord) == "mel-resnet");
  CHECK(session->word(kLabelsWord) == labels);
  CHECK(!session->word("other"));
  const Result<OnnxSession> bare = OnnxSession::create(write_onnx(network, weights), kNames());
  REQUIRE(bare);
  CHECK(!bare->word(kLabelsWord));
}
