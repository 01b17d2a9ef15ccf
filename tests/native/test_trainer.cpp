#include <doctest/doctest.h>

#include "native/trainer.h"
#include "scratch_folder.h"

using namespace genrelens;

namespace {

TrainingOptions quick() {
  return {.epochs = 15,
          .batch = 8,
          .crops = 4,
          .learning_rate = 3e-3,
          .warmup_epochs = 1,
          .mixup = 0,
          .averaging = 0.5,
          .seed = 9,
          .threads = 1};
}

TrainingData data_of(const FeatureFolder& folder) {
  return {.folder = folder,
          .train = *find_split(folder, "train"),
          .valid = *find_split(folder, "valid"),
          .labels = genres(folder)};
}

struct Fixture {
  Fixture() { write_tiny_folder(scratch.path(), 12); }
  ScratchFolder scratch;
  const System& system = *find_system("mel-resnet");
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "two kinds that differ are learnt, and the best epoch is kept") {
  const Result<FeatureFolder> folder = read_feature_folder(scratch.path());
  REQUIRE(folder);
  const TrainingData data = data_of(*folder);
  std::vector<EpochResult> epochs;
  std::size_t batches = 0;
  const TrainingEvents events = {.batch = [&](const BatchProgress&) { batches++; },
                                 .epoch =
                                     [&](const EpochResult& result, const Weights&) {
                                       epochs.push_back(result);
                                       return true;
                                     }};
  const Features features = measure_features(system, data);
  CHECK(features.mean > 0.2);
  CHECK(features.mean < 0.8);
  CHECK(features.deviation > 0.05);
  const Result<Trained> trained = train(system, features, data, quick(), events);
  REQUIRE(trained);
  REQUIRE(epochs.size() == 15);
  CHECK(batches == 15 * 4);
  CHECK(epochs.back().train_loss < epochs.front().train_loss);
  CHECK(trained->best.valid_accuracy == 1);
  double lowest = epochs[0].valid_loss;
  for (const EpochResult& result : epochs) lowest = std::min(lowest, result.valid_loss);
  CHECK(trained->best.valid_loss == lowest);
}

TEST_CASE_FIXTURE(Fixture, "the same seed gives the same weights, another seed others") {
  const Result<FeatureFolder> folder = read_feature_folder(scratch.path());
  REQUIRE(folder);
  const TrainingData data = data_of(*folder);
  TrainingOptions options = quick();
  options.epochs = 2;
  options.mixup = 0.3;
  const Features features = measure_features(system, data);
  const Result<Trained> first = train(system, features, data, options, {});
  const Result<Trained> again = train(system, features, data, options, {});
  options.seed = 10;
  const Result<Trained> other = train(system, features, data, options, {});
  REQUIRE(first);
  REQUIRE(again);
  REQUIRE(other);
  CHECK(first->weights == again->weights);
  CHECK(first->weights != other->weights);
}

TEST_CASE_FIXTURE(Fixture, "it ends when it is told to, and when nothing gets better") {
  const Result<FeatureFolder> folder = read_feature_folder(scratch.path());
  REQUIRE(folder);
  const TrainingData data = data_of(*folder);
  int epochs = 0;
  const TrainingEvents stop_at_two = {.epoch = [&](const EpochResult&, const Weights&) { return ++epochs < 2; }};
  const Features features = measure_features(system, data);
  CHECK(train(system, features, data, quick(), stop_at_two));
  CHECK(epochs == 2);

  TrainingOptions still = quick();  // a rate so small that no epoch can be better than by chance
  still.learning_rate = 1e-12;
  still.averaging = 0;
  still.patience = 1;
  still.epochs = 50;
  epochs = 0;
  CHECK(train(system, features, data, still,
              {.epoch = [&](const EpochResult&, const Weights&) { return ++epochs > 0; }}));
  CHECK(epochs < 50);
}

TEST_CASE_FIXTURE(Fixture, "a training that runs away says so") {
  const Result<FeatureFolder> folder = read_feature_folder(scratch.path());
  REQUIRE(folder);
  const TrainingData data = data_of(*folder);
  TrainingOptions wild = quick();
  wild.learning_rate = 1e30;
  const Result<Trained> trained = train(system, measure_features(system, data), data, wild, {});
  REQUIRE(!trained);
  CHECK(trained.error().message.find("learning rate") != std::string::npos);
}
