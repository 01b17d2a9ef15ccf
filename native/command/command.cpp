#include "native/command/command.h"

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <optional>
#include <utility>

#include "native/csv.h"
#include "native/file.h"
#include "native/number_text.h"
#include "native/printable.h"
#include "native/split.h"

namespace genrelens {
namespace {

constexpr char kMark = '\x01';

CLI::Validator validator(std::function<std::string(std::string&)> check, const std::string& description) {
  return CLI::Validator(std::move(check), description);
}

std::string refusal(const std::string& value, const std::string& allowed) {
  return "\"" + value + "\" is not allowed, only " + allowed + ".";
}

}  // namespace

void note(const std::string& sentence) { std::fprintf(stderr, "%s\n", printable(sentence).c_str()); }

int report(const Error& error) {
  note("genrelens: " + error.message);
  return kBadData;
}

int report_usage(const Error& error) {
  report(error);
  return kBadUsage;
}

void add_data_options(CLI::App* command, DataOptions& options) {
  command->add_option("--data", options.folder, "Feature folder: features.npy, tracks.csv, recipe.json")->required();
  CLI::Option* splits =
      command->add_option("--splits", options.splits, "Who is in which split, as genrelens split wrote it");
  command->add_option("--fold", options.fold, "Of k folds: this one tests, the next validates, the rest is learnt")
      ->needs(splits)
      ->check(whole_number(1, 1'000'000));
  command->add_option("--genres", options.genres, "Only the tracks of these, as in paper 000: jazz,metal,pop …")
      ->delimiter(',')
      ->allow_extra_args(false);
}

std::optional<FeatureFolder> read_data(const DataOptions& options, int& status) {
  Result<FeatureFolder> folder = read_feature_folder(options.folder);
  if (!folder) {
    status = report(folder.error());
    return {};
  }
  if (const auto error = keep_genres(*folder, options.genres)) {
    status = report_usage(*error);
    return {};
  }
  if (options.splits.empty()) return std::move(*folder);
  const Result<SplitTable> table = read_splits(options.splits);
  if (!table) {
    status = report(table.error());
    return {};
  }
  Result<FeatureFolder> divided = apply_splits(std::move(*folder), *table, options.fold);
  if (divided) return std::move(*divided);
  const bool no_such_fold = divided.error().code == ErrorCode::out_of_range;
  status = no_such_fold ? report_usage(divided.error()) : report(in_file(options.splits, divided.error()));
  return {};
}

CLI::Validator whole_number(std::int64_t low, std::int64_t high) {
  const bool open = high == std::numeric_limits<std::int64_t>::max();
  const std::string allowed =
      "a whole number, " + std::to_string(low) + (open ? " or more" : " to " + std::to_string(high));
  const auto check = [=](const std::string& text) {
    const std::optional<std::int64_t> value = parse_number<std::int64_t>(text);
    // CLI11 reads a leading zero as octal.
    const bool fits = value && *value >= low && *value <= high && std::to_string(*value) == text;
    return fits ? "" : refusal(text, allowed);
  };
  return validator(check, std::to_string(low) + (open ? "…" : "…" + std::to_string(high)));
}

CLI::Validator real_number(double low, double high) {
  const std::string allowed = "a number, " + number_text("%g", low) + " to " + number_text("%g", high);
  const auto check = [=](const std::string& text) {
    const std::optional<double> value = parse_number<double>(text);
    return value && *value >= low && *value <= high ? "" : refusal(text, allowed);
  };
  return validator(check, number_text("%g", low) + "…" + number_text("%g", high));
}

CLI::Validator output_file(const std::string& ending) {
  return validator([ending](const std::string& path) { return refuse_to_replace(without_mark(path), ending); }, "");
}

CLI::Validator output_folder() {
  const auto check = [](const std::string& path) -> std::string {
    std::error_code ignored;
    if (path.empty()) return "An empty name is no folder.";
    if (std::filesystem::exists(path, ignored) && !std::filesystem::is_directory(path, ignored)) {
      return path + " is a file, not a folder.";
    }
    return refuse_to_write(std::filesystem::path(path) / "card.json");
  };
  return validator(check, "");
}

std::string mark_brackets(const std::string& argument) {
  const bool brackets = argument.starts_with('[') && argument.ends_with(']');
  return brackets || argument.starts_with(kMark) ? kMark + argument : argument;
}

std::string without_mark(const std::string& argument) {
  return argument.starts_with(kMark) ? argument.substr(1) : argument;
}

std::string default_model() {
  const std::filesystem::path model = std::filesystem::path("models") / "audioset-mobilenet";
  std::error_code problem;
  std::filesystem::path folder = std::filesystem::read_symlink("/proc/self/exe", problem).parent_path();
  for (; folder.has_relative_path(); folder = folder.parent_path()) {
    if (std::filesystem::exists(folder / model / "card.json", problem)) return (folder / model).string();
  }
  return (std::filesystem::path(GENRELENS_MODELS) / model.filename()).string();
}

}  // namespace genrelens
