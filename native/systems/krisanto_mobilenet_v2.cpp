// Paper 003: MobileNetV2 (Sandler et al. 2018), width 1, with ImageNet's weights, over a 432 × 288 picture of the whole
// track.
#include "native/system.h"

namespace genrelens {
namespace {

struct Stage {
  int expansion;
  int channels;
  int blocks;
  int stride;  // of the first block
};

// 3×288×432; the first convolution halves it.
constexpr int kStemChannels = 32;
constexpr int kHeadChannels = 1280;
constexpr Stage kStages[] = {
    // expansion, channels, blocks, stride  out
    {1, 16, 1, 1},   // 16×144×216
    {6, 24, 2, 2},   // 24×72×108
    {6, 32, 3, 2},   // 32×36×54
    {6, 64, 4, 2},   // 64×18×27
    {6, 96, 3, 1},   //
    {6, 160, 3, 2},  // 160×9×14
    {6, 320, 1, 1},  //
};

// Convolutions are numbered in the order they run, as the checkpoint's tensors are. Its norms are folded into them.
class Builder {
 public:
  explicit Builder(Network& network) : network_(network) {}

  int convolution(int from, int channels, int kernel, int stride) {
    return network_.convolution(
        from, next_name("conv"),
        {.channels = channels, .kernel = kernel, .stride = stride, .border = Border::same, .bias = true});
  }

  int depthwise(int from, int stride) {
    const Convolution options = {.stride = stride, .border = Border::same, .bias = true, .depthwise = true};
    return network_.relu6(network_.convolution(from, next_name("depthwise"), options));
  }

  // Widened, filtered channel by channel, narrowed; with a shortcut where the shape stays.
  int inverted_residual(int from, const Stage& stage, int stride) {
    const Shape in = network_.layer(from).shape;
    int x = from;
    if (stage.expansion > 1) x = network_.relu6(convolution(x, in.channels * stage.expansion, 1, 1));
    x = convolution(depthwise(x, stride), stage.channels, 1, 1);
    return network_.layer(x).shape == in ? network_.add(from, x) : x;
  }

 private:
  std::string next_name(const std::string& kind) {
    const std::string number = std::to_string(number_++);
    return (number.size() < 2 ? "0" : "") + number + "_" + kind;
  }

  Network& network_;
  int number_ = 0;
};

Network build_network(std::size_t labels) {
  Network network("krisanto-mobilenetv2", {.channels = 3, .height = 288, .width = 432});
  Builder builder(network);
  int x = network.relu6(builder.convolution(network.input(), kStemChannels, 3, 2));
  for (const Stage& stage : kStages) {
    for (int block = 0; block < stage.blocks; block++)
      x = builder.inverted_residual(x, stage, block == 0 ? stage.stride : 1);
  }
  x = network.feature_map(network.relu6(builder.convolution(x, kHeadChannels, 1, 1)));
  x = network.embedding(network.global_average_pool(x));
  network.dense(network.dropout(x, 0.6), "logits", static_cast<int>(labels));
  return network;
}

}  // namespace

System krisanto_mobilenet_v2() {
  System system;
  system.name = "krisanto-mobilenetv2";
  system.title = "Krisanto et al.: MobileNetV2";
  system.claim = "0.775 (200 tracks)";
  system.paper = "003";
  system.mel = stored_row_mel();
  system.level = stored_row_level();
  system.frames = kWholeTrack;
  system.hop_frames = kWholeTrack / 2;
  system.picture = PictureOptions{.rows = 288, .columns = 432, .colours = ColourMap::meadow};
  system.normalisation = Normalisation{.mean = 0.5, .deviation = 0.5};  // −1…1, as its weights were trained
  system.network = build_network;
  system.training = kPlainTraining;
  system.training.epochs = 30;
  system.training.batch = 16;
  system.training.crops = 1;
  system.training.learning_rate = 1e-4;
  system.training.patience = 8;
  system.augmentation = kNoAugmentation;
  system.picture_augmentation =
      PictureTransformOptions{.rotation = 0, .column_shift = 0.1, .row_shift = 0, .shear = 0, .zoom = 0.1};
  system.pretrained = "MobileNetV2 of ImageNet, convolutions in the order they run: mobilenet_v2_imagenet.safetensors";
  return system;
}

}  // namespace genrelens
