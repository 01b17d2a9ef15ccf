// genrelens features as a user meets it, and what train and evaluate make of it.
#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "command_outcome.h"
#include "native/csv.h"
#include "native/feature_folder.h"
#include "native/file.h"

using namespace genrelens;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

void copy_sound(const std::string& name, const std::filesystem::path& to) {
  std::filesystem::create_directories(to.parent_path());
  std::filesystem::copy_file(std::string(GENRELENS_SOUNDS) + "/" + name, to);
}

struct Songs : ScratchFolder {
  Songs() {
    copy_sound("tone.wav", *this / "songs/blues/one.wav");
    copy_sound("cut.mp3", *this / "songs/blues/two.mp3");
    copy_sound("tone-mono.ogg", *this / "songs/rock/three.ogg");
  }
};

}  // namespace

TEST_CASE_FIXTURE(Songs, "songs become a feature folder; one cut off is used and named") {
  const Outcome outcome = genrelens_with(*this, "features --songs songs --out features --seconds 5");
  CAPTURE(outcome.errors);
  CHECK(outcome.status == 0);
  CHECK(lines(outcome.errors) == 1);
  CHECK(contains(outcome.errors, "songs/blues/two.mp3: "));
  CHECK(contains(outcome.errors, "(used up to there)"));
  CHECK(outcome.out.starts_with("features: 3 rows of 128 × 55; 1 songs cut off; "));
  CHECK(!std::filesystem::exists(*this / "features/features.part"));
  const Result<FeatureFolder> folder = read_feature_folder(*this / "features");
  REQUIRE(folder);
  CHECK(folder->rows == 3);
  CHECK(folder->tracks[2].id == "three");
  CHECK(folder->tracks[2].audio == "../songs/rock/three.ogg");
  CHECK(folder->tracks[2].audio_seconds == doctest::Approx(6).epsilon(0.001));
}

TEST_CASE_FIXTURE(Songs, "damaged files are named, skipped and counted") {
  copy_sound("picture.mp3", *this / "songs/rock/cover.mp3");
  copy_sound("empty.mp3", *this / "songs/rock/empty.mp3");
  const Outcome outcome = genrelens_with(*this, "features --songs songs --out features --seconds 5 --threads 2");
  CHECK(outcome.status == 1);
  CHECK(lines(outcome.errors) == 3);
  CHECK(contains(outcome.errors, "songs/rock/cover.mp3: "));
  CHECK(contains(outcome.errors, "songs/rock/empty.mp3: "));
  CHECK(contains(outcome.errors, "(skipped)"));
  CHECK(contains(outcome.out, "; 2 songs skipped; "));
  const Result<FeatureFolder> folder = read_feature_folder(*this / "features");
  REQUIRE(folder);
  CHECK(folder->rows == 3);
  CHECK(folder->tracks.size() == 5);

  std::filesystem::remove_all(*this / "songs/blues");
  std::filesystem::remove(*this / "songs/rock/three.ogg");
  const Outcome none = genrelens_with(*this, "features --songs songs --out nothing");
  CHECK(none.status == 1);
  CHECK(contains(none.errors, "Not one of the songs could be read."));
  CHECK(!std::filesystem::exists(*this / "nothing/features.npy"));
}

TEST_CASE_FIXTURE(Songs, "a table gives labels, artists and splits; a missing file is named") {
  REQUIRE(!write_text(*this / "list.csv",
                      "path,label,artist,title,split,id\n"
                      "songs/blues/one.wav,Blues,\"Doe, \"\"J\"\"\",First,train,a\n"
                      "songs/no-such.wav,Blues,,,valid,b\n"
                      "songs/rock/three.ogg,Rock,,,valid,c\n"));
  const Outcome outcome = genrelens_with(*this, "features --songs list.csv --out features --seconds 5");
  CHECK(outcome.status == 1);
  CHECK(outcome.errors == "songs/no-such.wav: This file cannot be opened or read. (skipped)\n");
  const Result<CsvTable> table = parse_csv(*read_text(*this / "features/tracks.csv"));
  REQUIRE(table);
  REQUIRE(table->rows.size() == 3);
  CHECK(table->rows[0][*table->column("artist")] == "Doe, \"J\"");
  CHECK(table->rows[0][*table->column("split")] == "train");
  CHECK(table->rows[0][*table->column("row")] == "0");
  CHECK(table->rows[1][*table->column("row")].empty());
  CHECK(table->rows[2][*table->column("row")] == "1");
  CHECK(table->rows[2][*table->column("genre")] == "Rock");
}

