// The command as a user meets it: what it prints, where, and how it ends.
#include <doctest/doctest.h>
#include <sys/wait.h>

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <numbers>
#include <string>

#include "command_outcome.h"
#include "core/random.h"
#include "native/csv.h"
#include "native/file.h"
#include "native/model_folder.h"

using namespace genrelens;
using Json = nlohmann::json;

namespace {

void append(std::string& bytes, std::uint32_t value, int count) {
  for (int i = 0; i < count; i++) bytes += static_cast<char>(value >> (8 * i) & 255);
}

// 16-bit WAV of a chord; `promised` seconds in the header, `seconds` in the data.
std::string chord_wav(double seconds, double promised) {
  constexpr std::uint32_t kRate = 16000;
  const auto promised_bytes = static_cast<std::uint32_t>(promised * kRate) * 2;
  std::string bytes = "RIFF";
  append(bytes, 36 + promised_bytes, 4);
  bytes += "WAVEfmt ";
  append(bytes, 16, 4);
  append(bytes, 1, 2);  // integers
  append(bytes, 1, 2);  // one channel
  append(bytes, kRate, 4);
  append(bytes, kRate * 2, 4);
  append(bytes, 2, 2);
  append(bytes, 16, 2);
  bytes += "data";
  append(bytes, promised_bytes, 4);
  for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(seconds * kRate); i++) {
    double sum = 0;
    for (const double frequency : {220.0, 277.2, 329.6, 440.0})
      sum += std::sin(2 * std::numbers::pi * frequency * i / kRate);
    append(bytes, static_cast<std::uint32_t>(static_cast<std::int32_t>(sum * 6000)), 2);
  }
  return bytes;
}

std::string noise_wav(double seconds) {
  std::string bytes = chord_wav(seconds, seconds);
  Random random(1);
  for (std::size_t i = 44; i < bytes.size(); i++) bytes[i] = static_cast<char>(random.next() & 255);
  return bytes;
}

// A network that calls music what is quiet on average: noise, which fills every band, is not.
void write_model_of_loudness(const std::filesystem::path& folder) {
  Card card = *parse_card(*read_text(std::filesystem::path(GENRELENS_MODELS) / "mel-resnet" / "card.json"));
  card.music_below = 0.5;
  card.features.mean = 0;
  card.features.deviation = 1;
  const auto bands = card.features.mel.bands, frames = static_cast<int>(card.features.frames);
  Network network("loudness", {.channels = 1, .height = bands, .width = frames});
  const int loudness = network.embedding(network.global_average_pool(network.input()));
  network.dense(loudness, "logits", static_cast<int>(card.logit_count()));
  Weights weights = {{"logits.weight", {{11, 1}, std::vector<float>(11)}},
                     {"logits.bias", {{11}, std::vector<float>(11)}}};
  weights["logits.weight"].values[10] = -10;
  weights["logits.bias"].values[10] = 5;
  const Result<Card> written = write_model(folder, card, network, weights);
  REQUIRE_MESSAGE(written, (written ? "" : written.error().message));
}

struct Songs : ScratchFolder {
  Songs() {
    write_text(*this / "chord.wav", chord_wav(12, 12));
    write_text(*this / "cut.wav", chord_wav(6, 12));
    write_text(*this / "letter, to \"you\".txt", "This is not a song.\n");
    std::filesystem::create_directory(*this / "album");
  }
};

}  // namespace

