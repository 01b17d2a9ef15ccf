// genrelens train and search as a user meets them: stopped and resumed, with options from a file, in two processes.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "command_outcome.h"
#include "native/checkpoint.h"
#include "native/csv.h"
#include "native/file.h"
#include "native/option_search.h"
#include "native/run_record.h"

using namespace genrelens;
using Json = nlohmann::json;

namespace {

struct Folder : ScratchFolder {
  Folder() { write_tiny_folder(*this / "data", 12); }

  Outcome run(const std::string& arguments) const { return genrelens_with(*this, arguments); }
};

// Of the loopback interface, free a moment ago.
int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
  socklen_t size = sizeof address;
  bind(socket, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  close(socket);
  return ntohs(address.sin_port);
}

double largest_difference(const Weights& left, const Weights& right) {
  double largest = 0;
  for (const auto& [name, tensor] : left) {
    const Tensor& other = right.at(name);
    for (std::size_t i = 0; i < tensor.values.size(); i++) {
      largest = std::max(largest, std::abs(static_cast<double>(tensor.values[i]) - other.values[i]));
    }
  }
  return largest;
}

const std::string kTrain = "train mel-resnet --data data --batch 8 --crops 2 --threads 1 ";

}  // namespace

TEST_CASE_FIXTURE(Folder, "a run says what it learnt from, with what and how fast") {
  const Outcome outcome = run(kTrain + "--out run --epochs 2 --seed 4 --dropout 0.2");
  CAPTURE(outcome.errors);
  REQUIRE(outcome.status == 0);
  CHECK(outcome.errors.find(" by the bare network: ") != std::string::npos);
  const Result<RunRecord> record = read_run_record(*this / "run");
  REQUIRE_MESSAGE(record, (record ? "" : record.error().message));
  CHECK(record->system == "mel-resnet");
  CHECK(record->model == "mel-resnet");
  CHECK(!record->leaky);
  CHECK(record->train == RunSplit{"train", 8});
  CHECK(record->valid == RunSplit{"valid", 4});
  CHECK(record->parameters == record->trainable_parameters);
  CHECK(record->chunks_per_epoch == 16);
  CHECK(record->epochs == 2);
  CHECK(record->end == RunEnd::epochs_done);
  CHECK(record->threads == 1);
  CHECK(record->tracks_per_second * 2 == doctest::Approx(record->chunks_per_second));
  CHECK(record->loader_ratio == doctest::Approx(record->chunks_per_second / record->bare_chunks_per_second));
  CHECK(record->training.at("dropout") == PlainValue{0.2});
  CHECK(record->training.at("seed") == PlainValue{std::uint64_t{4}});
  const Json card = Json::parse(*read_text(*this / "run/card.json"), nullptr, false);
  CHECK(card["training"]["batch"] == 8);
  CHECK(card["training"]["optimizer"] == "adam-w");
  CHECK(!std::filesystem::exists(*this / "run/resume.pt"));
  CHECK(run(kTrain + "--out run --epochs 2 --resume").errors ==
        "genrelens: run holds a finished run: there is nothing to resume.\n");
}

TEST_CASE_FIXTURE(Folder, "options come from a file or a card, and flags win over them") {
  REQUIRE(
      !write_text(*this / "options.json", R"({"epochs": 1, "batch": 4, "optimizer": "adam", "learning_rate": 1e-3})"));
  const Outcome outcome = run("train mel-resnet --data data --out run --options options.json --batch 6 --crops 1");
  CAPTURE(outcome.errors);
  REQUIRE(outcome.status == 0);
  const Result<RunRecord> first = read_run_record(*this / "run");
  REQUIRE(first);
  CHECK(first->training.at("batch") == PlainValue{std::uint64_t{6}});
  CHECK(first->training.at("optimizer") == PlainValue{std::string("adam")});
  REQUIRE(run("train mel-resnet --data data --out again --options run/card.json --seed 2").status == 0);
  const Result<RunRecord> second = read_run_record(*this / "again");
  REQUIRE(second);
  PlainValues expected = first->training;
  expected["seed"] = std::uint64_t{2};
  CHECK(second->training == expected);

  REQUIRE(!write_text(*this / "options.json", R"({"batch": 1})"));
  const Outcome wrong = run("train mel-resnet --data data --out other --options options.json");
  CHECK(wrong.status == 2);
  CHECK(wrong.errors == "genrelens: options.json: batch is 1; it must be a whole number from 2 to 4096.\n");
  CHECK(run("train mel-resnet --data data --out other --options none.json").status == 2);
}

