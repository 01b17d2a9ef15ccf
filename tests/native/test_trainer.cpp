#include <doctest/doctest.h>

#include <cmath>

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
          .seed = 9};
}

TrainingData data_of(const FeatureFolder& folder) {
  return {.folder = folder,
          .train = *find_split(folder, "train"),
          .valid = *find_split(folder, "valid"),
          .labels = genres(folder)};
}

// A few layers over mel-resnet's input, so that many epochs take a second.
Network plain_network(std::size_t labels) {
  Network network("plain", {.channels = 1, .height = 128, .width = 100});
  const Convolution convolution = {.channels = 4, .kernel = 3, .stride = 2, .bias = true};
  int x = network.max_pool(network.relu(network.convolution(network.input(), "conv", convolution)), 4);
  x = network.embedding(network.flatten(x));
  network.dense(network.dropout(x, 0.3), "logits", static_cast<int>(labels));
  return network;
}

Network normed_network(std::size_t labels) {
  Network network("normed", {.channels = 1, .height = 128, .width = 100});
  int x = network.convolution(network.input(), "conv", {.channels = 8, .kernel = 3, .stride = 2});
  x = network.max_pool(network.relu(network.batch_norm(x, "norm")), 2);
  const int second = network.batch_norm(network.convolution(x, "conv2", {.channels = 8}), "norm2");
  x = network.embedding(network.global_average_pool(network.relu(network.add(x, second))));
  network.dense(network.dropout(x, 0.3), "logits", static_cast<int>(labels));
  return network;
}

System small_system(Network (*network)(std::size_t)) {
  System system = *find_system("mel-resnet");
  system.network = network;
  return system;
}

struct Fixture {
  Result<Trained> teach(const System& taught, const TrainingOptions& options, const TrainingEvents& events = {},
                        int loaders = 1) const {
    const Features features = measure_features(taught, data);
    TrainingTask task{
        .system = taught, .features = features, .data = data, .options = options, .processes = {}, .start = {}};
    task.machine = {.threads = 1, .loaders = loaders};
    return train(task, events);
  }

  // With a state in the scratch folder.
  Result<Trained> teach_on(const System& taught, const TrainingOptions& options, bool resume,
                           const TrainingEvents& events = {}, const TrainingData* other_data = nullptr,
                           const Weights& start = {}) const {
    const Features features = measure_features(taught, data);
    TrainingTask task{.system = taught,
                      .features = features,
                      .data = other_data ? *other_data : data,
                      .options = options,
                      .processes = {},
                      .start = {}};
    task.start = start;
    task.machine = {.threads = threads};
    task.state_file = scratch / "state";
    task.resume = resume;
    return train(task, events);
  }

  ScratchFolder scratch;
  int threads = 1;  // of teach_on
  const System& system = *find_system("mel-resnet");
  const System plain = small_system(plain_network);
  const System normed = small_system(normed_network);
  const FeatureFolder folder = [this] {
    write_tiny_folder(scratch.path(), 12);
    return *read_feature_folder(scratch.path());
  }();
  const TrainingData data = data_of(folder);
};

constexpr auto kStopAtTwo = [](std::span<const EpochResult> history, const Weights&) { return history.size() < 2; };

}  // namespace

TEST_CASE_FIXTURE(Fixture, "two kinds that differ are learnt, and the best epoch is kept") {
  std::size_t batches = 0;
  const TrainingEvents events = {.batch = [&](const BatchProgress&) { return ++batches > 0; }};
  const Features features = measure_features(system, data);
  CHECK(features.mean > 0.2);
  CHECK(features.mean < 0.8);
  CHECK(features.deviation > 0.05);
  const Result<Trained> trained = teach(system, quick(), events);
  REQUIRE(trained);
  REQUIRE(trained->history.size() == 15);
  CHECK(batches == 15 * 4);
  CHECK(trained->end == RunEnd::epochs_done);
  CHECK(trained->history.back().train_loss < trained->history.front().train_loss);
  CHECK(trained->history.back().chunks == 32);
  CHECK(trained->best.valid_accuracy == 1);
  double lowest = trained->history[0].valid_loss;
  for (const EpochResult& result : trained->history) lowest = std::min(lowest, result.valid_loss);
  CHECK(trained->best.valid_loss == lowest);
  CHECK(trained->chunks_per_second > 0);
  CHECK(trained->bare_chunks_per_second > 0);
  CHECK(trained->threads == 1);
  CHECK(!trained->device.empty());
}