TEST_CASE_FIXTURE(Songs, "a song is answered as one JSON line") {
  const Outcome outcome = genrelens_with(*this, "classify chord.wav --json");
  CHECK(outcome.status == 0);
  CHECK(outcome.errors.empty());
  REQUIRE(lines(outcome.out) == 1);
  const Json song = Json::parse(outcome.out, nullptr, false);
  REQUIRE(song.is_object());
  CHECK(song["file"] == "chord.wav");
  CHECK(song["seconds"].get<double>() == doctest::Approx(12).epsilon(0.001));
  CHECK(song["model"] == "audioset-mobilenet");
  CHECK(song["is_music"] == false);  // four sines: hardly; the model of the stored rows lets them pass
  const std::string rows = "classify chord.wav --json --model '" GENRELENS_MODELS "/mel-mobilenet'";
  CHECK(Json::parse(genrelens_with(*this, rows).out, nullptr, false)["is_music"] == true);
  CHECK(song["sure"].is_boolean());
  CHECK(!song.contains("warning"));
  REQUIRE(song["probabilities"].size() == 10);
  double sum = 0, highest = 0;
  for (const auto& [label, probability] : song["probabilities"].items()) {
    sum += probability.get<double>();
    highest = std::max(highest, probability.get<double>());
  }
  CHECK(sum == doctest::Approx(1).epsilon(1e-4));
  CHECK(song["probabilities"][song["genre"].get<std::string>()] == highest);
  REQUIRE(song["timeline"].size() == 3);  // of five seconds, the last as long as is left
  CHECK(song["timeline"][0]["start"] == 0.0);
  CHECK(song["timeline"][2]["end"].get<double>() == doctest::Approx(12).epsilon(0.001));
  CHECK(song["timeline"][2]["probabilities"].size() == 10);
}

TEST_CASE_FIXTURE(Songs, "what can be read is answered, what cannot is said, and the status tells") {
  const Outcome outcome = genrelens_with(
      *this, "classify chord.wav 'letter, to \"you\".txt' album cut.wav missing.mp3 --json --csv table.csv");
  CHECK(outcome.status == 1);
  REQUIRE(lines(outcome.out) == 5);
  std::vector<Json> songs;
  for (std::size_t begin = 0; begin < outcome.out.size();) {
    const std::size_t end = outcome.out.find('\n', begin);
    songs.push_back(Json::parse(outcome.out.substr(begin, end - begin), nullptr, false));
    begin = end + 1;
  }
  CHECK(songs[0].contains("genre"));
  CHECK(songs[1]["file"] == "letter, to \"you\".txt");
  CHECK(!songs[1]["error"].get<std::string>().empty());
  CHECK(songs[2]["error"] == "This is a folder; name the songs in it.");
  CHECK(songs[3].contains("genre"));
  CHECK(!songs[3]["warning"].get<std::string>().empty());
  CHECK(songs[3]["seconds"].get<double>() == doctest::Approx(6).epsilon(0.01));
  CHECK(songs[4].contains("error"));
  CHECK(lines(outcome.errors) == 4);

  const Result<CsvTable> table = parse_csv(*read_text(*this / "table.csv"));
  REQUIRE(table);
  REQUIRE(table->rows.size() == 5);
  CHECK(table->names.size() == 4 + 10 + 2 + 2);
  CHECK(table->rows[0][*table->column("genre")] == songs[0]["genre"]);
  CHECK(table->rows[1][0] == "letter, to \"you\".txt");
  CHECK(table->rows[1][*table->column("error")] == songs[1]["error"]);
  CHECK(table->rows[3][*table->column("warning")] == songs[3]["warning"]);
}

TEST_CASE_FIXTURE(Songs, "without --json it is one short line a song") {
  const Outcome outcome = genrelens_with(*this, "classify chord.wav --top 2 --model '" GENRELENS_MODELS "/mel-resnet'");
  CHECK(outcome.status == 0);
  CHECK(lines(outcome.out) == 1);
  CHECK(outcome.out.starts_with("chord.wav  "));
  CHECK(std::count(outcome.out.begin(), outcome.out.end(), '%') == 2);
}

