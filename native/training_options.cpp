#include "native/training_options.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/json_fields.h"
#include "native/file.h"
#include "native/name_list.h"

namespace genrelens {
namespace {

using T = TrainingOptions;

template <auto field>
std::optional<double> get(const T& options) {
  return static_cast<double>(options.*field);
}

template <auto field>
void set(T& options, double value) {
  options.*field = static_cast<std::remove_reference_t<decltype(options.*field)>>(value);
}

template <auto field>
std::size_t get_word(const T& options) {
  return static_cast<std::size_t>(options.*field);
}

template <auto field>
void set_word(T& options, std::size_t word) {
  options.*field = static_cast<std::remove_reference_t<decltype(options.*field)>>(word);
}

constexpr double kMostSeed = 9007199254740992;  // 2^53: what a double counts to without a gap

constexpr NumberOption kNumbers[] = {
    {"epochs", "Times through the training tracks", 1, 100000, true, get<&T::epochs>, set<&T::epochs>},
    {"batch", "Chunks a step", 2, 4096, true, get<&T::batch>, set<&T::batch>},
    {"crops", "Chunks of each track an epoch", 1, 1000, true, get<&T::crops>, set<&T::crops>},
    {"learning_rate", "The highest", 1e-9, 10, false, get<&T::learning_rate>, set<&T::learning_rate>},
    {"warmup_epochs", "Epochs in which the rate rises to it (cosine)", 0, 1000, false, get<&T::warmup_epochs>,
     set<&T::warmup_epochs>},
    {"weight_decay", "Of AdamW; of a linear probe, towards where it began", 0, 10, false, get<&T::weight_decay>,
     set<&T::weight_decay>},
    {"label_smoothing", "Share of the truth given to all labels", 0, 0.9, false, get<&T::label_smoothing>,
     set<&T::label_smoothing>},
    {"mixup", "Two chunks in one, by Beta(a, a): a; 0: none", 0, 1, false, get<&T::mixup>, set<&T::mixup>},
    {"averaging", "Decay a step of the weights' running mean; 0: none", 0, 0.99999, false, get<&T::averaging>,
     set<&T::averaging>},
    {"dropout", "Share put out in every dropout layer", 0, 0.95, false,
     [](const T& options) { return options.dropout; }, [](T& options, double value) { options.dropout = value; }},
    {"augmentation", "Factor of the system's augmentation; 0: none", 0, 3, false, get<&T::augmentation>,
     set<&T::augmentation>},
    {"patience", "Epochs without a better validation loss", 1, 100000, true, get<&T::patience>, set<&T::patience>},
    {"seed", "Of everything random", 0, kMostSeed, true, get<&T::seed>, set<&T::seed>},
};

// The words of each field in the order of its enumeration.
const WordOption kWords[] = {
    {"optimizer",
     "How a step is taken",
     {"adam-w", "adam", "rms-prop"},
     get_word<&T::optimizer>,
     set_word<&T::optimizer>},
    {"schedule", "The rate over the epochs", {"cosine", "constant"}, get_word<&T::schedule>, set_word<&T::schedule>},
    {"precision",
     "mixed: bfloat16 where it is safe",
     {"float32", "mixed"},
     get_word<&T::precision>,
     set_word<&T::precision>},
};

Error wrong(const std::string& name, const PlainValue& value, const std::string& allowed, ErrorCode code) {
  const std::string text = std::visit([](const auto& plain) { return Json(plain).dump(); }, value);
  return {.code = code, .message = name + " is " + text + "; it must be " + allowed + "."};
}

std::optional<Error> change_number(T& options, const NumberOption& option, const PlainValue& value) {
  const std::string allowed =
      std::string(option.whole ? "a whole number " : "a number ") + written(Range{option.low, option.high});
  double number = 0;
  if (const auto* whole = std::get_if<std::uint64_t>(&value)) {
    number = static_cast<double>(*whole);
  } else if (const auto* real = std::get_if<double>(&value)) {
    number = *real;
  } else {
    return wrong(option.name, value, allowed, ErrorCode::bad_field);
  }
  const bool fits = number >= option.low && number <= option.high && (!option.whole || number == std::floor(number));
  if (!fits) return wrong(option.name, value, allowed, ErrorCode::out_of_range);
  option.set(options, number);
  return {};
}

std::optional<Error> change_word(T& options, const WordOption& option, const PlainValue& value) {
  const auto* word = std::get_if<std::string>(&value);
  const auto found = word ? std::find(option.words.begin(), option.words.end(), *word) : option.words.end();
  if (found == option.words.end()) {
    return wrong(option.name, value, "one of " + name_list(option.words), ErrorCode::bad_field);
  }
  option.set(options, static_cast<std::size_t>(found - option.words.begin()));
  return {};
}

std::optional<Error> change(T& options, const std::string& name, const PlainValue& value) {
  for (const NumberOption& option : kNumbers) {
    if (name == option.name) return change_number(options, option, value);
  }
  for (const WordOption& option : kWords) {
    if (name == option.name) return change_word(options, option, value);
  }
  std::vector<std::string> known;
  for (const NumberOption& option : kNumbers) known.push_back(option.name);
  for (const WordOption& option : kWords) known.push_back(option.name);
  return Error{ErrorCode::bad_field,
               "There is no training option \"" + name + "\"; there are: " + name_list(known) + "."};
}

}  // namespace

std::span<const NumberOption> number_options() { return kNumbers; }
std::span<const WordOption> word_options() { return kWords; }

PlainValues values_of(const TrainingOptions& options) {
  PlainValues values;
  for (const NumberOption& option : kNumbers) {
    const std::optional<double> number = option.get(options);
    if (!number) continue;
    if (option.whole) {
      values[option.name] = static_cast<std::uint64_t>(*number);
    } else {
      values[option.name] = *number;
    }
  }
  for (const WordOption& option : kWords) values[option.name] = option.words[option.get(options)];
  return values;
}

std::optional<Error> change_options(TrainingOptions& options, const PlainValues& values) {
  TrainingOptions changed = options;
  for (const auto& [name, value] : values) {
    if (const auto error = change(changed, name, value)) return error;
  }
  options = changed;
  return {};
}

Result<PlainValues> parse_options(std::string_view json) {
  const Json root = Json::parse(json, nullptr, false);
  if (root.is_discarded()) return Error{ErrorCode::damaged, "This is not valid JSON."};
  if (!root.is_object()) return Error{ErrorCode::bad_field, "This is " + described(root) + "; it must be an object."};
  const bool is_card = root.contains("format");
  if (is_card && !root.contains("training")) {
    return Error{ErrorCode::missing_field,
                 "This is a card without a field \"training\": it does not say how its network was trained."};
  }
  std::optional<Error> error;
  const Json document = root.contains("training") ? root : Json{{"options", root}};
  const PlainValues values =
      Fields(&document, "file", error).plain_values(root.contains("training") ? "training" : "options");
  if (error) return *error;
  return values;
}

Result<PlainValues> read_options_file(const std::filesystem::path& path) {
  const Result<std::string> text = read_text(path);
  if (!text) return text.error();
  Result<PlainValues> values = parse_options(*text);
  if (!values) return in_file(path, values.error());
  return values;
}

std::string write_options(const PlainValues& values) { return as_json(values).dump(2) + "\n"; }

}  // namespace genrelens