TEST_CASE_FIXTURE(Folder, "Ctrl-C keeps all whole epochs, and --resume ends where an unbroken run would") {
  const std::string command = kTrain + "--epochs 6 --patience 6 --seed 3 ";
  // A shell's background job ignores the signal until the program asks for it, which it has once an epoch is done.
  const Outcome stopped = shell(*this, "{ '" GENRELENS_BINARY "' " + command +
                                           "--out run & } && while [ ! -s run/resume.pt ] && kill -0 $!; do "
                                           "sleep 0.02; done; kill -INT $!; wait $!");
  CAPTURE(stopped.errors);
  REQUIRE(stopped.status == 1);  // less was done than asked
  CHECK(stopped.errors.find("; the same command with --resume goes on.") != std::string::npos);
  const Result<RunRecord> part = read_run_record(*this / "run");
  REQUIRE(part);
  CHECK(part->end == RunEnd::interrupt);
  CHECK(part->epochs < 6);
  CHECK(run(command + "--out run").errors ==
        "genrelens: run holds an unfinished run; say --resume to go on, --force to replace it, or name another "
        "folder.\n");
  const Outcome other = run(command + "--out run --resume --learning-rate 1e-3");
  CHECK(other.status == 2);
  CHECK(other.errors.find("The unfinished run has learning_rate 0.003 and this command 0.001") != std::string::npos);

  REQUIRE(!write_text(*this / "run/evaluation/metrics.json", "{}"));
  REQUIRE(run(command + "--out run --resume").status == 0);
  CHECK(!std::filesystem::exists(*this / "run/evaluation/metrics.json"));  // of the network that it stopped with
  REQUIRE(run(command + "--out whole").status == 0);
  CHECK(*read_text(*this / "run/model.onnx") == *read_text(*this / "whole/model.onnx"));
  const Result<RunRecord> resumed = read_run_record(*this / "run");
  REQUIRE(resumed);
  CHECK(resumed->epochs == 6);
  const Result<CsvTable> history = parse_csv(*read_text(*this / "run/history.csv"));
  REQUIRE(history);
  CHECK(history->rows.size() == 6);
  CHECK(run(command + "--out none --resume").errors ==
        "genrelens: none holds no unfinished run: there is no resume.pt in it. Start without --resume.\n");
}

TEST_CASE_FIXTURE(Folder, "two processes on this machine teach what one does, but for rounding") {
  // Without batch norm and dropout; five chunks, of which one process takes two and the other three.
  const std::string command =
      "'" GENRELENS_BINARY
      "' train leo-cnn --data data --epochs 2 --crops 1 --dropout 0 --learning-rate 1e-4 --threads 1 --batch ";
  REQUIRE(shell(*this, command + "5 --out one").status == 0);
  REQUIRE(shell(*this, command + "4 --out other").status == 0);
  const std::string shared = command + "5 --processes 2 --master 127.0.0.1:" + std::to_string(free_port());
  const Outcome both = shell(*this, "{ " + shared + " --rank 1 --out two >out1 2>errors1 & } && " + shared +
                                        " --rank 0 --out two; first=$?; wait $! && exit $first");
  if (both.errors.find("Gloo's headers") != std::string::npos) {
    MESSAGE("this build has no Gloo: skipped");
    return;
  }
  CAPTURE(both.errors);
  CAPTURE(*read_text(*this / "errors1"));
  REQUIRE(both.status == 0);
  CHECK(read_text(*this / "out1")->empty());  // rank 0 alone tells and writes
  const Result<Checkpoint> one = read_checkpoint(*this / "one/best.safetensors");
  const Result<Checkpoint> two = read_checkpoint(*this / "two/best.safetensors");
  const Result<Checkpoint> other = read_checkpoint(*this / "other/best.safetensors");
  REQUIRE(one);
  REQUIRE(two);
  REQUIRE(other);
  // A step of Adam moves a weight by up to 1e-4, whatever its gradient's size.
  CHECK(largest_difference(one->weights, two->weights) < 1e-5);
  CHECK(largest_difference(one->weights, other->weights) > 1e-4);
  const Result<RunRecord> record = read_run_record(*this / "two");
  REQUIRE(record);
  CHECK(record->processes == 2);
  CHECK(record->chunks_per_epoch == 5);
}

