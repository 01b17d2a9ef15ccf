// The default model's system: EfficientAT's mn04 as AudioSet taught it, with its own front-end. Of its 527 classes
// those that carry the genres' names are kept, and moved a little by a linear probe: a hundred tracks are too few for
// more.
#include <cmath>
#include <utility>

#include "core/front_end.h"
#include "native/system.h"
#include "native/systems/mn04.h"

namespace genrelens {
namespace {

constexpr int kHop = 500;          // frames: 5 s, half of what AudioSet's clips were
constexpr int kFrames = kHop + 1;  // centred: the first is around a chunk's first sample, the last around its last
constexpr int kPenultimate = 512;
constexpr double kRange = 24;  // of the natural logarithm above the offset's: more than full scale gives

Network build_network(std::size_t labels) {
  Network network("audioset-mobilenet", {.channels = 1, .height = 128, .width = kFrames});
  int x = network.feature_map(add_mn04(network, network.input(), kMn04ColumnStride));
  x = network.hard_swish(network.dense(network.global_average_pool(x), "classifier_2", kPenultimate));
  network.embedding(x);
  network.freeze();
  network.dense(x, "logits", static_cast<int>(labels));
  return network;
}

// AudioSet's ontology (Gemmeke et al. 2017), in the order of the columns of its class_labels_indices.csv.
ClassRows audioset_classes() {
  return {.layer = "classifier.5",
          .music = 137,
          .rows = {{"pop", 216},    {"hiphop", 217},    {"hip-hop", 217}, {"rock", 219},       {"metal", 220},
                   {"punk", 221},   {"rnb", 226},       {"soul", 227},    {"reggae", 228},     {"country", 229},
                   {"swing", 230},  {"bluegrass", 231}, {"funk", 232},    {"folk", 233},       {"jazz", 235},
                   {"disco", 236},  {"classical", 237}, {"opera", 238},   {"electronic", 239}, {"house", 240},
                   {"techno", 241}, {"dubstep", 242},   {"ambient", 246}, {"trance", 247},     {"blues", 251},
                   {"gospel", 259}, {"ska", 263}}};
}

}  // namespace

System audioset_mobilenet() {
  const FrontEnd front = efficientat_front_end();
  const NaturalOptions& logarithm = front.logarithm;
  System system;
  system.name = "audioset-mobilenet";
  system.title = "AudioSet MobileNet";
  system.mel = front.mel;
  system.level = natural_level(logarithm.offset, kRange);
  system.frames = kFrames;
  system.hop_frames = kHop;
  // (level − mean) / deviation is (logarithm + shift) / divisor, which is what mn04 was taught with.
  system.normalisation = Normalisation{.mean = -(std::log(logarithm.offset) + logarithm.shift) / kRange,
                                       .deviation = logarithm.divisor / kRange};
  system.network = build_network;
  system.training.weight_decay = 3;
  system.augmentation = kNoAugmentation;
  system.pretrained = "EfficientAT mn04 of AudioSet: mn04_as.safetensors";
  system.classes = audioset_classes();
  system.learning = Learning::linear_probe;
  return system;
}

}  // namespace genrelens
