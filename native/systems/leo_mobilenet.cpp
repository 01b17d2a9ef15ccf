// Paper 000: MobileNetV1 (Howard et al. 2017), width 1, with ImageNet's weights; blocks 11 to 13 and the head are
// trained.
#include "native/systems/leo.h"

namespace genrelens {
namespace {

constexpr double kEpsilon = 1e-3;  // Keras's
constexpr int kFirstTrained = 11;

struct Block {
  int channels;
  int stride;
};

// 3×128×128; the first convolution halves it.
constexpr int kStemChannels = 32;
constexpr Block kBlocks[] = {
    // channels, stride  out
    {64, 1},    // 64×64×64
    {128, 2},   // 128×32×32
    {128, 1},   //
    {256, 2},   // 256×16×16
    {256, 1},   //
    {512, 2},   // 512×8×8
    {512, 1},   //
    {512, 1},   //
    {512, 1},   //
    {512, 1},   //
    {512, 1},   //
    {1024, 2},  // 1024×4×4
    {1024, 1},  //
};

// The layers bear Keras's names, as the checkpoint's tensors do.
int convolution_and_norm(Network& network, int from, const std::string& name, const Convolution& options) {
  return network.relu6(network.batch_norm(network.convolution(from, name, options), name + "_bn", kEpsilon));
}

Network build_network(std::size_t labels) {
  Network network("leo-mobilenet", kLeoInput);
  int x = convolution_and_norm(network, network.input(), "conv1",
                               {.channels = kStemChannels, .stride = 2, .border = Border::same});
  int number = 1;
  for (const Block& block : kBlocks) {
    if (number == kFirstTrained) network.freeze();
    const std::string suffix = std::to_string(number++);
    x = convolution_and_norm(network, x, "conv_dw_" + suffix,
                             {.stride = block.stride, .border = Border::same, .depthwise = true});
    x = convolution_and_norm(network, x, "conv_pw_" + suffix, {.channels = block.channels, .kernel = 1});
  }
  add_leo_head(network, network.global_average_pool(network.feature_map(x)), labels);
  return network;
}

}  // namespace

System leo_mobilenet() {
  System system = leo_system();
  system.name = "leo-mobilenet";
  system.title = "Leo et al.: MobileNet";
  system.claim = "0.83 (six genres, 90 pictures)";
  system.network = build_network;
  system.pretrained = "MobileNetV1 of ImageNet, as Keras names its layers: mobilenet_v1_imagenet.safetensors";
  return system;
}

}  // namespace genrelens
