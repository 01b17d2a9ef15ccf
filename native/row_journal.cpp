#include "native/row_journal.h"

#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/sha256.h"
#include "native/file.h"

namespace genrelens {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kVersion = "genrelens rows 1\n";
constexpr std::size_t kHashDigits = 64;
constexpr std::uint32_t kLongestText = 1 << 16;  // bytes of a path or a warning

// A record is this, the path, the warning, the row, and the sha256 of all before it.
struct RecordHead {
  std::uint64_t bytes;
  std::int64_t modified;
  double seconds;
  std::uint32_t path_length;
  std::uint32_t warning_length;
};
static_assert(sizeof(RecordHead) == 32);

Error failed(const fs::path& path, const std::string& what) {
  return in_file(path, {.code = ErrorCode::damaged, .message = what + ": " + std::strerror(errno) + "."});
}

bool read_exactly(std::FILE* file, std::string& into, std::size_t count) {
  into.resize(count);
  return std::fread(into.data(), 1, count, file) == count;
}

// The record that begins where the file stands; nothing if it is not whole. size: its bytes.
std::optional<KeptRow> read_record(std::FILE* file, std::size_t row_bytes, std::uint64_t& size) {
  std::string head_bytes, body, hash;
  if (!read_exactly(file, head_bytes, sizeof(RecordHead))) return {};
  RecordHead head;
  std::memcpy(&head, head_bytes.data(), sizeof head);
  if (head.path_length > kLongestText || head.warning_length > kLongestText) return {};
  const std::size_t text = head.path_length + head.warning_length;
  if (!read_exactly(file, body, text + row_bytes) || !read_exactly(file, hash, kHashDigits)) return {};
  if (sha256(head_bytes + body) != hash) return {};
  size = sizeof(RecordHead) + body.size() + kHashDigits;
  return KeptRow{.stamp = {body.substr(0, head.path_length), head.bytes, head.modified},
                 .seconds = head.seconds,
                 .warning = body.substr(head.path_length, head.warning_length),
                 .row = sizeof(RecordHead) + text};
}

}  // namespace

std::optional<FileStamp> stamp_of(const fs::path& file) {
  std::error_code problem;
  const std::uintmax_t bytes = fs::file_size(file, problem);
  if (problem) return {};
  const fs::file_time_type modified = fs::last_write_time(file, problem);
  if (problem) return {};
  const fs::path whole = fs::absolute(file, problem).lexically_normal();
  return FileStamp{whole.string(), bytes, modified.time_since_epoch().count()};
}

Result<RowJournal> RowJournal::open(const fs::path& path, std::string_view recipe, std::size_t row_bytes) {
  std::error_code ignored;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), ignored);
  FilePointer file(std::fopen(path.c_str(), "a+b"));
  if (!file) return failed(path, "cannot be written");
  if (::flock(::fileno(file.get()), LOCK_EX | LOCK_NB) != 0) {
    return in_file(path, {.code = ErrorCode::damaged, .message = "Another run is writing to this folder."});
  }
  RowJournal journal(path, std::move(file), row_bytes);
  if (const auto error = journal.read_records(std::string(kVersion) + sha256(recipe))) return *error;
  return journal;
}

std::optional<Error> RowJournal::read_records(const std::string& head) {
  std::string held;
  std::rewind(file_.get());
  if (read_exactly(file_.get(), held, head.size()) && held == head) {
    end_ = head.size();
    std::uint64_t size = 0;
    while (std::optional<KeptRow> kept = read_record(file_.get(), row_bytes_, size)) {
      kept->row += end_;
      end_ += size;
      kept_[kept->stamp.path] = std::move(*kept);
    }
  }
  found_ = kept_.size();
  began_afresh_ = end_ == 0 && std::ftell(file_.get()) > 0;
  // Appending writes go to the file's end, wherever it was read last.
  if (::ftruncate(::fileno(file_.get()), static_cast<off_t>(end_)) != 0) return failed(path_, "cannot be written");
  std::rewind(file_.get());
  if (end_ > 0) return {};
  end_ = head.size();
  if (std::fwrite(head.data(), 1, head.size(), file_.get()) != head.size() || std::fflush(file_.get()) != 0) {
    return failed(path_, "cannot be written");
  }
  return {};
}

const KeptRow* RowJournal::find(const FileStamp& stamp) const {
  const auto found = kept_.find(stamp.path);
  return found != kept_.end() && found->second.stamp == stamp ? &found->second : nullptr;
}

bool RowJournal::changed(const FileStamp& stamp) const {
  const auto found = kept_.find(stamp.path);
  return found != kept_.end() && !(found->second.stamp == stamp);
}

std::optional<Error> RowJournal::append(KeptRow kept, std::span<const std::uint8_t> row) {
  kept.warning.resize(std::min<std::size_t>(kept.warning.size(), kLongestText));
  const RecordHead head = {.bytes = kept.stamp.bytes,
                           .modified = kept.stamp.modified,
                           .seconds = kept.seconds,
                           .path_length = static_cast<std::uint32_t>(kept.stamp.path.size()),
                           .warning_length = static_cast<std::uint32_t>(kept.warning.size())};
  std::string record(sizeof head, '\0');
  std::memcpy(record.data(), &head, sizeof head);
  record += kept.stamp.path + kept.warning;
  kept.row = end_ + record.size();
  record.append(row.begin(), row.end());
  record += sha256(record);
  if (std::fseek(file_.get(), 0, SEEK_END) != 0 ||
      std::fwrite(record.data(), 1, record.size(), file_.get()) != record.size() || std::fflush(file_.get()) != 0) {
    return failed(path_, "cannot be written");
  }
  end_ += record.size();
  kept_[kept.stamp.path] = std::move(kept);
  return {};
}

Result<std::vector<std::uint8_t>> RowJournal::read(const KeptRow& kept) const {
  std::vector<std::uint8_t> row(row_bytes_);
  if (std::fseek(file_.get(), static_cast<long>(kept.row), SEEK_SET) != 0 ||
      std::fread(row.data(), 1, row.size(), file_.get()) != row.size()) {
    return failed(path_, "cannot be read");
  }
  return row;
}

}  // namespace genrelens
