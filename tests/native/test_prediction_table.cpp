#include <doctest/doctest.h>

#include "native/prediction_table.h"
#include "scratch_folder.h"

using namespace genrelens;

TEST_CASE("predictions are read back as they were written") {
  const std::vector<std::string> labels = {"hiss, \"white\"", "hum"};
  const TrackTable table = {
      .labels = 2, .ids = {"a", "b,c"}, .truth = {0, 1}, .guess = {0, 0}, .probabilities = {0.75f, 0.25f, 1, 0}};
  const std::string text = prediction_csv(table, labels);
  CHECK(text.starts_with("id,truth,guess,\"hiss, \"\"white\"\"\",hum\na,"));
  const ScratchFolder folder;
  REQUIRE(!write_text(folder / "predictions.csv", text));
  for (const std::filesystem::path& path : {folder.path(), folder / "predictions.csv"}) {
    const Result<PredictionTable> read = read_predictions(path);
    REQUIRE(read);
    if (!read) return;
    CHECK(read->labels == labels);
    CHECK(read->table.ids == table.ids);
    CHECK(read->table.truth == table.truth);
    CHECK(read->table.guess == table.guess);
    CHECK(read->table.probabilities == table.probabilities);
  }
}

TEST_CASE("a table that is no table of predictions is refused in one sentence") {
  const auto sentence = [](const char* text) {
    const Result<PredictionTable> read = parse_predictions(text);
    return read ? "" : read.error().message;
  };
  constexpr char kFirst[] = "The first line must be id, truth, guess and at least two labels.";
  CHECK(sentence("") == kFirst);
  CHECK(sentence("id,guess,truth,x,y\n") == kFirst);
  CHECK(sentence("id,truth,guess,x\na,x,x,1\n") == kFirst);
  CHECK(sentence("id,truth,guess,x,y\n") == "The table has no tracks.");
  CHECK(sentence("id,truth,guess,x,y\na,z,x,1,0\n") ==
        "Track 1 of the table is z, which is no label of its first line.");
  CHECK(sentence("id,truth,guess,x,y\na,x,z,1,0\n") ==
        "Track 1 of the table was guessed z, which is no label of its first line.");
  CHECK(sentence("id,truth,guess,x,y\na,x,x,1,0\na,x,x,1,0\n") == "Track 2 of the table is a once more.");
  for (const char* number : {"", "one", "nan", "-0.1", "1.5", "0.5 "}) {
    CHECK(sentence(("id,truth,guess,x,y\na,x,x," + std::string(number) + ",0\n").c_str()) ==
          "Track 1 of the table has the probability \"" + std::string(number) + "\"; it must be a number from 0 to 1.");
  }
}