TEST_CASE_FIXTURE(Fixture, "the same seed gives the same weights with any number of loaders, another seed others") {
  TrainingOptions options = quick();
  options.epochs = 2;
  options.mixup = 0.3;
  const Result<Trained> first = teach(normed, options);
  const Result<Trained> again = teach(normed, options, {}, 4);
  options.seed = 10;
  const Result<Trained> other = teach(normed, options);
  REQUIRE(first);
  REQUIRE(again);
  REQUIRE(other);
  CHECK(first->weights == again->weights);
  CHECK(first->weights != other->weights);
  CHECK(again->loaders == 4);
}

TEST_CASE_FIXTURE(Fixture, "it ends when it is told to, and when nothing gets better") {
  const Result<Trained> stopped = teach(normed, quick(), {.epoch = kStopAtTwo});
  REQUIRE(stopped);
  CHECK(stopped->history.size() == 2);
  CHECK(stopped->end == RunEnd::interrupt);
  CHECK(!teach(normed, quick(), {.batch = [](const BatchProgress&) { return false; }}));

  TrainingOptions still = quick();  // a rate so small that no epoch can be better than by chance
  still.learning_rate = 1e-12;
  still.averaging = 0;
  still.patience = 1;
  still.epochs = 50;
  const Result<Trained> patient = teach(normed, still);
  REQUIRE(patient);
  CHECK(patient->history.size() < 50);
  CHECK(patient->end == RunEnd::patience);
}

TEST_CASE_FIXTURE(Fixture, "a training that runs away says so") {
  TrainingOptions wild = quick();
  wild.learning_rate = 1e30;
  const Result<Trained> trained = teach(system, wild);
  REQUIRE(!trained);
  CHECK(trained.error().message.find("learning rate") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a batch is learnt by heart") {
  TrainingOptions options = quick();
  options.crops = 1;
  options.batch = 8;
  options.label_smoothing = 0;
  options.averaging = 0;
  options.augmentation = 0;
  options.dropout = 0;
  options.schedule = Schedule::constant;
  options.epochs = options.patience = 120;
  for (const System* taught : {&plain, &normed}) {
    for (const Optimizer optimizer : {Optimizer::adam_w, Optimizer::adam, Optimizer::rms_prop}) {
      options.optimizer = optimizer;
      const Result<Trained> trained = teach(*taught, options);
      REQUIRE(trained);
      CHECK(trained->history.front().train_loss > 0.3);
      CHECK(trained->history.back().train_loss < 0.02);
      CHECK(trained->history.back().train_accuracy == 1);
    }
  }
}

TEST_CASE_FIXTURE(Fixture, "a stopped and resumed training gives the weights of an unbroken one, bit by bit") {
  TrainingOptions options = quick();
  options.epochs = 5;
  options.mixup = 0.2;
  for (const Optimizer optimizer : {Optimizer::adam_w, Optimizer::adam, Optimizer::rms_prop}) {
    options.optimizer = optimizer;
    const Result<Trained> unbroken = teach(normed, options);
    REQUIRE(unbroken);
    // After an epoch, then in the middle of one, which is lost.
    const Result<Trained> first = teach_on(normed, options, false, {.epoch = kStopAtTwo});
    REQUIRE(first);
    CHECK(first->history.size() == 2);
    const auto in_fourth = [](const BatchProgress& now) { return now.epoch < 4 || now.batch < 2; };
    const Result<Trained> second = teach_on(normed, options, true, {.batch = in_fourth});
    REQUIRE(second);
    CHECK(second->history.size() == 3);
    CHECK(second->end == RunEnd::interrupt);
    const Result<Trained> last = teach_on(normed, options, true);
    REQUIRE(last);
    REQUIRE(last->history.size() == 5);
    CHECK(last->weights == unbroken->weights);
    CHECK(last->weights != second->weights);
    for (std::size_t i = 0; i < 5; i++) {
      CHECK(last->history[i].train_loss == unbroken->history[i].train_loss);
      CHECK(last->history[i].valid_loss == unbroken->history[i].valid_loss);
    }
  }
}

TEST_CASE_FIXTURE(Fixture, "a state of another training is refused, and one that is none") {
  TrainingOptions options = quick();
  options.epochs = 3;
  REQUIRE(teach_on(plain, options, false, {.epoch = kStopAtTwo}));
  TrainingOptions other = options;
  other.learning_rate = 1e-3;
  const Result<Trained> refused = teach_on(plain, other, true);
  REQUIRE(!refused);
  CHECK(refused.error().message.find("The unfinished run has learning_rate 0.003 and this command 0.001") !=
        std::string::npos);
  CHECK(!teach_on(normed, options, true));  // another network of the same name
  TrainingData fewer = data;
  fewer.train.tracks.pop_back();
  const Result<Trained> other_data = teach_on(plain, options, true, {}, &fewer);
  REQUIRE(!other_data);
  CHECK(other_data.error().message.find("The unfinished run has rows") != std::string::npos);

  FeatureFolder relabelled = folder;
  std::swap(relabelled.tracks[0].genre, relabelled.tracks[1].genre);
  const TrainingData other_genres = data_of(relabelled);
  const Result<Trained> renamed = teach_on(plain, options, true, {}, &other_genres);
  REQUIRE(!renamed);
  CHECK(renamed.error().message.find("The unfinished run has track_genres") != std::string::npos);
  const Result<Trained> other_start = teach_on(plain, options, true, {}, nullptr, {{"logits.bias", {{2}, {1, 2}}}});
  REQUIRE(!other_start);
  CHECK(other_start.error().code == ErrorCode::wrong_hash);
  CHECK(other_start.error().message.find("The unfinished run has start_weights") != std::string::npos);

  const std::string bytes = *read_text(scratch / "state");
  std::vector<std::string> all_damaged = {"x", bytes.substr(0, bytes.size() / 2), ""};
  for (std::size_t at = 0; at < bytes.size(); at += bytes.size() / 7) {
    all_damaged.push_back(bytes);
    all_damaged.back()[at] ^= 1;
  }
  for (const std::string& damaged : all_damaged) {
    REQUIRE(!write_text(scratch / "state", damaged));
    const Result<Trained> none = teach_on(plain, options, true);
    REQUIRE(!none);
    CHECK(none.error().message.find("This is no whole state of an unfinished training") != std::string::npos);
  }
  REQUIRE(!write_text(scratch / "state", bytes));
  std::vector<std::string> notes;
  const TrainingEvents events = {.note = [&](const std::string& sentence) { notes.push_back(sentence); }};
  CHECK(teach_on(plain, options, true, events));
  CHECK(notes.empty());
  REQUIRE(!write_text(scratch / "state", bytes));
  threads = 2;
  CHECK(teach_on(plain, options, true, events));
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].starts_with("The network ran on 1 threads before and runs on 2 now"));
}

