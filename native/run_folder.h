// The files of a training run: history.csv and best.safetensors while it goes on, model.onnx, card.json and run.json at
// its end, and resume.pt in between, from which a stopped one goes on.
#pragma once

#include <filesystem>
#include <optional>

#include "core/result.h"

namespace genrelens {

enum class RunStart {
  fresh,    // into an empty folder
  replace,  // an earlier run may lie there, and is lost
  resume,   // an unfinished run lies there
};

// Why a run cannot start so in the folder. The files of two runs must not lie in one folder, and no run among files
// that are none.
std::optional<Error> refuse_run_folder(const std::filesystem::path& folder, RunStart start);

// Deletes an earlier run's files, and what was measured of its network; nothing else.
void remove_run(const std::filesystem::path& folder);

// Deletes what a run's end, or its stop, has left: the exported network, what was said and measured of it. A run that
// goes on from its stop outdates them.
void remove_end(const std::filesystem::path& folder);

std::filesystem::path state_file(const std::filesystem::path& folder);

}  // namespace genrelens