TEST_CASE_FIXTURE(Songs, "of a model that tells music, what is no music is called so") {
  write_model_of_loudness(*this / "model");
  write_text(*this / "noise.wav", noise_wav(12));
  const Outcome text = genrelens_with(*this, "classify chord.wav noise.wav --model model --csv table.csv");
  CHECK(text.status == 0);
  REQUIRE(lines(text.out) == 2);
  CHECK(text.out.starts_with("chord.wav  "));
  const std::string second = text.out.substr(text.out.find('\n') + 1);
  CHECK(second.starts_with("noise.wav  not music ("));
  CHECK(second.ends_with(" % sounds like music)\n"));

  const Outcome outcome = genrelens_with(*this, "classify noise.wav --json --model model");
  const Json song = Json::parse(outcome.out, nullptr, false);
  REQUIRE(song.is_object());
  CHECK(song["is_music"] == false);
  CHECK(song["music"].get<double>() < 0.5);
  CHECK(song["timeline"][0]["music"].get<double>() < 0.5);
  CHECK(song["probabilities"].size() == 10);
  const Outcome chord = genrelens_with(*this, "classify chord.wav --json --model model");
  CHECK(Json::parse(chord.out, nullptr, false)["is_music"] == true);
  const std::string older = "classify chord.wav --json --model '" GENRELENS_MODELS "/mel-resnet'";
  CHECK(!Json::parse(genrelens_with(*this, older).out, nullptr, false).contains("is_music"));

  const Result<CsvTable> table = parse_csv(*read_text(*this / "table.csv"));
  REQUIRE(table);
  CHECK(table->names.size() == 4 + 10 + 2 + 2);
  CHECK(table->rows[0][*table->column("is_music")] == "yes");
  CHECK(table->rows[1][*table->column("is_music")] == "no");
  CHECK(std::stod(table->rows[1][*table->column("music")]) ==
        doctest::Approx(song["music"].get<double>()).epsilon(1e-3));
}

TEST_CASE_FIXTURE(Songs, "wrong usage ends with 2 and one sentence") {
  for (const char* arguments : {"", "sing", "classify", "classify chord.wav --loud", "classify chord.wav --top none",
                                "train", "train no-such --data x --out y", "evaluate", "export", "compare a", "split",
                                "audit", "split --data . --kind none --out a.csv",
                                "split --data . --kind lists --out a.csv", "evaluate --data . --fold 1"}) {
    CAPTURE(arguments);
    const Outcome outcome = genrelens_with(*this, arguments);
    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
    CHECK(lines(outcome.errors) == 1);
  }
  CHECK(genrelens_with(*this, "--help").status == 0);
  CHECK(genrelens_with(*this, "--version").out.starts_with("genrelens "));
}

TEST_CASE_FIXTURE(Songs, "a model that cannot be opened ends with 1 and one sentence") {
  const Outcome outcome = genrelens_with(*this, "classify chord.wav --model album");
  CHECK(outcome.status == 1);
  CHECK(outcome.out.empty());
  CHECK(lines(outcome.errors) == 1);
  CHECK(outcome.errors.find("album/card.json") != std::string::npos);
}

TEST_CASE("SIGTERM, as Ctrl-C, ends the training at once and keeps the best of its whole epochs") {
  const ScratchFolder folder;
  write_tiny_folder(folder / "data", 6);
  const std::string script =
      "cd '" + folder.path().string() +
      "' && { '" GENRELENS_BINARY
      "' train mel-resnet --data data --out run --epochs 5000 --patience 5000 --batch 2 "
      "--crops 1 >out 2>errors & } && while [ ! -s run/history.csv ] && kill -0 $!; do sleep 0.1; done; "
      "kill -TERM $!; wait $!";
  const int status = std::system(script.c_str());
  CAPTURE(*read_text(folder / "errors"));
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 1);  // less was done than asked
  CHECK(std::filesystem::exists(folder / "run/card.json"));
  CHECK(genrelens_with(folder, "evaluate --model run --data data").status == 0);
  const Result<CsvTable> history = parse_csv(*read_text(folder / "run/history.csv"));
  REQUIRE(history);
  CHECK(history->rows.size() < 5000);
}

TEST_CASE_FIXTURE(Songs, "a table never replaces a song") {
  const std::string before = *read_text(*this / "chord.wav");
  const Outcome outcome = genrelens_with(*this, "classify --csv chord.wav cut.wav");
  CHECK(outcome.status == 2);
  CHECK(lines(outcome.errors) == 1);
  CHECK(outcome.errors.find("does not end in .csv") != std::string::npos);
  CHECK(*read_text(*this / "chord.wav") == before);
}

TEST_CASE_FIXTURE(Songs, "an answer that cannot be written is a failure") {
  const std::string command =
      "cd '" + path().string() + "' && '" GENRELENS_BINARY "' classify chord.wav >/dev/full 2>errors";
  const int status = std::system(command.c_str());
  CHECK(WEXITSTATUS(status) == 1);
  CHECK(lines(*read_text(*this / "errors")) == 1);
}

