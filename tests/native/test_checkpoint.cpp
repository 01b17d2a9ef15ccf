#include <doctest/doctest.h>

#include <limits>

#include "native/checkpoint.h"
#include "scratch_folder.h"

using namespace genrelens;

namespace {

Checkpoint small() {
  return {.weights = {{"a.weight", {{2, 3}, {1, 2, 3, 4, 5, std::numeric_limits<float>::denorm_min()}}},
                      {"b.bias", {{1}, {-0.0f}}},
                      {"none", {{0, 4}, {}}}},
          .words = {{"system", "mel-resnet"}, {"card", "{\"name\": \"ö\"}"}}};
}

std::string error_of(const std::filesystem::path& path) {
  const Result<Checkpoint> checkpoint = read_checkpoint(path);
  return checkpoint ? "" : checkpoint.error().message;
}

std::string with_header(const std::string& header, const std::string& data) {
  std::string length(8, '\0');
  length[0] = static_cast<char>(header.size() & 255);
  length[1] = static_cast<char>(header.size() >> 8);
  return length + header + data;
}

}  // namespace

TEST_CASE("what was written is read back, bit for bit") {
  const ScratchFolder folder;
  REQUIRE(!write_checkpoint(folder / "run/x.safetensors", small()));
  const Result<Checkpoint> read = read_checkpoint(folder / "run/x.safetensors");
  REQUIRE(read);
  CHECK(read->weights == small().weights);
  CHECK(read->words == small().words);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "run")) files += entry.exists() ? 1 : 0;
  CHECK(files == 1);  // nothing is left aside
}

TEST_CASE("every truncation is refused with the file's name") {
  const ScratchFolder folder;
  REQUIRE(!write_checkpoint(folder / "whole", small()));
  const std::string whole = *read_text(folder / "whole");
  for (std::size_t length = 0; length < whole.size(); length++) {
    REQUIRE(!write_text(folder / "cut", whole.substr(0, length)));
    const std::string message = error_of(folder / "cut");
    CAPTURE(length);
    CHECK(message.find("cut: ") != std::string::npos);
  }
}

TEST_CASE("a header that lies is refused, and takes no memory") {
  const ScratchFolder folder;
  const auto error_for = [&](const std::string& entry) {
    REQUIRE(!write_text(folder / "x", with_header("{\"w\": " + entry + "}", std::string(8, 'x'))));
    return error_of(folder / "x");
  };
  CHECK(error_for(R"({"dtype": "F32", "shape": [2], "data_offsets": [0, 8]})").empty());
  for (const char* entry : {
           R"({"dtype": "F32", "shape": [3], "data_offsets": [0, 8]})",
           R"({"dtype": "F32", "shape": [2], "data_offsets": [4, 12]})",
           R"({"dtype": "F32", "shape": [2], "data_offsets": [8, 0]})",
           R"({"dtype": "F32", "shape": [-2], "data_offsets": [0, 8]})",
           R"({"dtype": "F32", "shape": [4611686018427387904, 4], "data_offsets": [0, 0]})",
           R"({"dtype": "BF16", "shape": [4], "data_offsets": [0, 8]})",
           R"({"dtype": "F16", "shape": [2], "data_offsets": [0, 8]})",
           R"({"dtype": "F32", "shape": "2", "data_offsets": [0, 8]})",
           R"({"shape": [2], "data_offsets": [0, 8]})",
           R"(7)",
       }) {
    CAPTURE(entry);
    CHECK(error_for(entry).find("Tensor w") != std::string::npos);
  }
  const std::string tensor = R"({"dtype": "F32", "shape": [2], "data_offsets": [0, 8]})";
  const std::string twice = "{\"v\": " + tensor + ", \"w\": " + tensor + "}";
  REQUIRE(!write_text(folder / "x", with_header(twice, std::string(8, 'x'))));
  CHECK(error_of(folder / "x").find("Tensor w overlaps another.") != std::string::npos);
}

TEST_CASE("half-precision tensors are read exactly") {
  // 1, −2, the smallest above 0, the largest
  const std::string data("\x00\x3c\x00\xc0\x01\x00\xff\x7b", 8);
  const std::string bytes = with_header(R"({"w": {"dtype": "F16", "shape": [4], "data_offsets": [0, 8]}})", data);
  const ScratchFolder folder;
  REQUIRE(!write_text(folder / "half", bytes));
  const Result<Checkpoint> checkpoint = read_checkpoint(folder / "half");
  REQUIRE(checkpoint);
  CHECK(checkpoint->weights.at("w").values == std::vector<float>{1, -2, 0x1p-24F, 65504});
}

TEST_CASE("weights of another network are named") {
  Network network("small", {.channels = 4, .height = 1, .width = 1});
  network.dense(network.input(), "logits", 2);
  Weights weights = {{"logits.weight", {{2, 4}, std::vector<float>(8)}}};
  REQUIRE(weights_fit(weights, network));
  CHECK(weights_fit(weights, network)->message == "The checkpoint has no tensor logits.bias.");
  weights["logits.bias"] = {{3}, std::vector<float>(3)};
  REQUIRE(weights_fit(weights, network));
  CHECK(weights_fit(weights, network)->message == "Tensor logits.bias has the shape (3), the network wants (2).");
  weights["logits.bias"] = {{2}, std::vector<float>(2)};
  CHECK(!weights_fit(weights, network));
}
