#include <doctest/doctest.h>
#include <sys/stat.h>

#include "native/file.h"
#include "scratch_folder.h"

using namespace genrelens;

namespace {

std::string message_of(const std::filesystem::path& path, std::uint64_t most = kMostFileBytes) {
  const Result<std::vector<std::uint8_t>> bytes = read_file(path, most);
  return bytes ? "" : bytes.error().message;
}

}  // namespace

TEST_CASE("only regular files are read: what might never end is refused") {
  const ScratchFolder folder;
  CHECK(message_of("/dev/zero").find("/dev/zero: This is a device") == 0);
  REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(message_of(folder / "pipe").find("only regular files are read") != std::string::npos);
  CHECK(message_of(folder.path()).find("is a folder") != std::string::npos);
  CHECK(message_of(folder / "none").find("none: cannot be opened: No such file") != std::string::npos);
  std::filesystem::create_symlink("/dev/zero", folder / "link");
  CHECK(message_of(folder / "link").find("device") != std::string::npos);
}

TEST_CASE("a file larger than allowed is refused, one as large is read") {
  const ScratchFolder folder;
  REQUIRE(!write_text(folder / "file", "12345"));
  CHECK(message_of(folder / "file", 5).empty());
  CHECK(message_of(folder / "file", 4).find("larger than the 4 bytes") != std::string::npos);
}

TEST_CASE("whether a file can be written is known before, and nothing is left of the trial") {
  const ScratchFolder folder;
  CHECK(refuse_to_write(folder / "new.csv").empty());
  CHECK(refuse_to_write(folder / "deep/er/new.csv").empty());
  CHECK(std::filesystem::is_empty(folder.path()));
  REQUIRE(!write_text(folder / "old", "text"));
  CHECK(refuse_to_write(folder / "old").empty());
  CHECK(*read_text(folder / "old") == "text");
  CHECK(refuse_to_write(folder / "old/under").find("cannot be written") != std::string::npos);
  CHECK(refuse_to_write(folder.path()).find("is a folder") != std::string::npos);
  CHECK(refuse_to_write("/proc/none.csv").find("cannot be written") != std::string::npos);
  CHECK(refuse_to_write("/dev/null").empty());
}