TEST_CASE_FIXTURE(Songs, "a file written through a symbolic link leaves the link") {
  write_text(*this / "table.csv", "old");
  std::filesystem::create_symlink(*this / "table.csv", *this / "link.csv");
  REQUIRE(!write_text(*this / "link.csv", "new"));
  CHECK(std::filesystem::is_symlink(*this / "link.csv"));
  CHECK(*read_text(*this / "table.csv") == "new");
}

TEST_CASE_FIXTURE(Songs, "training and validation share nothing") {
  const Outcome same = genrelens_with(*this, "train mel-resnet --data . --out run --train-split a --valid-split a");
  CHECK(same.status == 2);
  CHECK(lines(same.errors) == 1);
  CHECK(same.errors.find("must not be the same") != std::string::npos);
}

TEST_CASE_FIXTURE(Songs, "numbers that an option does not allow are refused by name") {
  const std::string train = "train mel-resnet --data . --out run ";
  for (const char* option : {"--seed -1", "--seed 010", "--seed 1e3", "--learning-rate nan", "--learning-rate inf",
                             "--learning-rate 0", "--epochs -3", "--epochs 2.5", "--batch 0", "--batch x",
                             "--mixup -0.1", "--label-smoothing 1", "--threads -1"}) {
    CAPTURE(option);
    const Outcome outcome = genrelens_with(*this, train + option);
    CHECK(outcome.status == 2);
    REQUIRE(lines(outcome.errors) == 1);
    const std::string name = std::string(option).substr(0, std::string(option).find(' '));
    const std::string value = std::string(option).substr(name.size() + 1);
    CHECK(outcome.errors.starts_with("genrelens: " + name + ": \"" + value + "\" is not allowed, only a "));
  }
}

TEST_CASE_FIXTURE(Songs, "an unknown subcommand is answered with those there are") {
  CHECK(genrelens_with(*this, "sing chord.wav").errors ==
        "genrelens: There is no subcommand \"sing\"; there are: classify, features, train, search, evaluate, "
        "cross-validate, compare, export, split, audit, results, systems.\n");
}

TEST_CASE_FIXTURE(Songs, "file names are taken as they are, and never reach the terminal raw") {
  const std::string bytes = *read_text(*this / "chord.wav");
  for (const char* name : {"[chord.wav]", "{}", "a,b", "%%", "\x1b[31mred\n.wav"}) {
    CAPTURE(name);
    REQUIRE(!write_text(*this / name, bytes));
    const Outcome outcome = genrelens_with(*this, "classify --json '" + std::string(name) + "'");
    CHECK(outcome.status == 0);
    CHECK(Json::parse(outcome.out, nullptr, false)["file"] == name);
  }
  const Outcome two = genrelens_with(*this, "classify '[chord.wav]' '{}'");
  CHECK(two.status == 0);
  CHECK(lines(two.out) == 2);
  const Outcome coloured = genrelens_with(*this, "classify '\x1b[31mred\n.wav' '\x1b[2Jnone'");
  CHECK(coloured.out.find('\x1b') == std::string::npos);
  CHECK(coloured.errors.find('\x1b') == std::string::npos);
}

TEST_CASE_FIXTURE(Songs, "outputs that cannot be written are refused before anything is computed") {
  for (const char* arguments : {"classify chord.wav --csv /proc/out.csv", "classify chord.wav --csv chord.wav/out.csv",
                                "classify chord.wav --csv album", "evaluate --data . --csv /proc/out.csv",
                                "train mel-resnet --data . --out chord.wav",
                                "train mel-resnet --data . --out /proc/run", "export . --out chord.wav"}) {
    CAPTURE(arguments);
    const Outcome outcome = genrelens_with(*this, arguments);
    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
    CHECK(lines(outcome.errors) == 1);
  }
}

TEST_CASE_FIXTURE(Songs, "what might never end is not read") {
  const Outcome outcome = genrelens_with(*this, "classify /dev/zero --json");
  CHECK(outcome.status == 1);
  CHECK(outcome.errors.starts_with("/dev/zero: This is a device"));
  std::filesystem::create_directory(*this / "model");
  std::filesystem::create_symlink("/dev/zero", *this / "model/card.json");
  CHECK(genrelens_with(*this, "classify chord.wav --model model").status == 1);
}
