#include "native/command/command.h"

#include <cstdio>
#include <filesystem>

namespace genrelens {

int report(const Error& error) {
  std::fprintf(stderr, "genrelens: %s\n", error.message.c_str());
  return kBadData;
}

std::string default_model() {
  const std::filesystem::path model = std::filesystem::path("models") / "mel-resnet";
  std::error_code problem;
  std::filesystem::path folder = std::filesystem::read_symlink("/proc/self/exe", problem).parent_path();
  for (; folder.has_relative_path(); folder = folder.parent_path()) {
    if (std::filesystem::exists(folder / model / "card.json", problem)) return (folder / model).string();
  }
  return (std::filesystem::path(GENRELENS_MODELS) / model.filename()).string();
}

}  // namespace genrelens
