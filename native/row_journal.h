// Rows of a feature folder that are computed so far, in one file that a stop at any moment leaves readable: the next
// call takes what is there and goes on.
//
//   Result<RowJournal> journal = RowJournal::open("features/features.part", recipe_json, bands * columns);
//   if (const KeptRow* row = journal->find(*stamp)) …          // computed before, and the file is still the same
//   if (auto error = journal->append({*stamp, 30.0, ""}, row)) …
//
// The file: a line of its version, 64 hexadecimal digits of the recipe's sha256, then records, each with a sha256 of
// its own. What follows the last whole record is cut off. A journal of another recipe begins afresh. For one process at
// a time (the file is locked); append() and find() are not for two threads at once.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace genrelens {

// What tells that a file is still the one that was read.
struct FileStamp {
  std::string path;  // absolute
  std::uint64_t bytes = 0;
  std::int64_t modified = 0;  // the file system's clock

  bool operator==(const FileStamp&) const = default;
};

// Nothing if there is no such file.
std::optional<FileStamp> stamp_of(const std::filesystem::path& file);

struct KeptRow {
  FileStamp stamp;
  double seconds = 0;     // of the whole song
  std::string warning;    // why it ended early, or ""
  std::uint64_t row = 0;  // where its levels begin in the journal; set by append()
};

class RowJournal {
 public:
  // Makes the file and its folder if they are missing.
  static Result<RowJournal> open(const std::filesystem::path& path, std::string_view recipe, std::size_t row_bytes);

  // Rows that the file held when it was opened, and whether they were of another recipe, and so are gone.
  std::size_t found() const { return found_; }
  bool began_afresh() const { return began_afresh_; }

  // Null if there is none, or the file has changed since; then changed() is true.
  const KeptRow* find(const FileStamp& stamp) const;
  bool changed(const FileStamp& stamp) const;

  std::optional<Error> append(KeptRow kept, std::span<const std::uint8_t> row);
  Result<std::vector<std::uint8_t>> read(const KeptRow& kept) const;

  std::size_t rows() const { return kept_.size(); }
  const std::filesystem::path& path() const { return path_; }

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  using FilePointer = std::unique_ptr<std::FILE, CloseFile>;

  RowJournal(std::filesystem::path path, FilePointer file, std::size_t row_bytes)
      : path_(std::move(path)), file_(std::move(file)), row_bytes_(row_bytes) {}

  std::optional<Error> read_records(const std::string& head);

  std::filesystem::path path_;
  FilePointer file_;
  std::size_t row_bytes_;
  std::uint64_t end_ = 0;                // of the last whole record
  std::map<std::string, KeptRow> kept_;  // by path
  std::size_t found_ = 0;
  bool began_afresh_ = false;
};

}  // namespace genrelens
