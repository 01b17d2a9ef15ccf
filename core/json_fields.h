// The fields of a JSON document, each checked for presence, type and range before it is used.
//
//   std::optional<Error> error;
//   Fields fields(&root, "card", error);
//   Fields mel = fields.group("features").group("mel");
//   mel_bands = mel.whole("bands", 1, 1024);       // "The card's features.mel.bands is 0; it must be a whole number …"
//   if (error) return *error;                      // missing_field, bad_field or out_of_range
//
// For sources alone: no header that others include may include nlohmann's.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/plain_values.h"
#include "core/result.h"

namespace genrelens {

using Json = nlohmann::json;

inline constexpr std::size_t kMaximumText = 1000;  // bytes of a text field

// A word of the document and what it stands for.
template <class Value>
struct Word {
  std::string_view word;
  Value value;
};

// Asserts that one of the words stands for the value.
template <class Value, std::size_t count>
std::string_view word_of(const Value& value, const std::array<Word<Value>, count>& words) {
  const auto found = std::find_if(words.begin(), words.end(), [&](const auto& word) { return word.value == value; });
  assert(found != words.end());
  return found->word;
}

// Bounds of a number, both allowed.
struct Range {
  double low;
  double high;
};

inline std::string written(double value) {
  const bool whole = std::floor(value) == value && std::abs(value) < 1e15;
  return whole ? std::to_string(static_cast<std::int64_t>(value)) : Json(value).dump();
}

inline std::string written(Range range) { return "from " + written(range.low) + " to " + written(range.high); }

// What a value is, in words that fit a sentence.
inline std::string described(const Json& value) {
  if (value.is_object() || value.is_array()) return std::string("an ") + value.type_name();
  if (value.is_string() && value.get_ref<const std::string&>().size() > 40) return "a long text";
  return value.dump();
}

// The fields of one JSON object. The first thing that is wrong is kept in `error`; after it, and for the field itself,
// reads give the lowest allowed value or nothing.
class Fields {
 public:
  // object: the document's outermost one; document: what messages call it, "card".
  Fields(const Json* object, std::string document, std::optional<Error>& error)
      : object_(object), document_(std::move(document)), error_(error) {}

  // Whether an optional field is there.
  bool has(std::string_view name) const { return object_ && object_->contains(name); }

  Fields group(std::string_view name) {
    const Json* value = find(name, "an object");
    if (value && !value->is_object()) value = wrong_type(name, *value, "an object");
    Fields inner(value, document_, error_);
    inner.path_ = full(name) + ".";
    return inner;
  }

  std::string text(std::string_view name, std::size_t shortest) {
    const std::string allowed =
        "a text of " + std::to_string(shortest) + " to " + std::to_string(kMaximumText) + " bytes";
    const Json* value = find(name, allowed);
    if (value && !value->is_string()) value = wrong_type(name, *value, allowed);
    if (!value) return {};
    const std::string& text = value->get_ref<const std::string&>();
    if (text.size() < shortest || text.size() > kMaximumText) {
      fail(ErrorCode::out_of_range, name, "has " + std::to_string(text.size()) + " bytes; it must be " + allowed);
    }
    return text;
  }

  double number(std::string_view name, Range range) {
    const std::string allowed = "a number " + written(range);
    const Json* value = find(name, allowed);
    if (value && !value->is_number()) value = wrong_type(name, *value, allowed);
    if (!value) return range.low;
    const auto number = value->get<double>();
    if (number >= range.low && number <= range.high) return number;
    outside(name, *value, allowed);
    return range.low;
  }

  std::int64_t whole(std::string_view name, std::int64_t low, std::int64_t high) {
    const std::string allowed = "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
    const Json* value = find(name, allowed);
    if (value && !value->is_number_integer()) value = wrong_type(name, *value, allowed);
    if (!value) return low;
    const auto number = value->get<std::int64_t>();
    const bool wraps = value->is_number_unsigned() && number < 0;
    if (!wraps && number >= low && number <= high) return number;
    outside(name, *value, allowed);
    return low;
  }

  std::uint64_t seed(std::string_view name) {
    const std::string allowed = "a whole number from 0 to 2^64 - 1";
    const Json* value = find(name, allowed);
    if (value && !value->is_number_unsigned()) value = wrong_type(name, *value, allowed);
    return value ? value->get<std::uint64_t>() : 0;
  }

  bool flag(std::string_view name) {
    const Json* value = find(name, "true or false");
    if (value && !value->is_boolean()) value = wrong_type(name, *value, "true or false");
    return value && value->get<bool>();
  }

