// Paper 004: a network that has learnt to hear from AudioSet turns each 0.96 s into an embedding, and a small network
// of convolutions along time tells the genre from ten of those. The paper's is VGGish, 128 numbers a patch; YAMNet's
// 1,024 serve as well, and its weights are free to have. The first network's weights stay as they are.
#include <cmath>
#include <string>

#include "core/front_end.h"
#include "native/system.h"

namespace genrelens {
namespace {

constexpr int kPatches = 10;  // a chunk: 9.6 s
constexpr int kBands = 64;
constexpr int kPatchFrames = 96;
constexpr double kRange = 14;  // of the natural logarithm above the offset's: more than full scale gives

int convolution_and_relu(Network& network, int from, const std::string& name, int channels) {
  return network.relu(network.convolution(from, name, {.channels = channels, .border = Border::same, .bias = true}));
}

// VGGish (Hershey et al. 2017), from its input to the embedding before PCA. Layers are named and numbered as in
// torchvggish's state dictionary, whose flatten keeps TensorFlow's order.
// 1×96×64 → 64×48×32 → 128×24×16 → 256×12×8 → 512×6×4 → 4096 → 4096 → 128
int add_vggish(Network& network, int from) {
  int x = network.max_pool(convolution_and_relu(network, from, "features_0", 64), 2);
  x = network.max_pool(convolution_and_relu(network, x, "features_3", 128), 2);
  x = convolution_and_relu(network, x, "features_6", 256);
  x = network.max_pool(convolution_and_relu(network, x, "features_8", 256), 2);
  x = convolution_and_relu(network, x, "features_11", 512);
  x = network.max_pool(convolution_and_relu(network, x, "features_13", 512), 2);
  x = network.flatten(x, ValueOrder::channel_last);
  x = network.relu(network.dense(x, "embeddings_0", 4096));
  x = network.relu(network.dense(x, "embeddings_2", 4096));
  return network.dense(x, "embeddings_4", 128);
}

struct Block {
  int channels;
  int stride;  // of its depthwise convolution
};

// YAMNet (Plakal and Ellis 2020): MobileNetV1, with batch norms folded into the convolutions; names in the order of
// execution, as in the checkpoint. 1×96×64 → 32×48×32 → … → 1024×3×2 → 1024
constexpr Block kYamnetBlocks[] = {{64, 1},  {128, 2}, {128, 1}, {256, 2}, {256, 1},  {512, 2}, {512, 1},
                                   {512, 1}, {512, 1}, {512, 1}, {512, 1}, {1024, 2}, {1024, 1}};

int add_yamnet(Network& network, int from) {
  int number = 0;
  const auto name = [&](const char* kind) {
    const std::string digits = std::to_string(number++);
    return std::string(digits.size() < 2 ? "0" : "") + digits + "_" + kind;
  };
  const auto add = [&](int x, const char* kind, const Convolution& options) {
    return network.relu6(network.convolution(x, name(kind), options));
  };
  int x = add(from, "conv", {.channels = 32, .stride = 2, .border = Border::same, .bias = true});
  for (const Block& block : kYamnetBlocks) {
    x = add(x, "depthwise", {.stride = block.stride, .border = Border::same, .bias = true, .depthwise = true});
    x = add(x, "conv", {.channels = block.channels, .kernel = 1, .bias = true});
  }
  return network.global_average_pool(x);
}

// The paper leaves the sizes open.
void add_classifier(Network& network, int from, std::size_t labels) {
  int x = network.sequence(from);
  for (const char* name : {"classifier_1", "classifier_2"}) {
    x = network.relu(
        network.convolution(x, name, {.channels = 128, .flat = true, .border = Border::same, .bias = true}));
  }
  x = network.embedding(network.global_average_pool(network.feature_map(x)));
  network.dense(network.dropout(x, 0.6), "logits", static_cast<int>(labels));
}

Network build_network(const char* name, int (*add_ears)(Network&, int), std::size_t labels) {
  Network network(name, {.channels = 1, .height = kBands, .width = kPatches * kPatchFrames});
  const int embeddings = add_ears(network, network.patches(network.input(), kPatchFrames));
  network.freeze();
  add_classifier(network, embeddings, labels);
  return network;
}

Network build_vggish(std::size_t labels) { return build_network("micheal-vggish", add_vggish, labels); }
Network build_yamnet(std::size_t labels) { return build_network("micheal-yamnet", add_yamnet, labels); }

System micheal_system(const FrontEnd& front) {
  System system;
  system.paper = "004";
  system.claim = "0.724 (VGGish)";
  system.mel = front.mel;
  system.level = natural_level(front.logarithm.offset, kRange);
  system.frames = kPatches * kPatchFrames;
  system.hop_frames = system.frames / 2;
  // (level − mean) / deviation is the logarithm itself, which is what the first network was taught with.
  system.normalisation = Normalisation{.mean = -std::log(front.logarithm.offset) / kRange, .deviation = 1 / kRange};
  system.training = kPlainTraining;
  system.training.optimizer = Optimizer::rms_prop;
  system.training.epochs = 30;
  system.training.crops = 3;
  system.training.patience = 30;
  system.augmentation = kNoAugmentation;  // the paper's is of sound: genrelens features --copies
  return system;
}

}  // namespace

System micheal_vggish() {
  System system = micheal_system(vggish_front_end());
  system.name = "micheal-vggish";
  system.title = "Micheal et al.: VGGish and CNN";
  system.network = build_vggish;
  system.pretrained = "VGGish of AudioSet, as torchvggish names its layers: vggish.safetensors";
  return system;
}

System micheal_yamnet() {
  System system = micheal_system(yamnet_front_end());
  system.name = "micheal-yamnet";
  system.title = "Micheal et al. with YAMNet: embeddings and CNN";
  system.network = build_yamnet;
  system.pretrained = "YAMNet of AudioSet, layers in the order of execution: yamnet.safetensors";
  return system;
}

}  // namespace genrelens
