#include <doctest/doctest.h>

#include "core/card.h"
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

TEST_CASE("our own systems are small enough for a browser on one thread") {
  const struct {
    const char* name;
    std::int64_t parameters;
  } kCases[] = {{"mel-resnet", 700'000}, {"mel-mobilenet", 700'000}, {"audioset-mobilenet", 750'000}};
  for (const auto& [name, parameters] : kCases) {
    CAPTURE(name);
    const System* system = find_system(name);
    REQUIRE(system != nullptr);
    const Network network = system->network(10);
    CHECK(network.layer(network.input()).shape == Shape{1, system->mel.bands, static_cast<int>(system->frames)});
    CHECK(network.layer(network.logits_layer()).shape == Shape{10, 1, 1});
    CHECK(network.parameters() <= parameters);
    CHECK(network.multiply_adds() <= 120'000'000);
  }
}

TEST_CASE("a gate weighs the channels of what it stands behind, and strides may differ by axis") {
  Network network("gated", {.channels = 1, .height = 9, .width = 8});
  const int map = network.hard_swish(
      network.convolution(network.input(), "first", {.channels = 4, .stride = 2, .column_stride = 1, .bias = true}));
  CHECK(network.layer(map).shape == Shape{4, 5, 8});
  const int gates = network.sigmoid(network.dense(network.global_average_pool(map), "gates", 4));
  CHECK(network.layer(gates).shape == Shape{4, 1, 1});
  CHECK(network.layer(network.gate(map, gates)).shape == Shape{4, 5, 8});
  CHECK(network.parameters() == 4 * 9 + 4 + 4 * 4 + 4);
  CHECK(network.multiply_adds() == 4 * 9 * 5 * 8 + 4 * 4);
}

TEST_CASE("a border of zeros is torch's, TensorFlow's, or none") {
  Network network("borders", {.channels = 2, .height = 8, .width = 7});
  const auto shape = [&](const std::string& name, Border border, int stride) {
    const Convolution options = {.channels = 5, .kernel = 3, .stride = stride, .border = border, .bias = true};
    return network.layer(network.convolution(network.input(), name, options)).shape;
  };
  CHECK(shape("a", Border::centred, 1) == Shape{5, 8, 7});
  CHECK(shape("b", Border::same, 1) == Shape{5, 8, 7});
  CHECK(shape("c", Border::valid, 1) == Shape{5, 6, 5});
  CHECK(shape("d", Border::same, 2) == Shape{5, 4, 4});
  const Layer& same = network.layer(4);
  const BorderZeros zeros = border_zeros(same, {.channels = 2, .height = 8, .width = 7});
  CHECK(zeros.rows.before == 0);
  CHECK(zeros.rows.after == 1);
  CHECK(zeros.columns.before == 1);
  CHECK(zeros.columns.after == 1);
}

TEST_CASE("patches are worked on one by one, and their answers stand in a row") {
  Network network("patches", {.channels = 1, .height = 6, .width = 20});
  int x = network.patches(network.input(), 4);
  CHECK(network.layer(x).shape == Shape{1, 4, 6});
  CHECK(network.layer(x).patches == 5);
  x = network.global_average_pool(network.convolution(x, "first", {.channels = 3, .bias = true}));
  CHECK(network.layer(x).patches == 5);
  x = network.sequence(x);
  CHECK(network.layer(x).shape == Shape{3, 1, 5});
  CHECK(network.layer(x).patches == 1);
  CHECK(network.multiply_adds() == 5 * 9 * 3 * 4 * 6);
  const int flat = network.convolution(x, "second", {.channels = 2, .flat = true, .border = Border::same});
  CHECK(network.layer(flat).shape == Shape{2, 1, 5});
  CHECK(network.weight_shapes().at("second.weight") == std::vector<std::int64_t>{2, 3, 1, 3});
}

TEST_CASE("the networks that hear for paper 004 have their own sizes, and only what follows them is trained") {
  constexpr std::int64_t kClassifier = 128 + 128 * 128 * 3 + 128 + 128 * 10 + 10;  // without the first layer's kernel
  const Network vggish = find_system("micheal-vggish")->network(10);
  CHECK(vggish.trainable_parameters() == 128 * 128 * 3 + kClassifier);
  CHECK(vggish.parameters() - vggish.trainable_parameters() == 72'141'184);  // Hershey et al. 2017; torchvggish's too
  const Network yamnet = find_system("micheal-yamnet")->network(10);
  CHECK(yamnet.trainable_parameters() == 1024 * 128 * 3 + kClassifier);
  CHECK(yamnet.parameters() - yamnet.trainable_parameters() == 3'195'456);
}

TEST_CASE("the papers' networks have the papers' parameters") {
  const auto network = [](const char* name, std::size_t labels) { return find_system(name)->network(labels); };
  CHECK(network("leo-cnn", 6).parameters() == 3'305'414);
  const Network mobilenet = network("leo-mobilenet", 6);
  CHECK(mobilenet.values() == 3'360'838);  // Keras counts the norms' statistics
  CHECK(mobilenet.trainable_parameters() == 1'994'630);
  CHECK(network("sanjeev-cnn", 10).parameters() == 26'843'258);
  const Network mobilenet_v2 = network("krisanto-mobilenetv2", 10);
  CHECK(mobilenet_v2.layer(mobilenet_v2.embedding_layer()).shape == Shape{1280, 1, 1});
  CHECK(mobilenet_v2.parameters() == mobilenet_v2.trainable_parameters());
}

TEST_CASE("every system's network takes what its features give") {
  for (const std::string& name : system_names()) {
    CAPTURE(name);
    const System& system = *find_system(name);
    const Features features{
        .mel = system.mel, .level = system.level, .frames = system.frames, .picture = system.picture};
    const Network network = system.network(7);
    const auto [channels, height, width] = input_shape(features);
    const Shape in = network.layer(network.input()).shape;
    CHECK(std::array{static_cast<std::size_t>(in.channels), static_cast<std::size_t>(in.height),
                     static_cast<std::size_t>(in.width)} == std::array{channels, height, width});
    CHECK(network.layer(network.logits_layer()).shape == Shape{7, 1, 1});
    CHECK(name.starts_with(network.name()));  // two systems may share one
    CHECK(network.embedding_layer() > 0);
  }
}

TEST_CASE("an unknown system is none") {
  CHECK(find_system("mel-resnot") == nullptr);
  CHECK(system_names().front() == "mel-resnet");
}