TEST_CASE_FIXTURE(Folder, "what cannot be asked of several processes or of this machine is refused in one sentence") {
  const auto refusal = [&](const std::string& options) {
    const Outcome outcome = run(kTrain + "--out run " + options);
    CHECK(outcome.status == 2);
    CHECK(!std::filesystem::exists(*this / "run"));
    return outcome.errors;
  };
  CHECK(refusal("--processes 2 --rank 2 --master localhost:29500") ==
        "genrelens: --rank is 2; of 2 processes it must be 0 to 1.\n");
  CHECK(refusal("--processes 2 --master localhost") ==
        "genrelens: --master is \"localhost\"; it must be HOST:PORT, as in 127.0.0.1:29500.\n");
  CHECK(refusal("--processes 9 --master localhost:29500")
            .ends_with("genrelens: A batch of 8 chunks cannot be shared by 9 processes.\n"));
  CHECK(run("train leo-cnn --data data --out run --crops 1 --batch 64 --processes 9 --master localhost:29500")
            .errors.ends_with("genrelens: An epoch of 8 chunks cannot be shared by 9 processes.\n"));
  CHECK(refusal("--processes 2").find("--master") != std::string::npos);
  CHECK(refusal("--device tpu").find("--device") != std::string::npos);
  const Outcome cuda = run(kTrain + "--out run --epochs 1 --device cuda");
  const bool has_cuda = cuda.status == 0;
  CHECK((has_cuda || cuda.status == 2));
  if (!has_cuda)
    CHECK(cuda.errors.starts_with("genrelens: There is no CUDA device that this build's LibTorch can use"));
}

TEST_CASE_FIXTURE(Folder, "processes that would teach different networks refuse, all of them") {
  const std::string command = "'" GENRELENS_BINARY
                              "' train leo-cnn --data data --epochs 1 --threads 1 --batch 4 --processes 2 --master "
                              "127.0.0.1:" +
                              std::to_string(free_port());
  const Outcome both = shell(*this, "{ " + command + " --rank 1 --out two --seed 2 >out1 2>errors1 & } && " + command +
                                        " --rank 0 --out two; first=$?; wait $!; [ $? = $first ] && exit $first");
  if (both.errors.find("Gloo's headers") != std::string::npos) {
    MESSAGE("this build has no Gloo: skipped");
    return;
  }
  CAPTURE(both.errors);
  CHECK(both.status == 2);
  CHECK(both.errors.find("Rank 1 and rank 0 differ in options, data") != std::string::npos);
  CHECK(read_text(*this / "errors1")->find("Rank 0 and rank 1 differ in options, data") != std::string::npos);
  CHECK(!std::filesystem::exists(*this / "two"));
}

TEST_CASE_FIXTURE(Folder, "--force loses the earlier run when the new one has an epoch, not before") {
  const std::vector<std::string> files = {"best.safetensors", "history.csv", "run.json",
                                          "card.json",        "model.onnx",  "evaluation/metrics.json"};
  for (const std::string& file : files) REQUIRE(!write_text(*this / ("run/" + file), "earlier"));
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
  socklen_t size = sizeof address;
  bind(socket, reinterpret_cast<sockaddr*>(&address), size);
  listen(socket, 1);
  getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  const std::string master = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  const Outcome taken = run(kTrain + "--out run --force --epochs 1 --processes 2 --master " + master);
  close(socket);
  CAPTURE(taken.errors);
  CHECK(taken.status == 1);
  for (const std::string& file : files) CHECK(*read_text(*this / ("run/" + file)) == "earlier");
  REQUIRE(run(kTrain + "--out run --force --epochs 1").status == 0);
  CHECK(!std::filesystem::exists(*this / "run/evaluation/metrics.json"));
  CHECK(read_run_record(*this / "run"));
}

