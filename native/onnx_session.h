// A network in ONNX Runtime, on the CPU.
//
//   Result<OnnxSession> session = OnnxSession::create(bytes, {.input = "input", .logits = "logits", .embedding =
//   "embedding"}); Result<OnnxAnswer> answer = session->run(inputs, count);   // (count, …) → logits (count, labels)
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"

namespace genrelens {

struct OnnxOptions {
  std::string input;
  std::string logits;
  std::string embedding;
  int threads = 0;  // 0: one a processor
};

struct OnnxAnswer {
  std::vector<float> logits;     // (count, the card's logit_count())
  std::vector<float> embedding;  // (count, size)
};

class OnnxSession {
 public:
  // Errors: the bytes are no network, or have no input or output of such a name.
  static Result<OnnxSession> create(std::span<const std::uint8_t> bytes, const OnnxOptions& options);
  OnnxSession(OnnxSession&&) noexcept;
  OnnxSession& operator=(OnnxSession&&) noexcept;
  ~OnnxSession();

  // The word of that key in the model's metadata, if it has one.
  std::optional<std::string> word(const std::string& key) const;

  // Values that one chunk's input holds.
  std::size_t input_size() const;

  // Asserts that inputs holds `count` chunks.
  Result<OnnxAnswer> run(std::span<const float> inputs, std::size_t count);

 private:
  struct State;
  explicit OnnxSession(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace genrelens
