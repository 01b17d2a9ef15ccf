#include "native/run_folder.h"

#include <span>

namespace genrelens {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHistory = "history.csv";
constexpr const char* kBest = "best.safetensors";
constexpr const char* kState = "resume.pt";
constexpr const char* kGoingOn[] = {kHistory, kBest, kState};
// evaluation: where `genrelens evaluate` writes, which `results` reads.
constexpr const char* kEnd[] = {"run.json", "card.json", "model.onnx", "evaluation/metrics.json"};

void remove_files(const fs::path& folder, std::span<const char* const> names) {
  std::error_code ignored;
  for (const char* name : names) fs::remove(folder / name, ignored);
}

std::optional<Error> refuse_to_resume(const fs::path& folder) {
  std::error_code ignored;
  if (fs::exists(folder / kState, ignored)) return {};
  const std::string why = fs::exists(folder / "run.json", ignored)
                              ? " holds a finished run: there is nothing to resume."
                              : " holds no unfinished run: there is no resume.pt in it. Start without --resume.";
  return Error{ErrorCode::missing_field, folder.string() + why};
}

}  // namespace

std::optional<Error> refuse_run_folder(const fs::path& folder, RunStart start) {
  if (start == RunStart::resume) return refuse_to_resume(folder);
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored) || fs::is_empty(folder, ignored)) return {};
  const bool is_run = fs::exists(folder / kHistory, ignored) || fs::exists(folder / kBest, ignored);
  if (is_run && start == RunStart::replace) return {};
  std::string why = " is not empty and holds no run; name another folder.";
  if (is_run) why = " holds an earlier run; name another folder, or say --force to replace it.";
  if (fs::exists(folder / kState, ignored)) {
    why = " holds an unfinished run; say --resume to go on, --force to replace it, or name another folder.";
  }
  return Error{.code = ErrorCode::bad_field, .message = folder.string() + why};
}

void remove_run(const fs::path& folder) {
  remove_end(folder);
  remove_files(folder, kGoingOn);
}

void remove_end(const fs::path& folder) { remove_files(folder, kEnd); }

fs::path state_file(const fs::path& folder) { return folder / kState; }

}  // namespace genrelens