  template <class Value, std::size_t count>
  Value word(std::string_view name, const std::array<Word<Value>, count>& words) {
    std::string allowed = "one of";
    for (const Word<Value>& word : words) allowed += (&word == words.data() ? " " : ", ") + std::string(word.word);
    const Json* value = find(name, allowed);
    if (value && value->is_string()) {
      for (const Word<Value>& word : words) {
        if (value->get_ref<const std::string&>() == word.word) return word.value;
      }
    }
    if (value) wrong_type(name, *value, allowed);
    return words[0].value;
  }

  void constant(std::string_view name, std::string_view only) { word(name, std::array{Word<bool>{only, true}}); }

  // The elements of a list, none if something is wrong.
  std::span<const Json> list(std::string_view name, std::size_t low, std::size_t high, std::string_view elements) {
    const std::string allowed = "a list of " + std::to_string(low) +
                                (low == high ? "" : " to " + std::to_string(high)) + " " + std::string(elements);
    const Json* value = find(name, allowed);
    if (value && !value->is_array()) value = wrong_type(name, *value, allowed);
    if (!value) return {};
    const auto& array = value->get_ref<const Json::array_t&>();
    if (array.size() >= low && array.size() <= high) return array;
    fail(ErrorCode::out_of_range, name, "has " + std::to_string(array.size()) + " elements; it must be " + allowed);
    return {};
  }

  // All values of a group whose names are free: up to 100 words and numbers.
  PlainValues plain_values(std::string_view name) {
    constexpr std::size_t kMost = 100;
    const Fields inner = group(name);
    PlainValues values;
    if (!inner.object()) return values;
    if (inner.object()->size() > kMost) {
      fail(ErrorCode::out_of_range, name, "has more than " + std::to_string(kMost) + " values");
      return values;
    }
    for (const auto& [key, value] : inner.object()->items()) {
      if (key.size() > kMaximumText || !add_plain_value(values, key, value)) {
        wrong_type(std::string(name) + "." + key.substr(0, 40), value, "a number or a word");
        return {};
      }
    }
    return values;
  }

  const Json* object() const { return object_; }

  // Returns nullptr, so that a reader can fail and forget its value in one line.
  const Json* fail(ErrorCode code, std::string_view name, const std::string& reason) {
    if (!error_) error_ = Error{.code = code, .message = "The " + document_ + "'s " + full(name) + " " + reason + "."};
    return nullptr;
  }

  const Json* wrong_type(std::string_view name, const Json& value, const std::string& allowed) {
    return fail(ErrorCode::bad_field, name, "is " + described(value) + "; it must be " + allowed);
  }

 private:
  std::string full(std::string_view name) const { return path_ + std::string(name); }

  void outside(std::string_view name, const Json& value, const std::string& allowed) {
    fail(ErrorCode::out_of_range, name, "is " + described(value) + "; it must be " + allowed);
  }

  const Json* find(std::string_view name, const std::string& allowed) {
    if (!object_ || error_) return nullptr;
    const auto found = object_->find(name);
    if (found != object_->end()) return &*found;
    return fail(ErrorCode::missing_field, name, "is missing; it must be " + allowed);
  }

  static bool add_plain_value(PlainValues& values, const std::string& name, const Json& value) {
    if (value.is_number_unsigned()) {
      values[name] = value.get<std::uint64_t>();
    } else if (value.is_number()) {
      values[name] = value.get<double>();
    } else if (value.is_string() && value.get_ref<const std::string&>().size() <= kMaximumText) {
      values[name] = value.get<std::string>();
    } else {
      return false;
    }
    return true;
  }

  const Json* object_;  // nullptr if it is missing
  std::string document_;
  std::string path_;  // "features.mel."
  std::optional<Error>& error_;
};

inline nlohmann::ordered_json as_json(const PlainValues& values) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const auto& [name, value] : values) {
    std::visit([&json, &key = name](const auto& plain) { json[key] = plain; }, value);
  }
  return json;
}

// Why `root` is no document of this format version, if it is none: damaged, bad_field, missing_field or wrong_version.
inline std::optional<Error> check_document(const Json& root, const std::string& document, std::int64_t version) {
  if (root.is_discarded())
    return Error{.code = ErrorCode::damaged, .message = "The " + document + " is not valid JSON."};
  if (!root.is_object()) {
    return Error{.code = ErrorCode::bad_field,
                 .message = "The " + document + " is " + described(root) + "; it must be an object."};
  }
  std::optional<Error> error;
  const std::int64_t format =
      Fields(&root, document, error).whole("format", 0, std::numeric_limits<std::int64_t>::max());
  if (!error && format != version) {
    error = Error{.code = ErrorCode::wrong_version,
                  .message = "The " + document + "'s format is " + std::to_string(format) +
                             "; this program reads format " + std::to_string(version) + "."};
  }
  return error;
}

}  // namespace genrelens
