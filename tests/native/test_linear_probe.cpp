#include <doctest/doctest.h>

#include <cmath>

#include "core/random.h"
#include "native/linear_probe.h"
#include "native/system.h"
#include "random_weights.h"
#include "scratch_folder.h"
#include "tests/native/golden_linear_probe.h"

using namespace genrelens;

namespace {

constexpr std::size_t kRows = 14, kSize = 5, kLabels = 3;  // as tools/golden/linear_probe.py has them

ProbeLesson lesson() {
  ProbeLesson lesson{.size = kSize, .labels = kLabels};
  for (std::size_t row = 0; row < kRows; row++) {
    for (std::size_t column = 0; column < kSize; column++) {
      const auto r = static_cast<double>(row * kSize), c = static_cast<double>(column);
      lesson.embeddings.push_back(static_cast<float>(3 + c + std::sin(1.7 * r + 2.3 * c)));
    }
    lesson.truth.push_back(row % kLabels);
    lesson.shares.push_back(static_cast<float>(1 + row % 2) / 21);
  }
  return lesson;
}

LastLayer start() {
  LastLayer layer;
  layer.weight.shape = {kLabels, kSize};
  layer.bias.shape = {kLabels};
  for (std::size_t i = 0; i < kLabels * kSize; i++) {
    layer.weight.values.push_back(static_cast<float>(std::cos(1 + static_cast<double>(i))));
  }
  layer.bias.values = {0, 0.5, 1};
  return layer;
}

float logit(const LastLayer& layer, std::size_t label, const std::vector<float>& embedding) {
  float sum = layer.bias.values[label];
  for (std::size_t i = 0; i < kSize; i++) sum += layer.weight.values[label * kSize + i] * embedding[i];
  return sum;
}

// A frozen convolution and a last layer, over mel-resnet's input.
Network frozen_network(std::size_t labels) {
  Network network("frozen", {.channels = 1, .height = 128, .width = 100});
  const Convolution convolution = {.channels = 4, .kernel = 3, .stride = 2, .bias = true};
  int x = network.max_pool(network.relu(network.convolution(network.input(), "conv", convolution)), 4);
  x = network.embedding(network.flatten(x));
  network.freeze();
  network.dense(x, "logits", static_cast<int>(labels));
  return network;
}

}  // namespace

TEST_CASE("the layer is scipy's minimum, element by element") {
  for (const golden::Probe& wanted : golden::kProbes) {
    CAPTURE(wanted.penalty);
    const LastLayer layer = fit_linear_probe(lesson(), start(), wanted.penalty);
    REQUIRE(layer.weight.values.size() == wanted.weight.size());
    for (std::size_t i = 0; i < wanted.weight.size(); i++) {
      CHECK(layer.weight.values[i] == doctest::Approx(wanted.weight[i]).epsilon(0.002));
    }
    for (std::size_t i = 0; i < wanted.bias.size(); i++) {
      CHECK(layer.bias.values[i] == doctest::Approx(wanted.bias[i]).epsilon(0.002));
    }
  }
}

TEST_CASE("a great penalty keeps the layer where it began, and the mean embedding's logits never move") {
  const LastLayer before = start();
  const LastLayer held = fit_linear_probe(lesson(), before, 1e6);
  for (std::size_t i = 0; i < kLabels * kSize; i++) {
    CHECK(held.weight.values[i] == doctest::Approx(before.weight.values[i]).epsilon(1e-4));
  }
  const LastLayer moved = fit_linear_probe(lesson(), before, 0.001);
  CHECK(std::abs(moved.weight.values[0] - before.weight.values[0]) > 0.1);
  std::vector<float> mean(kSize);
  const ProbeLesson learnt = lesson();
  for (std::size_t i = 0; i < kRows * kSize; i++) mean[i % kSize] += learnt.embeddings[i] / kRows;
  for (std::size_t label = 0; label < kLabels; label++) {
    CHECK(logit(moved, label, mean) == doctest::Approx(logit(before, label, mean)).epsilon(1e-3));
  }
}

TEST_CASE("two kinds that differ are learnt by the last layer alone") {
  const ScratchFolder scratch;
  write_tiny_folder(scratch.path(), 12);
  const FeatureFolder folder = *read_feature_folder(scratch.path());
  System system = *find_system("mel-resnet");
  system.network = frozen_network;
  system.learning = Learning::linear_probe;
  const TrainingData data{.folder = folder,
                          .train = *find_split(folder, "train"),
                          .valid = *find_split(folder, "valid"),
                          .labels = genres(folder)};
  const Features features = measure_features(system, data);
  const Network network = frozen_network(data.labels.size());
  const TrainingOptions options{.weight_decay = 0.01};
  TrainingTask task{
      .system = system, .features = features, .data = data, .options = options, .processes = {}, .start = {}};
  Random random(3);
  task.start = random_weights(network, random);
  std::size_t epochs = 0;
  const TrainingEvents events = {.epoch = [&](std::span<const EpochResult> history, const Weights&) {
    epochs = history.size();
    return true;
  }};
  const Result<Trained> trained = train_probe(task, events);
  REQUIRE(trained);
  CHECK(epochs == 1);
  CHECK(trained->best.train_accuracy == doctest::Approx(1));
  CHECK(trained->best.valid_accuracy == 1);
  CHECK(trained->weights.at("conv.weight") == task.start.at("conv.weight"));
  CHECK(trained->weights.at("logits.weight") != task.start.at("logits.weight"));
  CHECK(train_probe(task, {})->weights == trained->weights);  // nothing is drawn at random

  task.start.erase("logits.bias");
  CHECK(train_probe(task, {}).error().message == "mel-resnet needs weights to begin with: they lack logits.bias.");
}

TEST_CASE("several processes and no penalty at all are refused, of a probe alone") {
  const System& probe = *find_system("audioset-mobilenet");
  CHECK(!refuse_probe(probe, probe.training, {}));
  CHECK(refuse_probe(probe, probe.training, {.count = 2})->message.ends_with("one process does it."));
  CHECK(refuse_probe(probe, {.weight_decay = 0}, {})->code == ErrorCode::out_of_range);
  CHECK(!refuse_probe(*find_system("mel-resnet"), {.weight_decay = 0}, {.count = 2}));
}

TEST_CASE("of the options a probe keeps those that it goes by") {
  PlainValues training = values_of(find_system("audioset-mobilenet")->training);
  keep_probe_options(training);
  CHECK(training.size() == 2);
  CHECK(std::get<double>(training.at("weight_decay")) == 3);
}
