#include <doctest/doctest.h>

#include "native/run_record.h"
#include "scratch_folder.h"

using namespace genrelens;

namespace {

RunRecord some_record() {
  RunRecord record;
  record.system = "zhang-cnn";
  record.paper = "002";
  record.model = "LEAKY-zhang-cnn";
  record.leaky = true;
  record.labels = {"blues", "jazz"};
  record.parameters = 1234;
  record.trainable_parameters = 1000;
  record.pretrained = "start.safetensors";
  record.train = {.split = "LEAKY-train", .tracks = 442};
  record.valid = {.split = "LEAKY-valid", .tracks = 197};
  record.splits = "folds.csv";
  record.fold = 3;
  record.split_hash = "e3b0";
  record.chunks_per_epoch = 1326;
  record.epochs = 12;
  record.best_epoch = 7;
  record.end = RunEnd::patience;
  record.device = "A “device” of 2 cores";
  record.precision = "mixed";
  record.processes = 2;
  record.threads = 3;
  record.loaders = 4;
  record.seconds = 100.0 / 3;
  record.chunks_per_second = 250.5;
  record.tracks_per_second = 83.5;
  record.bare_chunks_per_second = 260;
  record.loader_ratio = 250.5 / 260;
  record.training = {{"batch", std::uint64_t{32}}, {"learning_rate", 1e-3}, {"optimizer", std::string("adam")}};
  return record;
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a run record is written and read back as an equal one") {
  for (const RunEnd end : {RunEnd::epochs_done, RunEnd::patience, RunEnd::interrupt}) {
    RunRecord record = some_record();
    record.end = end;
    const Result<RunRecord> again = parse_run_record(write_run_record(record));
    REQUIRE_MESSAGE(again, (again ? "" : again.error().message));
    CHECK(*again == record);
  }
}

TEST_CASE("a record that names no splits is of the feature folder's own") {
  const std::string text =
      with(with(write_run_record(some_record()), "\"splits\"", "\"other\""), "\"fold\"", "\"more\"");
  const Result<RunRecord> record = parse_run_record(text);
  REQUIRE(record);
  CHECK(record->splits.empty());
  CHECK(record->fold == 0);
}

TEST_CASE("a run record is read from its folder, and messages name file and field") {
  const ScratchFolder folder;
  REQUIRE_FALSE(read_run_record(folder.path()));
  REQUIRE(!write_text(folder / "run.json", write_run_record(some_record())));
  const Result<RunRecord> record = read_run_record(folder.path());
  REQUIRE(record);
  CHECK(record->best_epoch == 7);

  const std::string bad = with(write_run_record(some_record()), "\"best_epoch\": 7", "\"best_epoch\": 13");
  REQUIRE(!write_text(folder / "run.json", bad));
  const Result<RunRecord> wrong = read_run_record(folder.path());
  REQUIRE(!wrong);
  CHECK(wrong.error().message == (folder / "run.json").string() +
                                     ": The run record's outcome.best_epoch is 13; it must be a whole number from 1 to "
                                     "12.");
}

TEST_CASE("what is no run record is refused") {
  const std::string text = write_run_record(some_record());
  for (const char* field : {"\"system\"", "\"data\"", "\"tracks\"", "\"stopped\"", "\"device\"", "\"seconds\"",
                            "\"training\"", "\"leaky\"", "\"labels\""}) {
    CAPTURE(field);
    const Result<RunRecord> record = parse_run_record(with(text, field, "\"other\""));
    REQUIRE(!record);
    CHECK(record.error().code == ErrorCode::missing_field);
  }
  CHECK_FALSE(parse_run_record(with(text, "\"blues\"", "1")));
  CHECK_FALSE(parse_run_record(text.substr(0, text.size() / 2)));
  CHECK_FALSE(parse_run_record("[]"));
}
