// `genrelens` from a feature folder to scores: train, evaluate, compare, results, split and audit, one after the other.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "command_outcome.h"
#include "native/csv.h"
#include "native/file.h"
#include "native/prediction_table.h"

using namespace genrelens;
using Json = nlohmann::json;

TEST_CASE("train, evaluate and export follow each other") {
  const ScratchFolder folder;
  write_tiny_folder(folder / "data", 12);
  const Outcome trained =
      genrelens_with(folder, "train mel-resnet --data data --out run --epochs 2 --batch 8 --seed 4");
  CAPTURE(trained.errors);
  REQUIRE(trained.status == 0);
  CHECK(trained.errors.find("lost has no row and is left out.") != std::string::npos);
  CHECK(trained.errors.find('\r') == std::string::npos);  // no progress bar where there is no terminal
  const Result<CsvTable> history = parse_csv(*read_text(folder / "run/history.csv"));
  REQUIRE(history);
  CHECK(history->rows.size() == 2);
  CHECK(history->rows[1][*history->column("chunks")] == "32");  // four of each of eight tracks

  const Outcome evaluated =
      genrelens_with(folder, "evaluate --model run --data data --split valid --json --csv rows.csv");
  CAPTURE(evaluated.errors);
  REQUIRE(evaluated.status == 0);
  CHECK(evaluated.errors == "lost has no row and is left out.\n");
  const Json report = Json::parse(evaluated.out, nullptr, false);
  const Json card = Json::parse(*read_text(folder / "run/card.json"), nullptr, false);
  CHECK(report["tracks"] == 4);
  CHECK(report["labels"] == Json({"hiss", "hum"}));
  CHECK(report["confusion"].size() == 2);
  CHECK(report["scores"]["track_accuracy"]["value"] == card["evaluation"]["metrics"]["track_accuracy"]["value"]);
  const Result<CsvTable> rows = parse_csv(*read_text(folder / "rows.csv"));
  REQUIRE(rows);
  CHECK(rows->rows.size() == 4);
  CHECK(report["warnings"].empty());

  const Outcome on_learnt = genrelens_with(folder, "evaluate --model run --data data --split train --json");
  CHECK(on_learnt.status == 0);
  CHECK(on_learnt.errors ==
        "The model's card says that it was trained on the split \"train\": these scores are not those of new songs.\n");
  CHECK(Json::parse(on_learnt.out, nullptr, false)["warnings"].size() == 1);

  const Outcome again = genrelens_with(folder, "train mel-resnet --data data --out run --epochs 1");
  CHECK(again.status == 2);
  CHECK(again.errors == "genrelens: run holds an earlier run; name another folder, or say --force to replace it.\n");
  CHECK(genrelens_with(folder, "train mel-resnet --data data --out data --epochs 1 --force").errors ==
        "genrelens: data is not empty and holds no run; name another folder.\n");
  CHECK(genrelens_with(folder, "evaluate --model run --data data").out.find("confusion") != std::string::npos);

  REQUIRE(genrelens_with(folder, "evaluate --model run --data data --out judged").status == 0);
  CHECK(Json::parse(*read_text(folder / "judged/metrics.json"), nullptr, false) == report);
  CHECK(*read_text(folder / "judged/predictions.csv") == *read_text(folder / "rows.csv"));

  CHECK(genrelens_with(folder, "results run").errors.find("genrelens evaluate --model run") != std::string::npos);
  REQUIRE(genrelens_with(folder, "evaluate --model run --data data --out run/evaluation").status == 0);
  const Outcome results = genrelens_with(folder, "results run --out RESULTS.md");
  CAPTURE(results.errors);
  REQUIRE(results.status == 0);
  CHECK(read_text(folder / "RESULTS.md")->find("\n| run | mel-resnet | 0.31 M | 2 | train (8) / valid (4) | ") !=
        std::string::npos);
  CHECK(genrelens_with(folder, "results run run/").status == 2);
  CHECK(genrelens_with(folder, "export run --out run").errors ==
        "genrelens: run holds a training run (run.json); name another folder.\n");
  CHECK(read_text(folder / "judged/report.txt")->find("weighted avg") != std::string::npos);
  const std::string page = *read_text(folder / "judged/report.html");
  CHECK(page.find(">Loss</text>") != std::string::npos);
  CHECK(page.find(">chunks in 2 epochs</text>") != std::string::npos);
  CHECK(page.find("Nearest songs") != std::string::npos);
  const Outcome no_folder = genrelens_with(folder, "evaluate --model run --data data --out rows.csv/judged");
  CHECK(no_folder.status == 2);
  CHECK(no_folder.errors.find("rows.csv/judged/card.json: cannot be written: Not a directory.") != std::string::npos);

  const Outcome seeds = genrelens_with(folder, "evaluate --model run --model run --data data --json --out seeds");
  REQUIRE(seeds.status == 0);
  const Json spread = Json::parse(seeds.out, nullptr, false);
  CHECK(spread["models"][1] == report);
  CHECK(spread["spread"]["track_accuracy"]["mean"] == report["scores"]["track_accuracy"]["value"]);
  CHECK(spread["spread"]["track_accuracy"]["deviation"] == 0.0);
  CHECK(Json::parse(*read_text(folder / "seeds/metrics.json"), nullptr, false) == spread);
  CHECK(genrelens_with(folder, "evaluate --model run --model run --data data --csv rows.csv").status == 2);
  const Outcome compared = genrelens_with(folder, "compare seeds/2 judged/predictions.csv --json");
  REQUIRE(compared.status == 0);
  const Json comparison = Json::parse(compared.out, nullptr, false);
  CHECK(comparison["tracks"] == 4);
  CHECK(comparison["same_guess"] == 4);
  CHECK(comparison["mcnemar"]["p_value"] == 1.0);
  CHECK(genrelens_with(folder, "compare seeds/1 seeds/2").out.find("McNemar") != std::string::npos);
  CHECK(genrelens_with(folder, "compare judged data/tracks.csv").errors ==
        "genrelens: data/tracks.csv: The first line must be id, truth, guess and at least two labels.\n");

  const Outcome unknown = genrelens_with(folder, "evaluate --model run --data data --split test");
  CHECK(unknown.status == 2);
  CHECK(unknown.errors == "genrelens: There is no split \"test\"; there are: train, valid.\n");

  const Outcome exported = genrelens_with(folder, "export run --out again");
  REQUIRE(exported.status == 0);
  CHECK(*read_text(folder / "again/model.onnx") == *read_text(folder / "run/model.onnx"));
  CHECK(*read_text(folder / "again/card.json") == *read_text(folder / "run/card.json"));
  CHECK(genrelens_with(folder, "export data/recipe.json --out again").status == 1);
}

