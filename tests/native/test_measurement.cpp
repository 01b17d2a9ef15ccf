#include <doctest/doctest.h>

#include <array>
#include <cstdio>

#include "native/measurement.h"
#include "native/report/metrics_json.h"
#include "scratch_folder.h"

using namespace genrelens;

TEST_CASE("what the model had to do with the split is said") {
  const ScratchFolder scratch;
  write_tiny_folder(scratch.path(), 6);
  const Result<FeatureFolder> folder = read_feature_folder(scratch.path());
  REQUIRE(folder);
  if (!folder) return;
  const Split train = *find_split(*folder, "train"), valid = *find_split(*folder, "valid");
  Card card;
  card.origin.split = "train";
  card.split_name = "valid";
  card.origin.split_hash = split_hash(*folder, std::array{train, valid});
  CHECK(split_note(card, *folder, train).starts_with("The model learned from this split"));
  CHECK(split_note(card, *folder, valid).starts_with("The model was chosen on this split"));
  CHECK(split_note(card, *folder, {.name = "test"}).starts_with("The model neither learned"));
  CHECK(split_note(card, *folder, valid).find("hash") == std::string::npos);
  card.origin.split_hash = "";
  CHECK(split_note(card, *folder, valid).find("goes by the split's name") != std::string::npos);
}

TEST_CASE("of the tracks that are called sure, the right ones are counted") {
  const TrackTable table = {
      .labels = 2, .truth = {0, 1, 1}, .guess = {0, 0, 1}, .probabilities = {0.75f, 0.25f, 0.9f, 0.1f, 0.4f, 0.6f}};
  const SureTracks sure = sure_tracks(table, 0.75);
  CHECK(sure.tracks == 2);
  CHECK(sure.right == 1);
}

TEST_CASE("a name that is no UTF-8 does not end the program") {
  CHECK(json_text({{"name", "caf\xe9"}}) == "{\"name\":\"caf\ufffd\"}");
}

TEST_CASE("mel-resnet has the scores of its card") {
  const std::filesystem::path data = std::filesystem::path(GENRELENS_SHARED) / "gtzan";
  if (!std::filesystem::exists(data)) {
    std::puts("skipped: there is no ../shared/gtzan");
    return;
  }
  const Result<FeatureFolder> folder = read_feature_folder(data);
  REQUIRE(folder);
  Result<Model> model = open_model(std::filesystem::path(GENRELENS_MODELS) / "mel-resnet");
  REQUIRE(model);
  double told = 0;
  const Result<Measurement> measured =
      measure_model(*model, *folder, *find_split(*folder, "valid"), [&](double share) { told = share; });
  REQUIRE(measured);
  if (!measured) return;
  CHECK(told == doctest::Approx(196.0 / 197));
  for (const auto& [name, score] : model->card.metrics) {
    CAPTURE(name);
    CHECK(measured->by_track.scores.at(name).value == doctest::Approx(score.value).epsilon(1e-4));
  }
  CHECK(measured->by_chunk.rows == 197 * 6);
  const nlohmann::ordered_json json = metrics_json(*measured);
  CHECK(json["chunks"]["scores"].contains("chunk_accuracy"));
  CHECK(!json["chunks"]["scores"].contains("track_accuracy"));
  CHECK(json["calibration"]["bins"].size() == 15);
  CHECK(json["classes"]["metal"]["roc_auc"].get<double>() > 0.9);
  std::size_t tracks = 0;
  for (const auto& bin : json["calibration"]["bins"]) tracks += bin["tracks"].get<std::size_t>();
  CHECK(tracks == 197);
}
