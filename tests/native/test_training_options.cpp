#include <doctest/doctest.h>

#include "native/training_options.h"
#include "scratch_folder.h"

using namespace genrelens;

TEST_CASE("all options go into a file and come back") {
  TrainingOptions options{.optimizer = Optimizer::rms_prop,
                          .schedule = Schedule::constant,
                          .epochs = 7,
                          .batch = 9,
                          .crops = 3,
                          .learning_rate = 1.0 / 3000,
                          .warmup_epochs = 0.5,
                          .weight_decay = 0,
                          .label_smoothing = 0.2,
                          .mixup = 0.4,
                          .averaging = 0.9,
                          .dropout = 0.25,
                          .augmentation = 1.5,
                          .patience = 4,
                          .seed = 12345678901,
                          .precision = Precision::mixed};
  const PlainValues values = values_of(options);
  CHECK(values.size() == number_options().size() + word_options().size());
  const Result<PlainValues> again = parse_options(write_options(values));
  REQUIRE(again);
  TrainingOptions changed;
  REQUIRE(!change_options(changed, *again));
  CHECK(values_of(changed) == values);
  CHECK(changed.seed == 12345678901);
  CHECK(changed.learning_rate == options.learning_rate);
  CHECK(changed.precision == Precision::mixed);
  CHECK(!values_of(TrainingOptions{}).contains("dropout"));  // the system's own
}

TEST_CASE("a card's options are read from its field training") {
  const Result<PlainValues> values = parse_options(R"({"format": 1, "name": "x", "training": {"batch": 64}})");
  REQUIRE(values);
  CHECK(*values == PlainValues{{"batch", std::uint64_t{64}}});
  const Result<PlainValues> older = parse_options(R"({"format": 1, "name": "x"})");
  REQUIRE(!older);
  CHECK(older.error().message.find("without a field \"training\"") != std::string::npos);
}

TEST_CASE("what is wrong is said, and nothing is changed") {
  const ScratchFolder folder;
  const auto message = [](const std::string& json) {
    const Result<PlainValues> values = parse_options(json);
    if (!values) return values.error().message;
    TrainingOptions options;
    const std::optional<Error> error = change_options(options, *values);
    CHECK(values_of(options) == values_of(TrainingOptions{}));
    return error ? error->message : "";
  };
  CHECK(message(R"({"epochs": 3, "batch": 1})") == "batch is 1; it must be a whole number from 2 to 4096.");
  CHECK(message(R"({"batch": 2.5})") == "batch is 2.5; it must be a whole number from 2 to 4096.");
  CHECK(message(R"({"batch": "many"})") == "batch is \"many\"; it must be a whole number from 2 to 4096.");
  CHECK(message(R"({"learning_rate": -1})") == "learning_rate is -1.0; it must be a number from 1e-09 to 10.");
  CHECK(message(R"({"optimizer": "sgd"})") == "optimizer is \"sgd\"; it must be one of adam-w, adam, rms-prop.");
  CHECK(message(R"({"optimizer": 1})") == "optimizer is 1; it must be one of adam-w, adam, rms-prop.");
  CHECK(message(R"({"layers": 1})").starts_with("There is no training option \"layers\"; there are: epochs, batch, "));
  CHECK(message(R"({"batch": [1]})") == "The file's options.batch is an array; it must be a number or a word.");
  CHECK(message("[1]") == "This is an array; it must be an object.");
  CHECK(message("{") == "This is not valid JSON.");
  REQUIRE(!write_text(folder / "o.json", "{"));
  const Result<PlainValues> file = read_options_file(folder / "o.json");
  REQUIRE(!file);
  CHECK(file.error().message == (folder / "o.json").string() + ": This is not valid JSON.");
}