TEST_CASE("k runs of k folds judge every track once") {
  const ScratchFolder folder;
  write_tiny_folder(folder / "data", 24);
  REQUIRE(genrelens_with(folder, "split --data data --kind track-k-fold --folds 3 --out folds.csv").status == 0);
  for (const char* fold : {"1", "2", "3"}) {
    const std::string options = std::string("--data data --splits folds.csv --epochs 1 --batch 8 --fold ") + fold;
    REQUIRE(genrelens_with(folder, "train mel-resnet --out run-" + std::string(fold) + " " + options).status == 0);
  }
  const std::string in_folds = " --data data --splits folds.csv";
  const Outcome judged = genrelens_with(folder, "cross-validate run-2 run-3 run-1 --json --out judged" + in_folds);
  CAPTURE(judged.errors);
  REQUIRE(judged.status == 0);
  const Json metrics = Json::parse(judged.out, nullptr, false);
  CHECK(metrics["tracks"] == 24);
  CHECK(metrics["note"].get<std::string>().find("its own fold") != std::string::npos);
  const Result<PredictionTable> table = read_predictions(folder / "judged");
  REQUIRE(table);
  CHECK(std::set<std::string>(table->table.ids.begin(), table->table.ids.end()).size() == 24);
  const Outcome text = genrelens_with(folder, "cross-validate run-1 run-2 run-3" + in_folds);
  CHECK(text.out.find("fold 3: accuracy") != std::string::npos);
  CHECK(text.out.find("confusion") != std::string::npos);

  const Outcome missing = genrelens_with(folder, "cross-validate run-1 run-3" + in_folds);
  CHECK(missing.status == 2);
  CHECK(missing.errors == "genrelens: None of the runs was trained on fold 2 of folds.csv.\n");
  const Outcome twice = genrelens_with(folder, "cross-validate run-1 run-1 run-2 run-3" + in_folds);
  CHECK(twice.errors == "genrelens: run-1 and run-1 are both of fold 1 of folds.csv.\n");
  REQUIRE(genrelens_with(folder, "split --data data --kind track-holdout --out parts.csv").status == 0);
  CHECK(genrelens_with(folder, "cross-validate run-1 --data data --splits parts.csv").status == 2);
}