TEST_CASE_FIXTURE(Fixture, "what LibTorch throws comes back as one sentence") {
  const auto sentence = [&](auto problem) {
    const auto fail = [&](const BatchProgress&) -> bool { throw problem; };
    const Result<Trained> trained = teach(plain, quick(), {.batch = fail});
    return trained ? "" : trained.error().message;
  };
  CHECK(sentence(std::bad_alloc()) == "The training ran out of memory; give a smaller --batch.");
  CHECK(sentence(std::runtime_error("CUDA out of memory. Tried\nstack")) ==
        "The training ran out of memory; give a smaller --batch.");
  CHECK(sentence(std::runtime_error("no such kernel\nstack")) == "The training failed: no such kernel");
}

TEST_CASE_FIXTURE(Fixture, "mixed precision learns too, and is another computation") {
  TrainingOptions options = quick();
  options.epochs = 6;
  const Result<Trained> whole = teach(normed, options);
  options.precision = Precision::mixed;
  const Result<Trained> mixed = teach(normed, options);
  REQUIRE(whole);
  REQUIRE(mixed);
  CHECK(mixed->weights != whole->weights);
  CHECK(mixed->history.back().train_loss < mixed->history.front().train_loss);
  CHECK(std::abs(mixed->history.front().train_loss - whole->history.front().train_loss) < 0.1);
}

TEST_CASE_FIXTURE(Fixture, "dropout and augmentation are as strong as the options say") {
  TrainingOptions options = quick();
  options.epochs = 1;
  const Result<Trained> own = teach(plain, options);
  options.dropout = 0.3;  // plain_network's own
  const Result<Trained> same = teach(plain, options);
  options.dropout = 0;
  const Result<Trained> none = teach(plain, options);
  options.augmentation = 0.5;
  const Result<Trained> less = teach(plain, options);
  REQUIRE(own);
  REQUIRE(same);
  REQUIRE(none);
  REQUIRE(less);
  CHECK(own->weights == same->weights);
  CHECK(own->weights != none->weights);
  CHECK(none->weights != less->weights);
}
