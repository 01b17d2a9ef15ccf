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
#include "native/class_rows.h"
#include "native/network.h"
#include "native/training_options.h"

namespace genrelens {

// (value − mean) / deviation
struct Normalisation {
  double mean = 0;
  double deviation = 1;
};

// How the last layer comes to its weights.
enum class Learning {
  descent,       // with all others that are not frozen, batch by batch: native/trainer.h
  linear_probe,  // alone, at once: native/linear_probe.h; all others are frozen
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
  std::string pretrained;            // file of weights that it starts from, in words; empty: none
  std::optional<ClassRows> classes;  // where the last layer starts in that file
  Learning learning = Learning::descent;
};

inline constexpr Augmentation kNoAugmentation{
    .stretch = 0, .shift_bands = 0, .tilt = 0, .floor = 0, .narrow = 0, .masks = {.time_masks = 0, .band_masks = 0}};

// The period of ../shared/gtzan's rows: one column every 1,976 samples = 89.6 ms at 22,050 Hz. What is trained on them
// hears sound the same way. 20·log10 of power with a range of 80 is theirs too.
MelOptions stored_row_mel();
LevelOptions stored_row_level();
inline constexpr std::size_t kWholeTrack = 334;  // columns: 29.9 s

// Null if there is none of that name.
const System* find_system(const std::string& name);

std::vector<std::string> system_names();

}  // namespace genrelens
