// Batches of training chunks: cut at random from the tracks, augmented, two of them mixed in one.
//
//   BatchMaker maker(system, features, data, options);
//   const std::vector<std::size_t> order = maker.epoch_order(epoch);
//   const Batch batch = maker.make(order, epoch, number);             // number: 0…maker.batches() − 1
//
// A batch's random draws depend on the seed, the epoch and its number alone: whoever makes it, and whatever was made
// before, it is the same. make() is const and may run on any number of threads.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/card.h"
#include "core/network_input.h"
#include "core/random.h"
#include "native/augmentation.h"
#include "native/system.h"
#include "native/training_data.h"

namespace genrelens {

struct Batch {
  std::size_t rows = 0;
  std::vector<float> input;   // (rows, input size)
  std::vector<float> target;  // (rows, labels), rows sum to 1
};

// Which rows of every batch one of several processes makes and learns.
struct BatchShare {
  std::size_t rank = 0;  // from 0
  std::size_t of = 1;
};

// The random numbers that belong to one purpose of one epoch.
Random epoch_random(std::uint64_t seed, int epoch, std::uint64_t purpose);

class BatchMaker {
 public:
  // Asserts that options.batch is at least share.of. system, data: must outlive it.
  BatchMaker(const System& system, const Features& features, const TrainingData& data, const TrainingOptions& options,
             BatchShare share = {});

  std::size_t batches() const;     // an epoch; a last, smaller batch is left out
  std::size_t batch_rows() const;  // of all processes together

  // Positions in the training split, each options.crops times.
  std::vector<std::size_t> epoch_order(int epoch) const;

  // This share's rows of the batch.
  Batch make(std::span<const std::size_t> order, int epoch, std::size_t number) const;

 private:
  void fill(std::size_t position, Random& random, std::span<float> input) const;
  void fill_target(std::size_t position, std::span<float> target) const;

  NetworkInput plan_;
  std::size_t bands_;
  std::size_t frames_;
  LevelReference reference_;
  Augmentation augmentation_;
  std::optional<PictureTransformOptions> picture_augmentation_;
  const TrainingData& data_;
  TrainingOptions options_;
  BatchShare share_;
  std::vector<std::size_t> labels_;  // of the training split's tracks
};

}  // namespace genrelens
