// The flags that train and search share: every field of TrainingOptions, and where the network is computed.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "native/system.h"
#include "native/training_options.h"

namespace genrelens {

struct TrainingFlags {
  std::string options_file;
  PlainValues values;  // as given on the command line
  TrainingMachine machine;
};

// --options, a flag for each training option, --device, --threads and --loaders.
void add_training_flags(CLI::App* command, TrainingFlags& flags);

// The system's own options, changed by the file, changed by the flags. Errors name the file.
Result<TrainingOptions> choose_options(const System& system, const TrainingFlags& flags);

}  // namespace genrelens
