#include "native/file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <utility>

namespace genrelens {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using FilePointer = std::unique_ptr<std::FILE, CloseFile>;

namespace fs = std::filesystem;

Error damaged(std::string sentence) { return {.code = ErrorCode::damaged, .message = std::move(sentence)}; }

Error failed(const fs::path& path, const char* what) {
  return in_file(path, damaged(std::string(what) + ": " + std::strerror(errno) + "."));
}

Error too_large(std::uint64_t most) {
  return damaged("This file is larger than the " + std::to_string(most) + " bytes that are read.");
}

template <class Container>
Result<Container> read_whole(const fs::path& path, std::uint64_t most) {
  if (const auto error = refuse_to_read(path, most)) return in_file(path, *error);
  const FilePointer file(std::fopen(path.c_str(), "rb"));
  if (!file) return failed(path, "cannot be opened");
  Container content;
  char block[1 << 16];
  while (const std::size_t count = std::fread(block, 1, sizeof block, file.get())) {
    if (count > most - content.size()) return in_file(path, too_large(most));  // it grows while it is read
    content.insert(content.end(), block, block + count);
  }
  if (std::ferror(file.get())) return failed(path, "cannot be read");
  return content;
}

}  // namespace

std::optional<Error> refuse_to_read(const fs::path& path, std::uint64_t most) {
  std::error_code problem;
  const fs::file_status status = fs::status(path, problem);
  if (!fs::exists(status)) {
    const std::string why = problem ? problem.message() : "No such file or directory";
    return damaged("cannot be opened: " + why + ".");
  }
  if (fs::is_directory(status)) return damaged("This is a folder, not a file.");
  if (!fs::is_regular_file(status))
    return damaged("This is a device, a pipe or a socket; only regular files are read.");
  if (fs::file_size(path, problem) > most && !problem) return too_large(most);
  return {};
}

std::string refuse_to_write(const fs::path& path) {
  std::error_code problem;
  const fs::path target = fs::is_symlink(path, problem) ? fs::weakly_canonical(path, problem) : path;
  const fs::file_status before = fs::status(target, problem);
  if (fs::is_directory(before)) return path.string() + " is a folder, not a file.";
  if (fs::exists(before) && !fs::is_regular_file(before)) {
    return ::access(target.c_str(), W_OK) == 0 ? "" : failed(path, "cannot be written").message;
  }
  fs::path folder = fs::absolute(target, problem).parent_path();
  while (folder.has_relative_path() && !fs::exists(folder, problem)) folder = folder.parent_path();
  const fs::path trial = folder / ("." + target.filename().string() + ".trial" + std::to_string(::getpid()));
  const FilePointer file(std::fopen(trial.c_str(), "wb"));
  if (!file) return failed(path, "cannot be written").message;
  fs::remove(trial, problem);
  return "";
}

std::string refuse_to_replace(const std::filesystem::path& path, std::string_view ending) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(path, ignored) && !path.native().ends_with(ending)) {
    return path.string() + " exists and its name does not end in " + std::string(ending) + "; name another file.";
  }
  return refuse_to_write(path);
}

Result<std::vector<std::uint8_t>> read_file(const fs::path& path, std::uint64_t most) {
  return read_whole<std::vector<std::uint8_t>>(path, most);
}

Result<std::string> read_text(const fs::path& path, std::uint64_t most) { return read_whole<std::string>(path, most); }

std::optional<Error> write_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
  std::error_code problem;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), problem);
  const fs::path target = fs::is_symlink(path, problem) ? fs::weakly_canonical(path, problem) : path;
  const fs::file_status before = fs::status(target, problem);
  const bool replaces = fs::is_regular_file(before);
  const bool in_place = fs::exists(before) && !replaces;  // a device or a pipe: renaming would remove it
  fs::path written_to = target;
  if (!in_place) written_to += ".part" + std::to_string(::getpid());
  FilePointer file(std::fopen(written_to.c_str(), "wb"));
  if (!file) return failed(path, "cannot be written");
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size();
  const bool closed = std::fclose(file.release()) == 0;
  if (written && closed && replaces) fs::permissions(written_to, before.permissions(), problem);
  if (!written || !closed || (!in_place && std::rename(written_to.c_str(), target.c_str()) != 0)) {
    const Error error = failed(path, "cannot be written");
    if (!in_place) fs::remove(written_to, problem);
    return error;
  }
  return {};
}

std::optional<Error> write_text(const std::filesystem::path& path, std::string_view text) {
  return write_file(path, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

Error in_file(const std::filesystem::path& path, const Error& error) {
  return {.code = error.code, .message = path.string() + ": " + error.message, .offset = error.offset};
}

}  // namespace genrelens
