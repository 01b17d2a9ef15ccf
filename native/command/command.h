// The subcommands of genrelens. Each adds itself to the program with its options; running it sets its exit status.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "core/result.h"

namespace genrelens {

inline constexpr int kSuccess = 0;
inline constexpr int kBadData = 1;  // of several songs: at least one could not be read
inline constexpr int kBadUsage = 2;

void add_classify(CLI::App& program, int& status);
void add_train(CLI::App& program, int& status);
void add_evaluate(CLI::App& program, int& status);
void add_compare(CLI::App& program, int& status);
void add_export(CLI::App& program, int& status);
void add_systems(CLI::App& program, int& status);
void add_features(CLI::App& program, int& status);

// The error's sentence on stderr; returns kBadData.
int report(const Error& error);

// models/mel-resnet beside the build that this program lies in, else where it was built.
std::string default_model();

}  // namespace genrelens
