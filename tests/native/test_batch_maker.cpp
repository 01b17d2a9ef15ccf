#include <doctest/doctest.h>

#include <numeric>

#include "native/batch_maker.h"
#include "scratch_folder.h"

using namespace genrelens;

namespace {

struct Fixture {
  Fixture() : folder((write_tiny_folder(scratch.path(), 12), *read_feature_folder(scratch.path()))) {}

  BatchMaker maker(const TrainingOptions& chosen, BatchShare share = {}) const {
    return BatchMaker(system, features, data, chosen, share);
  }

  ScratchFolder scratch;
  FeatureFolder folder;
  const System& system = *find_system("mel-resnet");
  TrainingData data{.folder = folder,
                    .train = *find_split(folder, "train"),
                    .valid = *find_split(folder, "valid"),
                    .labels = genres(folder)};
  Features features{.mel = system.mel, .level = system.level, .frames = system.frames, .mean = 0.5, .deviation = 0.2};
  TrainingOptions options{.batch = 5, .crops = 2, .label_smoothing = 0.1, .mixup = 0.3, .seed = 3};
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a batch depends on seed, epoch and number alone") {
  const BatchMaker first = maker(options), second = maker(options);
  CHECK(first.batches() == 3);
  CHECK(first.batch_rows() == 5);
  const std::vector<std::size_t> order = first.epoch_order(4);
  CHECK(order.size() == 16);
  CHECK(order == second.epoch_order(4));
  CHECK(order != second.epoch_order(5));
  const Batch last = first.make(order, 4, 2);
  second.make(order, 4, 0);
  CHECK(second.make(order, 4, 2).input == last.input);
  CHECK(second.make(order, 4, 2).target == last.target);
  CHECK(first.make(order, 4, 1).input != last.input);
  CHECK(first.make(order, 5, 2).input != last.input);
  options.seed = 4;
  CHECK(maker(options).make(order, 4, 2).input != last.input);
}

TEST_CASE_FIXTURE(Fixture, "processes make one batch's rows between them") {
  const BatchMaker whole = maker(options);
  const std::vector<std::size_t> order = whole.epoch_order(1);
  const Batch batch = whole.make(order, 1, 1);
  std::vector<float> input, target;
  for (std::size_t rank = 0; rank < 3; rank++) {
    const Batch part = maker(options, {.rank = rank, .of = 3}).make(order, 1, 1);
    CHECK(part.rows >= 1);
    input.insert(input.end(), part.input.begin(), part.input.end());
    target.insert(target.end(), part.target.begin(), part.target.end());
  }
  CHECK(input == batch.input);
  CHECK(target == batch.target);
}

TEST_CASE_FIXTURE(Fixture, "targets sum to one; smoothing and mixing are in them") {
  const std::vector<std::size_t> order = maker(options).epoch_order(1);
  for (const double mixup : {0.0, 0.3}) {
    options.mixup = mixup;
    bool mixed = false;
    for (std::size_t number = 0; number < 3; number++) {
      const Batch batch = maker(options).make(order, 1, number);
      for (std::size_t row = 0; row < batch.rows; row++) {
        const float first = batch.target[row * 2], second = batch.target[row * 2 + 1];
        CHECK(first + second == doctest::Approx(1));
        CHECK(std::min(first, second) >= 0.0499f);
        mixed |= std::min(first, second) > 0.051f;
      }
    }
    CHECK(mixed == (mixup > 0));
  }
}

TEST_CASE("augmentation of strength 0 is none, of 1 what it was, and picture transforms stay allowed") {
  const Augmentation own;
  const Augmentation none = scaled(own, 0);
  CHECK(none.stretch == 0);
  CHECK(none.shift_bands == 0);
  CHECK(none.tilt == 0);
  CHECK(none.floor == 0);
  CHECK(none.masks.time_mask_frames == 0);
  CHECK(none.masks.band_mask_bands == 0);
  CHECK(scaled(own, 1).shift_bands == own.shift_bands);
  CHECK(scaled(own, 2).stretch == 2 * own.stretch);
  const PictureTransformOptions picture;
  CHECK(scaled(picture, 1).rotation == picture.rotation);
  CHECK(scaled(picture, 0) == PictureTransformOptions{.rotation = 0,
                                                      .column_shift = 0,
                                                      .row_shift = 0,
                                                      .shear = 0,
                                                      .zoom = 0,
                                                      .darkest = 1,
                                                      .brightest = 1,
                                                      .mirror = 0});
  for (const double strength : {0.0, 0.3, 1.0, 2.0, 3.0}) CHECK(!check_picture_transform(scaled(picture, strength)));
}
