// The command as a shell starts it, in a scratch folder: how it ended and what it said.
#pragma once

#include <sys/wait.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string>

#include "native/file.h"
#include "scratch_folder.h"

namespace genrelens {

struct Outcome {
  int status = -1;
  std::string out;
  std::string errors;
};

inline std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

// script: of sh, started in the folder; its output goes to the files out and errors there.
inline Outcome shell(const ScratchFolder& folder, const std::string& script) {
  const std::string whole = "cd '" + folder.path().string() + "' && { " + script + " ; } >out 2>errors";
  const int status = std::system(whole.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, *read_text(folder / "out"), *read_text(folder / "errors")};
}

inline Outcome genrelens_with(const ScratchFolder& folder, const std::string& arguments) {
  return shell(folder, "'" GENRELENS_BINARY "' " + arguments);
}

}  // namespace genrelens
