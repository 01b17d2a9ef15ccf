#include <doctest/doctest.h>

#include <filesystem>

#include "native/class_rows.h"
#include "native/system.h"

using namespace genrelens;

namespace {

Checkpoint small_checkpoint() {
  Checkpoint checkpoint;
  checkpoint.weights["top.weight"] = {{3, 2}, {1, 2, 3, 4, 5, 6}};
  checkpoint.weights["top.bias"] = {{3}, {10, 20, 60}};
  return checkpoint;
}

const ClassRows kRows = {.layer = "top", .rows = {{"blues", 2}, {"jazz", 0}}};

}  // namespace

TEST_CASE("the classes of our labels are taken in our order") {
  const Result<LastLayer> layer = take_class_rows(small_checkpoint(), kRows, std::vector<std::string>{"jazz", "blues"});
  REQUIRE(layer);
  CHECK(layer->weight == Tensor{{2, 2}, {1, 2, 5, 6}});
  CHECK(layer->bias == Tensor{{2}, {10, 60}});
}

TEST_CASE("a label without a class starts from nothing, at the others' mean bias") {
  const std::vector<std::string> labels = {"blues", "polka", "jazz"};
  const Result<LastLayer> layer = take_class_rows(small_checkpoint(), kRows, labels);
  REQUIRE(layer);
  CHECK(layer->weight == Tensor{{3, 2}, {5, 6, 0, 0, 1, 2}});
  CHECK(layer->bias == Tensor{{3}, {60, 35, 10}});
  const Result<LastLayer> none = take_class_rows(small_checkpoint(), kRows, std::vector<std::string>{"polka", "ska"});
  REQUIRE(none);
  CHECK(none->bias.values == std::vector<float>{0, 0});
}

TEST_CASE("a checkpoint that cannot have the classes is refused in a sentence") {
  const std::vector<std::string> labels = {"blues"};
  Checkpoint lacking = small_checkpoint();
  lacking.weights.erase("top.bias");
  CHECK(take_class_rows(lacking, kRows, labels).error().message ==
        "It lacks the layer top of weights and biases, one a class.");
  Checkpoint uneven = small_checkpoint();
  uneven.weights["top.bias"] = {{2}, {1, 2}};
  CHECK(!take_class_rows(uneven, kRows, labels));
  const ClassRows beyond = {.layer = "top", .rows = {{"blues", 3}}};
  CHECK(take_class_rows(small_checkpoint(), beyond, labels).error().message ==
        "Its layer top has 3 classes; blues would be class 3.");
}

TEST_CASE("AudioSet's classes lie in the weights at hand") {
  const std::filesystem::path file = GENRELENS_SHARED "/weights/mn04_as.safetensors";
  if (!std::filesystem::exists(file)) {
    MESSAGE("skipped: ../shared is not there");
    return;
  }
  const Result<Checkpoint> checkpoint = read_checkpoint(file);
  REQUIRE(checkpoint);
  const ClassRows& classes = *find_system("audioset-mobilenet")->classes;
  std::vector<std::string> labels;
  for (const auto& [label, row] : classes.rows) labels.push_back(label);
  const Result<LastLayer> layer = take_class_rows(*checkpoint, classes, labels);
  REQUIRE(layer);
  CHECK(layer->weight.shape == std::vector<std::int64_t>{static_cast<std::int64_t>(labels.size()), 512});
}
