// A system is everything that makes one classifier: its features, its network and its way of training.
//
//   if (const System* system = find_system("mel-resnet")) …
//
// A new system is one file in systems/ and one line in system.cpp.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/chunk.h"
#include "core/level.h"
#include "core/mel.h"
#include "native/augmentation.h"
#include "native/network.h"

namespace genrelens {

struct TrainingOptions {
  int epochs = 60;
  int batch = 32;               // chunks a step
  int crops = 4;                // chunks of each track an epoch
  double learning_rate = 2e-3;  // the highest: linear warm-up, then half a cosine down to 0
  double warmup_epochs = 2;
  double weight_decay = 0.05;    // decoupled (AdamW, Loshchilov and Hutter 2019), not on norms and biases
  double label_smoothing = 0.1;  // share of the truth given to all labels evenly
  double mixup = 0.3;            // Beta(a, a) share of two chunks in one (Zhang et al. 2018); 0: none
  double averaging = 0.998;      // decay a step of the running mean of the weights, which is what is kept
  int patience = 20;             // epochs without a better validation loss before it ends
  std::uint64_t seed = 1;
  int threads = 0;  // 0: one a processor
};

struct System {
  std::string name;   // on the command line and in the card
  std::string title;  // as shown to a visitor
  MelOptions mel;
  LevelOptions level;
  std::size_t frames = 0;      // columns a chunk
  std::size_t hop_frames = 0;  // columns from one chunk's start to the next's
  LastChunk last_chunk = LastChunk::repeat;
  Network (*network)(std::size_t labels) = nullptr;
  TrainingOptions training;
  Augmentation augmentation;
};

// Null if there is none of that name.
const System* find_system(const std::string& name);

std::vector<std::string> system_names();

}  // namespace genrelens