TEST_CASE_FIXTURE(Folder,
                  "what comes of LEAKY splits is marked: the search's options, the weights and who starts from them") {
  std::filesystem::copy(*this / "data", *this / "pieces");
  std::string table = *read_text(*this / "data/tracks.csv");
  for (const char* split : {",train,", ",valid,"}) {
    for (std::size_t at = table.find(split); at != std::string::npos; at = table.find(split, at + 8)) {
      table.insert(at + 1, "LEAKY-");
    }
  }
  REQUIRE(!write_text(*this / "pieces/tracks.csv", table));
  const std::string flags = " --epochs 1 --batch 8 --crops 1 --threads 1";
  REQUIRE(run("search leo-cnn --data pieces --out found --trials 1" + flags).status == 0);
  CHECK(read_text(*this / "found/search.json")->find("LEAKY") != std::string::npos);
  CHECK(read_text(*this / "found/best.json")->find("LEAKY") != std::string::npos);
  REQUIRE(run("train leo-cnn --data pieces --out leaky --options found/best.json" + flags).status == 0);

  const Outcome outcome =
      run("train leo-cnn --data data --out run --training-data tiny --pretrained leaky/best.safetensors" + flags);
  CAPTURE(outcome.errors);
  REQUIRE(outcome.status == 0);
  CHECK(outcome.errors.find("LEAKY: the weights to begin with are of leo-cnn-LEAKY") != std::string::npos);
  CHECK(outcome.errors.find("The weights to begin with learnt other tracks") != std::string::npos);
  const Json card = Json::parse(*read_text(*this / "run/card.json"), nullptr, false);
  CHECK(card["name"] == "leo-cnn-LEAKY");
  CHECK(card["origin"]["split"] == "train");
  CHECK(card["origin"]["training_data"] ==
        "tiny; started from best.safetensors; LEAKY weights; started from weights that learnt other tracks");
  const Result<RunRecord> record = read_run_record(*this / "run");
  REQUIRE(record);
  CHECK(record->leaky);
  CHECK(record->model == "leo-cnn-LEAKY");
}

TEST_CASE_FIXTURE(Folder, "a search tries options, goes on after a stop and leaves the best for train") {
  const std::string command = "search mel-resnet --data data --out found --epochs 1 --batch 8 --crops 1 --threads 1 ";
  const Outcome two = run(command + "--trials 2");
  CAPTURE(two.errors);
  REQUIRE(two.status == 0);
  const Result<std::vector<Trial>> first = parse_trials(*read_text(*this / "found/trials.csv"));
  REQUIRE(first);
  CHECK(first->size() == 2);
  const Outcome three = run(command + "--trials 3");
  REQUIRE(three.status == 0);
  const Result<std::vector<Trial>> trials = parse_trials(*read_text(*this / "found/trials.csv"));
  REQUIRE(trials);
  REQUIRE(trials->size() == 3);
  CHECK(std::equal(first->begin(), first->end(), trials->begin()));
  CHECK(three.errors.find("trial   2") == std::string::npos);  // kept, not tried again

  const Trial* best = best_trial(*trials);
  REQUIRE(best);
  const Json chosen = Json::parse(*read_text(*this / "found/best.json"), nullptr, false);
  CHECK(chosen["learning_rate"] == best->learning_rate);
  CHECK(chosen["batch"] == 8);
  CHECK(!chosen.contains("epochs"));
  REQUIRE(run("train mel-resnet --data data --out run --epochs 1 --options found/best.json").status == 0);
  const Result<RunRecord> record = read_run_record(*this / "run");
  REQUIRE(record);
  CHECK(record->training.at("learning_rate") == PlainValue{best->learning_rate});

  const Outcome other = run(command + "--trials 4 --seed 9");
  CHECK(other.status == 2);
  CHECK(other.errors.find("found holds a search of other data or options") != std::string::npos);
  const std::string table = *read_text(*this / "found/trials.csv");
  REQUIRE(!write_text(*this / "found/trials.csv", table.substr(0, table.size() - 20)));
  CHECK(run(command + "--trials 4").status == 1);
  REQUIRE(!write_text(*this / "found/trials.csv", table));
  std::filesystem::remove(*this / "found/search.json");
  const Outcome lost = run(command + "--trials 4");
  CHECK(lost.status == 1);
  CHECK(lost.errors.find("trials.csv lies there without search.json") != std::string::npos);
}