TEST_CASE("split, train, evaluate and audit follow each other, and random chunks are LEAKY wherever they go") {
  const ScratchFolder folder;
  write_tiny_folder(folder / "data", 24);
  const Outcome folds = genrelens_with(folder, "split --data data --kind track-k-fold --folds 4 --out folds.csv");
  CHECK(folds.status == 0);
  CHECK(folds.out.find("fold-04") != std::string::npos);
  const std::string in_fold = " --data data --splits folds.csv --fold 2";
  const Outcome trained = genrelens_with(folder, "train mel-resnet --out run --epochs 1 --batch 8" + in_fold);
  CAPTURE(trained.errors);
  REQUIRE(trained.status == 0);
  const Outcome tested = genrelens_with(folder, "evaluate --model run --split test --json" + in_fold);
  CHECK(tested.errors.empty());
  CHECK(Json::parse(tested.out, nullptr, false)["tracks"] == 6);
  const Outcome other_fold =
      genrelens_with(folder, "evaluate --model run --split test --data data --splits folds.csv --fold 3");
  CHECK(other_fold.errors.find("it may have learnt tracks that are judged here.") != std::string::npos);
  CHECK(genrelens_with(folder, "evaluate --model run --data data --splits folds.csv --fold 5").status == 2);

  const Outcome chunks = genrelens_with(
      folder, "split --data data --kind random-chunk --chunk-seconds 5 --hop-seconds 2 --out chunks.csv");
  CHECK(chunks.status == 0);
  CHECK(chunks.errors.find("LEAKY") == 0);
  const Outcome leaky =
      genrelens_with(folder, "train mel-resnet --data data --splits chunks.csv --out leaky --epochs 1 --batch 8");
  CAPTURE(leaky.errors);
  REQUIRE(leaky.status == 0);
  CHECK(leaky.out.find("LEAKY-valid") != std::string::npos);
  const Json card = Json::parse(*read_text(folder / "leaky/card.json"), nullptr, false);
  CHECK(card["name"] == "mel-resnet-LEAKY");
  CHECK(card["title"] == "Mel ResNet (LEAKY)");
  CHECK(card["origin"]["split"] == "LEAKY-train");
  CHECK(card["evaluation"]["split"] == "LEAKY-valid");
  CHECK(genrelens_with(folder, "export leaky --out again").status == 0);
  const Outcome scores =
      genrelens_with(folder, "evaluate --model leaky --data data --splits chunks.csv --split test --json");
  CHECK(scores.errors.find("LEAKY: ") == 0);
  CHECK(Json::parse(scores.out, nullptr, false)["split"] == "LEAKY-test");
  CHECK(genrelens_with(folder, "evaluate --model leaky --data data").errors.find("LEAKY: ") != std::string::npos);

  const Outcome clean = genrelens_with(folder, "audit --data data");
  CHECK(clean.status == 1);  // one artist made them all
  CHECK(clean.out.find("The artist Some, One is in both: 16 tracks (t0, t1, t2, …) of train") != std::string::npos);
  const Outcome pieces =
      genrelens_with(folder, "audit --data data --splits chunks.csv --split train --split valid --json");
  CHECK(pieces.status == 1);
  CHECK(!Json::parse(pieces.out, nullptr, false)["recordings"].empty());
  CHECK(genrelens_with(folder, "audit --data data --split train --split none").status == 2);
  CHECK(genrelens_with(folder, "audit --data data --split train --split train").status == 2);
}
