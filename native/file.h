// Whole files in and out. Messages name the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace genrelens {

inline constexpr std::uint64_t kMostFileBytes = std::uint64_t{4} << 30;    // a day of FLAC
inline constexpr std::uint64_t kMostTextBytes = std::uint64_t{256} << 20;  // a table of two million tracks

// Only regular files of at most `most` bytes: a device or a pipe might never end.
Result<std::vector<std::uint8_t>> read_file(const std::filesystem::path& path, std::uint64_t most = kMostFileBytes);
Result<std::string> read_text(const std::filesystem::path& path, std::uint64_t most = kMostTextBytes);

// Why read_file would refuse the file before its first byte, as a sentence without the file's name; empty if it would
// not.
std::optional<Error> refuse_to_read(const std::filesystem::path& path, std::uint64_t most = kMostFileBytes);

// Why a file of that name cannot be written, or "". Tries it out in the nearest folder that exists and leaves nothing.
std::string refuse_to_write(const std::filesystem::path& path);

// The same for a file that is named by hand and may be there already: one whose name does not end so (".csv") is
// somebody's song or array (of `--csv music/*`, the shell makes the first song the table's name).
std::string refuse_to_replace(const std::filesystem::path& path, std::string_view ending);

// Written beside the file under a temporary name, then renamed: a reader sees the old file or the new one, whole.
// An existing file keeps its mode, a symbolic link stays one, and a device or pipe is written straight into.
// Makes the folder if it is missing.
std::optional<Error> write_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);
std::optional<Error> write_text(const std::filesystem::path& path, std::string_view text);

// The error with the file's name in front of its sentence.
Error in_file(const std::filesystem::path& path, const Error& error);

}  // namespace genrelens
