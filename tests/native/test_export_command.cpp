// `genrelens export` as a user meets it: weights in fewer bits, judged again.
#include <doctest/doctest.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "command_outcome.h"
#include "native/file.h"

using namespace genrelens;
using Json = nlohmann::json;

TEST_CASE("export stores weights in fewer bits, measures what it wrote, and claims no score that it has not measured") {
  const ScratchFolder folder;
  write_tiny_folder(folder / "data", 12);
  REQUIRE(genrelens_with(folder, "train mel-resnet --data data --out run --epochs 2 --batch 8 --seed 4").status == 0);
  const auto card_of = [&](const std::string& model) {
    return Json::parse(*read_text(folder / (model + "/card.json")), nullptr, false);
  };
  for (const std::string form : {"float16", "int8", "int4"}) {
    CAPTURE(form);
    const Outcome judged = genrelens_with(folder, "export run --out " + form + " --weights " + form + " --data data");
    CAPTURE(judged.errors);
    REQUIRE(judged.status == 0);
    CHECK(judged.out.find("on 4 tracks of valid") != std::string::npos);
    CHECK(judged.out.find("same genre as with float32 weights: ") != std::string::npos);
    const Json metrics = card_of(form)["evaluation"]["metrics"];
    CHECK(metrics["track_agreement"]["value"] >= 0.75);
    CHECK(metrics["chunk_agreement"]["value"] >= 0.75);
    const Outcome evaluated = genrelens_with(folder, "evaluate --model " + form + " --data data --json");
    REQUIRE(evaluated.status == 0);
    const Json scores = Json::parse(evaluated.out, nullptr, false)["scores"];
    CHECK(scores["log_loss"]["value"] == metrics["log_loss"]["value"]);
    CHECK(scores["log_loss"]["value"] != card_of("run")["evaluation"]["metrics"]["log_loss"]["value"]);
  }
  const Outcome unheard = genrelens_with(folder, "export run --out unheard --weights int8");
  REQUIRE(unheard.status == 0);
  CHECK(unheard.out.find("of 32 inputs of noise") != std::string::npos);
  CHECK(card_of("unheard")["evaluation"]["metrics"].empty());
  CHECK(card_of("unheard")["model"]["sha256"] == card_of("int8")["model"]["sha256"]);
  CHECK(genrelens_with(folder, "classify --model unheard data/recipe.json").status == 1);

  const Outcome again = genrelens_with(folder, "export run --out again --data data");
  REQUIRE(again.status == 0);
  CHECK(*read_text(folder / "again/card.json") == *read_text(folder / "run/card.json"));

  write_tiny_folder(folder / "other", 18);
  const Outcome others = genrelens_with(folder, "export run --out others --weights int8 --data other");
  CHECK(others.status == 1);
  CHECK(others.errors ==
        "genrelens: run/best.safetensors: The folder's train and valid are not the tracks that the network was trained "
        "and judged "
        "on.\n");
  CHECK(!std::filesystem::exists(folder / "others/card.json"));
  CHECK(genrelens_with(folder, "export run --out others --weights int2").status == 2);
  CHECK(genrelens_with(folder, "export run --out others --splits data/tracks.csv").status == 2);
}

TEST_CASE("export teaches a network what is no music, and its card says how well") {
  const ScratchFolder folder;
  write_tiny_folder(folder / "data", 12);
  write_tiny_folder(folder / "sounds", 12);
  std::string table = *read_text(folder / "sounds/tracks.csv");
  for (std::size_t at; (at = table.find(",hum,")) != std::string::npos;) table.replace(at, 5, ",music,");
  REQUIRE(!write_text(folder / "sounds/tracks.csv", table));
  REQUIRE(genrelens_with(folder, "train mel-resnet --data data --out run --epochs 2 --batch 8 --seed 4").status == 0);
  const Outcome outcome = genrelens_with(folder, "export run --out model --data data --music sounds");
  CAPTURE(outcome.errors);
  REQUIRE(outcome.status == 0);
  CHECK(outcome.out.find("by cross-validation, music let through ") != std::string::npos);
  const Json card = Json::parse(*read_text(folder / "model/card.json"), nullptr, false);
  const std::size_t labels = card["labels"].size();
  CHECK(card["calibration"]["music_below"] == 0.5);
  CHECK(card["golden"]["logits"].size() == labels + 1);
  CHECK(card["model"]["logits"]["shape"] == Json({-1, labels + 1}));
  for (const char* name : {"music_let_through", "other_sound_refused", "songs_let_through", "track_accuracy"}) {
    CAPTURE(name);
    CHECK(card["evaluation"]["metrics"].contains(name));
  }
  const auto scores_of = [&](const std::string& model) {
    const Outcome judged = genrelens_with(folder, "evaluate --model " + model + " --data data --json");
    REQUIRE(judged.status == 0);
    return Json::parse(judged.out, nullptr, false)["scores"];
  };
  CHECK(scores_of("model") == scores_of("run"));
  const Json judged =
      Json::parse(genrelens_with(folder, "evaluate --model model --data data --json").out, nullptr, false);
  CHECK(judged["music"] == card["evaluation"]["metrics"]["songs_let_through"]);
  CHECK(genrelens_with(folder, "evaluate --model model --data data").out.find("called music") != std::string::npos);
  CHECK(genrelens_with(folder, "evaluate --model run --data data").out.find("called music") == std::string::npos);

  CHECK(genrelens_with(folder, "export run --out other --music sounds").status == 2);
  const Outcome no_music = genrelens_with(folder, "export run --out other --data data --music data");
  CHECK(no_music.status == 1);
  CHECK(no_music.errors.find("Two tracks of the genre \"music\"") != std::string::npos);
  CHECK(!std::filesystem::exists(folder / "other/card.json"));
}

TEST_CASE("8 bits turn few answers on the validation tracks of ../shared/gtzan") {
  const std::filesystem::path data = std::filesystem::path(GENRELENS_SHARED) / "gtzan";
  if (!std::filesystem::exists(data)) {
    std::puts("skipped: there is no ../shared/gtzan");
    return;
  }
  const ScratchFolder folder;
  const std::string with_data = " --data '" + data.string() + "'";
  REQUIRE(genrelens_with(folder, "train mel-resnet --out run --epochs 2 --crops 2" + with_data).status == 0);
  for (const auto& [form, least] : {std::pair("float16", 0.98), std::pair("int8", 0.95)}) {
    CAPTURE(form);
    const Outcome exported =
        genrelens_with(folder, "export run --out " + std::string(form) + " --weights " + form + with_data);
    REQUIRE(exported.status == 0);
    std::printf("%s", exported.out.c_str());
    const Json card = Json::parse(*read_text(folder / form / "card.json"), nullptr, false);
    CHECK(card["evaluation"]["tracks"] == 197);
    CHECK(card["evaluation"]["metrics"]["track_agreement"]["value"] >= least);
    CHECK(card["evaluation"]["metrics"]["chunk_agreement"]["value"] >= least);
  }
}
