#include "native/file_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <utility>
#include <vector>

#include "native/file.h"

namespace genrelens {
namespace {

// Closes the file when the last that reads it is gone.
class OpenFile {
 public:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  ~OpenFile() { ::close(descriptor_); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  std::size_t read_at(std::uint64_t offset, std::span<std::uint8_t> into) const {
    std::size_t done = 0;
    while (done < into.size()) {
      const ssize_t count =
          ::pread(descriptor_, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) break;
      done += static_cast<std::size_t>(count);
    }
    return done;
  }

 private:
  int descriptor_;
};

class WholeFile final : public ByteSource {
 public:
  explicit WholeFile(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)), memory_(bytes_) {}

  std::uint64_t size() const override { return memory_.size(); }
  std::span<const std::uint8_t> view(std::uint64_t offset, std::size_t length) override {
    return memory_.view(offset, length);
  }

 private:
  std::vector<std::uint8_t> bytes_;
  MemorySource memory_;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_file_source(const std::filesystem::path& path) {
  const Error unreadable = {.code = ErrorCode::damaged, .message = "This file cannot be opened or read."};
  std::error_code problem;
  if (!std::filesystem::is_regular_file(path, problem)) {
    Result<std::vector<std::uint8_t>> bytes = read_file(path);
    if (!bytes) return unreadable;
    return std::unique_ptr<ByteSource>(std::make_unique<WholeFile>(std::move(*bytes)));
  }
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return unreadable;
  const auto file = std::make_shared<OpenFile>(descriptor);
  struct stat status;
  if (::fstat(descriptor, &status) != 0) return unreadable;
  const auto read = [file](std::uint64_t offset, std::span<std::uint8_t> into) { return file->read_at(offset, into); };
  return std::unique_ptr<ByteSource>(std::make_unique<WindowSource>(static_cast<std::uint64_t>(status.st_size), read));
}

}  // namespace genrelens
