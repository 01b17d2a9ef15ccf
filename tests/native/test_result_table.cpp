#include <doctest/doctest.h>

#include "native/result_table.h"
#include "native/system.h"
#include "scratch_folder.h"

using namespace genrelens;

namespace {

RunRecord some_run(bool leaky) {
  RunRecord run;
  run.system = "sanjeev-cnn";
  run.model = leaky ? "sanjeev-cnn-LEAKY" : "sanjeev-cnn";
  run.leaky = leaky;
  run.labels = {"blues", "jazz"};
  run.parameters = 26'833'650;
  run.trainable_parameters = 26'833'650;
  run.train = {.split = leaky ? "LEAKY-train" : "train", .tracks = 442};
  run.valid = {.split = leaky ? "LEAKY-valid" : "valid", .tracks = 197};
  run.chunks_per_epoch = 3536;
  run.epochs = 3;
  run.best_epoch = 2;
  run.device = "A processor";
  run.precision = "float32";
  run.seconds = 754;
  run.tracks_per_second = 1.25;
  run.split_hash = "0123456789abcdef";
  run.training = {{"epochs", std::uint64_t{4}}, {"crops", std::uint64_t{8}}, {"seed", std::uint64_t{7}}};
  return run;
}

const std::string kWeights(64, 'a');

// A card of some network whose weights have that hash.
std::string card_of(const std::string& weights) {
  const Result<std::string> text = read_text(GENRELENS_MODELS "/mel-resnet/card.json");
  REQUIRE(text);
  Result<Card> card = parse_card(*text);
  REQUIRE(card);
  card->weights_sha256 = weights;
  return write_card(*card);
}

std::string metrics_of(const RunRecord& run, double track_accuracy) {
  return R"({"model": ")" + run.model + R"(", "weights": ")" + kWeights + R"(", "split": ")" + run.valid.split +
         R"(", "tracks": 197, "warnings": [],
    "scores": {"track_accuracy": {"value": )" +
         std::to_string(track_accuracy) + R"(, "low": 0.25, "high": 0.5}},
    "chunks": {"scores": {"chunk_accuracy": {"value": 0.3, "low": 0.2, "high": 0.4}}}})";
}

void write_run(const std::filesystem::path& folder, const RunRecord& run, const std::string& metrics) {
  REQUIRE(!write_text(folder / "run.json", write_run_record(run)));
  REQUIRE(!write_text(folder / "card.json", card_of(kWeights)));
  REQUIRE(!write_text(folder / "evaluation" / "metrics.json", metrics));
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a run is a row with its scores, its machine and the paper's claim") {
  const ScratchFolder folder;
  const RunRecord run = some_run(false);
  write_run(folder / "run", run, metrics_of(run, 0.4));
  const Result<TrainingResult> result = read_result(folder / "run");
  REQUIRE(result);
  if (!result) return;
  CHECK(result->track_accuracy == Score{0.4, 0.25, 0.5});
  const std::string table = result_table(std::span(&*result, 1));
  CHECK(has(
      table,
      "| run | sanjeev-cnn | 26.83 M | 2 | train (442) / valid (197) | 0.400 (0.250–0.500) | 0.300 (0.200–0.400) | " +
          find_system("sanjeev-cnn")->claim + " | A processor, 1 thread, float32 | 13 min | 1.2 |"));
  CHECK(has(
      table,
      "- run: 3 epochs of 3536 chunks (all that were asked for), epoch 2 kept; seed 7, split 01234567; **shorter than "
      "its system asks for**: at most 4 of 30 epochs; 8 chunks of a track an epoch instead of 14; judged on "
      "the tracks that chose the epoch and the temperature: a little optimistic.\n"));
  CHECK(!has(table, "LEAKY"));

  TrainingResult in_fold = *result;
  in_fold.run.splits = "folds.csv";
  in_fold.run.fold = 2;
  CHECK(has(result_table(std::span(&in_fold, 1)), "split 01234567, fold 2 of folds.csv; "));
  in_fold.run.fold = 0;
  CHECK(has(result_table(std::span(&in_fold, 1)), "split 01234567 by folds.csv; "));
}

TEST_CASE("leaky runs stand in a table of their own") {
  const ScratchFolder folder;
  std::vector<TrainingResult> results;
  for (const bool leaky : {true, false}) {
    const RunRecord run = some_run(leaky);
    write_run(folder / run.model, run, metrics_of(run, leaky ? 0.9 : 0.4));
    results.push_back(*read_result(folder / run.model));
  }
  const std::string table = result_table(results);
  const std::size_t heading = table.find("## LEAKY");
  REQUIRE(heading != std::string::npos);
  CHECK(table.find("0.400 (") < heading);
  CHECK(table.find("0.900 (") > heading);
}

TEST_CASE("a run that was not judged, or another's metrics, is refused with what to do") {
  const ScratchFolder folder;
  const RunRecord run = some_run(false);
  REQUIRE(!write_text(folder / "run" / "run.json", write_run_record(run)));
  REQUIRE(!write_text(folder / "run" / "card.json", card_of(kWeights)));
  CHECK(has(read_result(folder / "run").error().message, "genrelens evaluate --model"));
  write_run(folder / "run", run, metrics_of(some_run(true), 0.4));
  CHECK(has(read_result(folder / "run").error().message,
            "metrics.json: These are the metrics of sanjeev-cnn-LEAKY, but the run is of sanjeev-cnn."));
  write_run(folder / "run", run, metrics_of(run, 1.5));
  CHECK(has(read_result(folder / "run").error().message, "scores.track_accuracy.value"));
  write_run(folder / "run", run, "[]");
  CHECK(has(read_result(folder / "run").error().message, "The metrics are no JSON object."));
}

TEST_CASE("scores that are not the run's are refused") {
  const ScratchFolder folder;
  const RunRecord run = some_run(false);
  const std::string good = metrics_of(run, 0.4);
  const auto refusal = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    write_run(folder / "run", run, text.replace(at, from.size(), to));
    const Result<TrainingResult> result = read_result(folder / "run");
    return result ? "" : result.error().message;
  };
  CHECK(has(refusal(kWeights, std::string(64, 'b')), "of another network than the one in the run's folder."));
  CHECK(has(refusal("\"valid\"", "\"train\""), "The tracks that are judged are those that were learnt."));
  CHECK(has(refusal("197", "19"), "They are of 19 tracks, but the run's valid had 197."));
  CHECK(has(refusal("\"warnings\": []", "\"warnings\": [\"Beware.\"]"), "Beware."));
  CHECK(refusal("\"valid\"", "\"test\"").empty());
}

TEST_CASE("names from files stay in their cells") {
  const ScratchFolder folder;
  RunRecord run = some_run(false);
  run.train.split = "a|b\n# c <script>";
  run.device = "x|y";
  write_run(folder / "run", run, metrics_of(run, 0.4));
  const Result<TrainingResult> result = read_result(folder / "run");
  REQUIRE(result);
  if (!result) return;
  const std::string table = result_table(std::span(&*result, 1));
  CHECK(has(table, "| a\\|b \\# c &lt;script> (442) / valid (197) |"));
  CHECK(has(table, "| x\\|y, 1 thread, float32 |"));
}
