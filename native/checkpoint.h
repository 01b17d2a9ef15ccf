// Weights and a few words about them in one file, as safetensors has it: 8 bytes of header length, a JSON header, the
// numbers, little-endian.
//
//   if (auto error = write_checkpoint("run/best.safetensors", {.weights = weights, .words = {{"system", "…"}}})) …
//   Result<Checkpoint> checkpoint = read_checkpoint("run/best.safetensors");
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "core/result.h"
#include "native/network.h"
#include "native/weights.h"

namespace genrelens {

struct Checkpoint {
  Weights weights;
  std::map<std::string, std::string> words;  // "__metadata__"
};

std::optional<Error> write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint);

// F32 or F16 tensors that share no bytes, so that they take at most twice the memory of the file. Errors name the
// tensor.
Result<Checkpoint> parse_checkpoint(std::span<const std::uint8_t> bytes);

// The same; errors name the file too.
Result<Checkpoint> read_checkpoint(const std::filesystem::path& path);

// Which tensor of the network is missing or has another shape; empty if all are there.
std::optional<Error> weights_fit(const Weights& weights, const Network& network);

}  // namespace genrelens