TEST_CASE_FIXTURE(Songs, "finished features are replaced only if that is said") {
  const std::string arguments = "features --songs songs --out features --seconds 5";
  REQUIRE(genrelens_with(*this, arguments).status == 0);
  const std::string before = *read_text(*this / "features/features.npy");
  std::filesystem::remove(*this / "songs/rock/three.ogg");
  const Outcome refused = genrelens_with(*this, arguments);
  CHECK(refused.status == 2);
  CHECK(lines(refused.errors) == 1);
  CHECK(*read_text(*this / "features/features.npy") == before);
  CHECK(genrelens_with(*this, arguments + " --replace").status == 0);
  CHECK(read_feature_folder(*this / "features")->rows == 2);
}

TEST_CASE_FIXTURE(Songs, "a recipe of another folder is followed") {
  REQUIRE(genrelens_with(*this, "features --songs songs --out first --seconds 5").status == 0);
  REQUIRE(genrelens_with(*this, "features --songs songs --out second --recipe first/recipe.json").status == 0);
  for (const char* file : {"features.npy", "tracks.csv", "recipe.json"}) {
    CHECK(*read_text(*this / "first" / file) == *read_text(*this / "second" / file));
  }
  CHECK(genrelens_with(*this, "features --songs songs --out third --recipe songs/blues/one.wav").status == 1);
}

TEST_CASE_FIXTURE(Songs, "wrong usage ends with 2, wrong songs with 1, and one sentence") {
  for (const char* arguments :
       {"features", "features --songs songs", "features --songs songs --out f --seconds 0.5",
        "features --songs songs --out f --seconds nan", "features --songs songs --out f --threads -1",
        "features --songs songs --out f --seconds 5 --recipe r"}) {
    CAPTURE(arguments);
    const Outcome outcome = genrelens_with(*this, arguments);
    CHECK(outcome.status == 2);
    CHECK(lines(outcome.errors) == 1);
  }
  for (const char* songs : {"no-such-folder", "songs/blues", "songs/blues/one.wav"}) {
    CAPTURE(songs);
    const Outcome outcome = genrelens_with(*this, std::string("features --out f --songs ") + songs);
    CHECK(outcome.status == 1);
    CHECK(lines(outcome.errors) == 1);
    CHECK(!std::filesystem::exists(*this / "f"));
  }
}

TEST_CASE("killed in the middle, the same command goes on to the same bytes") {
  const ScratchFolder folder;
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
    copy_sound("three-minutes.mp3", folder / (std::string("songs/pop/") + name + ".mp3"));
  }
  REQUIRE(genrelens_with(folder, "features --songs songs --out unbroken").status == 0);
  for (const char* signal : {"KILL", "INT"}) {
    CAPTURE(signal);
    const std::string out = std::string("after-") + signal;
    const std::string arguments = "features --songs songs --threads 1 --out " + out;
    // The journal is of 81 bytes until the first row is in it.
    const Outcome stopped = shell(
        folder, "{ '" GENRELENS_BINARY "' " + arguments + " & } && while [ $(stat -c %s " + out +
                    "/features.part 2>/dev/null || echo 0) -lt 1000 ] && kill -0 $!; do sleep 0.01; done; kill -" +
                    signal + " $!; wait $!");
    CHECK(stopped.status != 0);
    CHECK(!std::filesystem::exists(folder / out / "features.npy"));
    const Outcome resumed = genrelens_with(folder, arguments);
    CAPTURE(resumed.errors);
    CHECK(resumed.status == 0);
    CHECK(contains(resumed.out, "of them from the run that was stopped"));
    for (const char* file : {"features.npy", "tracks.csv", "recipe.json"}) {
      CHECK(*read_text(folder / "unbroken" / file) == *read_text(folder / out / file));
    }
  }
}

TEST_CASE("README's small data set: songs, features, a trained model, its measure") {
  const ScratchFolder folder;
  REQUIRE(shell(folder, "node '" GENRELENS_TOOLS "/make-songs.mjs' songs --artists 3").status == 0);
  const Outcome features = genrelens_with(folder, "features --songs songs/songs.csv --out features --seconds 10");
  CAPTURE(features.errors);
  REQUIRE(features.status == 0);
  const Outcome trained =
      genrelens_with(folder, "train mel-resnet --data features --out run --epochs 6 --batch 8 --seed 4");
  CAPTURE(trained.errors);
  REQUIRE(trained.status == 0);
  const Outcome evaluated = genrelens_with(folder, "evaluate --model run --data features --split test");
  CHECK(evaluated.status == 0);
  CHECK(contains(evaluated.out, "mel-resnet on 8 tracks of test"));
}
