// A system is everything that makes one classifier: its features, its network and its way of training.
//
//   if (const System* system = find_system("mel-resnet")) …
//
// A new system is one file in systems/ and two lines in system.cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/chunk.h"
#include "core/level.h"
#include "core/mel.h"
#include "core/picture.h"
#include "core/picture_transform.h"
#include "native/augmentation.h"
#include "native/network.h"

namespace genrelens {

enum class Optimizer { adam_w, adam, rms_prop };
enum class Schedule {
  cosine,    // linear warm-up, then half a cosine down to 0 (Loshchilov and Hutter 2017)
  constant,  //
};

struct TrainingOptions {
  Optimizer optimizer = Optimizer::adam_w;
  Schedule schedule = Schedule::cosine;
  int epochs = 60;
  int batch = 32;               // chunks a step
  int crops = 4;                // chunks of each track an epoch
  double learning_rate = 2e-3;  // the highest
  double warmup_epochs = 2;
  double weight_decay = 0.05;    // of AdamW (Loshchilov and Hutter 2019), not on norms and biases
  double label_smoothing = 0.1;  // share of the truth given to all labels evenly
  double mixup = 0.3;            // Beta(a, a) share of two chunks in one (Zhang et al. 2018); 0: none
  double averaging = 0.998;      // decay a step of the running mean of the weights, which is what is kept; 0: none
  int patience = 20;             // epochs without a better validation loss before it ends
  std::uint64_t seed = 1;
  int threads = 0;  // 0: one a processor
};

// (value − mean) / deviation
struct Normalisation {
  double mean = 0;
  double deviation = 1;
};

struct System {
  std::string name;   // on the command line and in the card
  std::string title;  // as shown to a visitor
  std::string paper;  // row of the paper in SYSTEMS.md; empty: ours
  std::string claim;  // what the paper says that it reached, in words
  MelOptions mel;
  LevelOptions level;
  std::size_t frames = 0;                      // columns a chunk
  std::optional<PictureOptions> picture;       // what the columns are made into
  std::optional<Normalisation> normalisation;  // else measured on the training chunks
  std::size_t hop_frames = 0;                  // columns from one chunk's start to the next's
  LastChunk last_chunk = LastChunk::repeat;
  Network (*network)(std::size_t labels) = nullptr;
  TrainingOptions training;
  Augmentation augmentation;                                    // of levels
  std::optional<PictureTransformOptions> picture_augmentation;  // of coloured pictures
  std::string pretrained;  // file of weights that it starts from, in words; empty: none
};

inline constexpr Augmentation kNoAugmentation{
    .stretch = 0, .shift_bands = 0, .tilt = 0, .floor = 0, .masks = {.time_masks = 0, .band_masks = 0}};

// The period of ../shared/gtzan's rows: one column every 1,976 samples = 89.6 ms at 22,050 Hz. What is trained on them
// hears sound the same way. 20·log10 of power with a range of 80 is theirs too.
MelOptions stored_row_mel();
LevelOptions stored_row_level();
inline constexpr std::size_t kWholeTrack = 334;  // columns: 29.9 s

// Null if there is none of that name.
const System* find_system(const std::string& name);

std::vector<std::string> system_names();

}  // namespace genrelens
