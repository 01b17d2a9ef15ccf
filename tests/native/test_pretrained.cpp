#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "native/onnx_session.h"
#include "native/onnx_writer.h"
#include "native/pretrained.h"
#include "native/system.h"
#include "tests/file_bytes.h"

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

TEST_CASE("the weights at hand fit the networks that begin with them") {
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
      {"mel-mobilenet", "mn04_as.safetensors", {"logits.bias", "logits.weight"}},
      {"audioset-mobilenet", "mn04_as.safetensors", {"logits.bias", "logits.weight"}},
  };
  for (const auto& each : kCases) {
    CAPTURE(each.system);
    const Result<Pretrained> start = read_pretrained(folder / each.file, find_system(each.system)->network(10));
    if (!start) FAIL_CHECK(start.error().message);
    if (!start) continue;
    CHECK(start->missing == each.missing);
  }
}

namespace {

// A classifier that says label i as loud as number `of[i]` of the embeddings' mean: those are never negative.
void show_embedding(Weights& weights, const Network& network, std::span<const std::size_t> of) {
  for (const auto& [name, shape] : network.weight_shapes()) {
    if (!name.starts_with("classifier") && !name.starts_with("logits")) continue;
    std::size_t values = 1;
    for (const std::int64_t size : shape) values *= static_cast<std::size_t>(size);
    weights[name] = {shape, std::vector<float>(values, 0)};
  }
  for (std::size_t i = 0; i < of.size(); i++) {
    weights["classifier_1.weight"].values[(i * 1024 + of[i]) * 3 + 1] = 1;  // the middle of three
    weights["classifier_2.weight"].values[(i * 128 + i) * 3 + 1] = 1;
    weights["logits.weight"].values[i * 128 + i] = 1;
  }
}

}  // namespace

TEST_CASE("VGGish's weights are found under the names that torchvggish gives them") {
  const Network network = find_system("micheal-vggish")->network(10);
  Checkpoint checkpoint;
  for (const auto& [name, shape] : network.weight_shapes()) {
    const std::size_t cut = name.find('_');
    const std::string part = name.substr(0, cut);
    if (part != "features" && part != "embeddings") continue;
    std::size_t values = 1;
    for (const std::int64_t size : shape) values *= static_cast<std::size_t>(size);
    checkpoint.weights[part + "." + name.substr(cut + 1)] = {shape, std::vector<float>(values, 0)};
  }
  CHECK(checkpoint.weights.size() == 18);
  CHECK(checkpoint.weights.at("features.13.weight").shape == std::vector<std::int64_t>{512, 512, 3, 3});
  CHECK(checkpoint.weights.at("embeddings.0.weight").shape == std::vector<std::int64_t>{4096, 12288});
  const Result<Pretrained> start = take_pretrained(checkpoint, network);
  REQUIRE(start);
  CHECK(start->missing.size() == 6);
  CHECK(start->unused.empty());
  checkpoint.weights.erase("embeddings.4.bias");
  CHECK(take_pretrained(checkpoint, network).error().message ==
        "It lacks the tensor embeddings_4.bias, whose layer micheal-vggish does not train.");
}

TEST_CASE("YAMNet hears its own test patch as a second implementation does") {
  const std::string folder = GENRELENS_SHARED "/weights/";
  const auto bytes = file_bytes(folder + "reference/yamnet_test_spectra.bin");
  if (!bytes) {
    MESSAGE("skipped: ../shared is not there");
    return;
  }
  constexpr std::size_t kTime = 96, kBands = 64, kPatches = 10;
  REQUIRE(bytes->size() == kTime * kBands * sizeof(float));
  std::vector<float> patch(kTime * kBands);
  std::copy(bytes->begin(), bytes->end(), reinterpret_cast<std::uint8_t*>(patch.data()));
  std::vector<float> input(kBands * kTime * kPatches);  // the patch ten times, bands by time
  for (std::size_t band = 0; band < kBands; band++) {
    for (std::size_t i = 0; i < kTime * kPatches; i++)
      input[band * kTime * kPatches + i] = patch[i % kTime * kBands + band];
  }
  const Network network = find_system("micheal-yamnet")->network(10);
  Result<Pretrained> start = read_pretrained(folder + "yamnet.safetensors", network);
  REQUIRE(start);
  // By numpy: convolutions written out as sums over the kernel's places. The ten greatest of the 1,024.
  const std::size_t numbers[] = {86, 314, 944, 357, 287, 267, 130, 47, 31, 40};
  const double expected[] = {1.33968, 1.26305, 0.97213, 0.96192, 0.93249, 0.90666, 0.8614, 0.83624, 0.80113, 0.7811};
  show_embedding(start->weights, network, numbers);
  Result<OnnxSession> session = OnnxSession::create(
      write_onnx(network, start->weights), {.input = kInputName, .logits = kLogitsName, .embedding = kEmbeddingName});
  REQUIRE(session);
  const Result<OnnxAnswer> answer = session->run(input, 1);
  REQUIRE(answer);
  for (std::size_t i = 0; i < 10; i++) CHECK(answer->logits[i] == doctest::Approx(expected[i]).epsilon(1e-4));
}
