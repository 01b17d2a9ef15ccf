#include <doctest/doctest.h>

#include "native/network.h"
#include "native/system.h"

using namespace genrelens;

TEST_CASE("a layer's shape follows from its options") {
  Network network("small", {.channels = 1, .height = 9, .width = 8});
  const int convolution = network.convolution(network.input(), "first", {.channels = 4, .kernel = 3, .stride = 2});
  CHECK(network.layer(convolution).shape == Shape{4, 5, 4});
  const int norm = network.batch_norm(convolution, "first_norm");
  CHECK(network.layer(network.add(norm, network.relu(norm))).shape == Shape{4, 5, 4});
  const int pooled = network.embedding(network.global_average_pool(norm));
  CHECK(network.layer(pooled).shape == Shape{4, 1, 1});
  network.dense(network.dropout(pooled, 0.5), "logits", 3);
  CHECK(network.embedding_layer() == pooled);
  CHECK(network.layer(network.logits_layer()).shape == Shape{3, 1, 1});
  CHECK(network.parameters() == 4 * 9 + 2 * 4 + 4 * 3 + 3);
  CHECK(network.multiply_adds() == 4 * 9 * 5 * 4 + 4 * 3);
  const auto shapes = network.weight_shapes();
  CHECK(shapes.at("first.weight") == std::vector<std::int64_t>{4, 1, 3, 3});
  CHECK(shapes.at("first_norm.running_var") == std::vector<std::int64_t>{4});
  CHECK(shapes.at("logits.weight") == std::vector<std::int64_t>{3, 4});
  CHECK(shapes.size() == 7);
}

TEST_CASE("mel-resnet is small enough for a browser on one thread") {
  const System* system = find_system("mel-resnet");
  REQUIRE(system != nullptr);
  const Network network = system->network(10);
  CHECK(network.layer(network.input()).shape == Shape{1, system->mel.bands, static_cast<int>(system->frames)});
  CHECK(network.layer(network.logits_layer()).shape == Shape{10, 1, 1});
  CHECK(network.parameters() <= 700'000);
  CHECK(network.multiply_adds() <= 120'000'000);
}

TEST_CASE("an unknown system is none") {
  CHECK(find_system("mel-resnot") == nullptr);
  CHECK(system_names().front() == "mel-resnet");
}
