// The subcommands of genrelens. Each adds itself to the program with its options; running it sets its exit status.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "native/feature_folder.h"

namespace genrelens {

inline constexpr int kSuccess = 0;
inline constexpr int kBadData = 1;  // of several songs: at least one could not be read
inline constexpr int kBadUsage = 2;

void add_classify(CLI::App& program, int& status);
void add_train(CLI::App& program, int& status);
void add_search(CLI::App& program, int& status);
void add_evaluate(CLI::App& program, int& status);
void add_cross_validate(CLI::App& program, int& status);
void add_compare(CLI::App& program, int& status);
void add_export(CLI::App& program, int& status);
void add_systems(CLI::App& program, int& status);
void add_features(CLI::App& program, int& status);

void add_split(CLI::App& program, int& status);
void add_audit(CLI::App& program, int& status);
void add_results(CLI::App& program, int& status);

// Which feature folder, and how it is divided if not as its own tracks.csv says.
struct DataOptions {
  std::string folder;
  std::string splits;  // file of genrelens split, or empty
  std::size_t fold = 0;
  std::vector<std::string> genres;  // tracks of others are left out; empty: all are used
};

// --data, --splits, --fold and --genres.
void add_data_options(CLI::App* command, DataOptions& options);

// The folder with the wanted division; nothing after the error was reported and `status` set.
std::optional<FeatureFolder> read_data(const DataOptions& options, int& status);

// The sentence on stderr, fit for a terminal.
void note(const std::string& sentence);

// The error's sentence on stderr; returns kBadData.
int report(const Error& error);

// The same for what the user asked for and the data cannot have; returns kBadUsage.
int report_usage(const Error& error);

// For CLI::Option::check: a number in decimal digits and nothing else, from `low` to `high`. CLI11's own check lets
// NaN, octal numbers and, for unsigned ones, negative numbers through.
CLI::Validator whole_number(std::int64_t low, std::int64_t high);
CLI::Validator real_number(double low, double high);

// For CLI::Option::check: a file that may be written, replaced if its name ends so (refuse_to_replace); a folder that
// can be made or written in.
CLI::Validator output_file(const std::string& ending);
CLI::Validator output_folder();

// CLI11 takes an argument "[a,b]" for a list of two: a mark that it does not know keeps such a name whole. What reads a
// marked argument takes the mark off.
std::string mark_brackets(const std::string& argument);
std::string without_mark(const std::string& argument);

// models/audioset-mobilenet beside the build that this program lies in, else where it was built.
std::string default_model();

}  // namespace genrelens
