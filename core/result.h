// What a function returns when it can fail: the value, or one Error that a listener understands.
//
//   Result<Card> card = parse_card(text);
//   if (!card) return card.error();
//   use(card->labels);
//
// Core never throws, prints or aborts: an expected failure is a value, misuse is an assert.
#pragma once

#include <cassert>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace genrelens {

enum class ErrorCode {
  unknown_format,  // no decoder recognises the first bytes
  unsupported,     // recognised, but a variant that is not read here
  damaged,         // recognised, but its bytes contradict themselves or end too early
  out_of_range,    // a number outside what is allowed
  missing_field,   // a card or recipe lacks a field
  bad_field,       // a field has the wrong type or an unknown word
  wrong_version,   // a format version that this program does not know
  wrong_hash,      // the bytes are not the ones that were promised
};

using SentenceValues = std::vector<std::pair<std::string_view, std::string>>;  // name, value

// What a sentence says, for whoever says it in another language.
struct Sentence {
  std::string_view key = {};   // its name, which stays when it is reworded: "file.broken-off"; empty if it has none
  SentenceValues values = {};  // what stands in it: {"heard", "12.3"}, in seconds with a point
};

struct Error {
  ErrorCode code = ErrorCode::damaged;
  std::string message;       // one sentence, no file name: who opened the file knows it
  std::uint64_t offset = 0;  // bytes from the start of the input where it broke, 0 if that means nothing
  Sentence sentence = {};    // of errors of sound files, which listeners meet; the others have no key
};

template <class Value>
class [[nodiscard]] Result {
 public:
  Result(Value value) : state_(std::move(value)) {}
  Result(Error error) : state_(std::move(error)) {}

  explicit operator bool() const { return std::holds_alternative<Value>(state_); }
  const Error& error() const { return (assert(!*this), *std::get_if<Error>(&state_)); }

  Value& operator*() { return (assert(*this), *std::get_if<Value>(&state_)); }
  const Value& operator*() const { return (assert(*this), *std::get_if<Value>(&state_)); }
  Value* operator->() { return &**this; }
  const Value* operator->() const { return &**this; }

 private:
  std::variant<Value, Error> state_;
};

}  // namespace genrelens
