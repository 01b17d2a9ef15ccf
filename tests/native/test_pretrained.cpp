#include <doctest/doctest.h>

#include <filesystem>

#include "native/pretrained.h"
#include "native/system.h"

using namespace genrelens;

namespace {

Network small_network(bool frozen) {
  Network network("small", {.channels = 1, .height = 4, .width = 4});
  int x = network.convolution(network.input(), "00_conv", {.channels = 2, .kernel = 3, .bias = true});
  if (frozen) network.freeze();
  x = network.embedding(network.global_average_pool(x));
  network.dense(x, "logits", 3);
  return network;
}

Checkpoint small_checkpoint() {
  Checkpoint checkpoint;
  checkpoint.weights["00.conv.weight"] = {{2, 1, 3, 3}, std::vector<float>(18, 0.5F)};
  checkpoint.weights["00.conv.bias"] = {{2}, {1, 2}};
  checkpoint.weights["top.weight"] = {{1}, {1}};
  return checkpoint;
}

}  // namespace

TEST_CASE("tensors find their layers, and what is missing is listed") {
  const Result<Pretrained> start = take_pretrained(small_checkpoint(), small_network(true));
  REQUIRE(start);
  CHECK(start->weights.at("00_conv.bias").values == std::vector<float>{1, 2});
  CHECK(start->missing == std::vector<std::string>{"logits.bias", "logits.weight"});
  CHECK(start->unused == std::vector<std::string>{"top.weight"});
}

TEST_CASE("what does not fit is said with its name") {
  Checkpoint wrong = small_checkpoint();
  wrong.weights["00.conv.weight"].shape = {2, 1, 9, 1};
  CHECK(take_pretrained(wrong, small_network(false)).error().message ==
        "Tensor 00.conv.weight is 2×1×9×1; small wants 2×1×3×3.");
  Checkpoint lacking = small_checkpoint();
  lacking.weights.erase("00.conv.bias");
  CHECK(take_pretrained(lacking, small_network(false)));
  CHECK(take_pretrained(lacking, small_network(true)).error().message ==
        "It lacks the tensor 00_conv.bias, whose layer small does not train.");
  CHECK(take_pretrained({}, small_network(false)).error().message == "It has no tensor of small.");
}

TEST_CASE("ImageNet's weights at hand fit the papers' networks") {
  const std::filesystem::path folder = GENRELENS_SHARED "/weights";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("skipped: ../shared is not there");
    return;
  }
  const struct {
    const char* system;
    const char* file;
    std::vector<std::string> missing;
  } kCases[] = {
      {"leo-mobilenet",
       "mobilenet_v1_imagenet.safetensors",
       {"conv_pw_13.weight", "dense.bias", "dense.weight", "logits.bias", "logits.weight"}},
      {"krisanto-mobilenetv2", "mobilenet_v2_imagenet.safetensors", {"logits.bias", "logits.weight"}},
  };
  for (const auto& each : kCases) {
    CAPTURE(each.system);
    const Result<Pretrained> start = read_pretrained(folder / each.file, find_system(each.system)->network(10));
    if (!start) FAIL_CHECK(start.error().message);
    if (!start) continue;
    CHECK(start->missing == each.missing);
  }
}
