#include <doctest/doctest.h>

#include <filesystem>

#include "native/row_journal.h"
#include "scratch_folder.h"

using namespace genrelens;

namespace {

constexpr std::size_t kRowBytes = 300;

std::vector<std::uint8_t> row_of(std::uint8_t value) { return std::vector<std::uint8_t>(kRowBytes, value); }

FileStamp stamp(int number) { return {"/songs/" + std::to_string(number) + ".wav", 1000, 77}; }

struct Journal : ScratchFolder {
  std::filesystem::path file = path() / "features" / "features.part";

  void write(int rows) const {
    Result<RowJournal> journal = RowJournal::open(file, "recipe", kRowBytes);
    REQUIRE(journal);
    for (int i = 0; i < rows; i++) {
      REQUIRE(!journal->append({stamp(i), 10.0 + i, i == 1 ? "cut off" : ""}, row_of(static_cast<std::uint8_t>(i))));
    }
  }
};

}  // namespace

TEST_CASE_FIXTURE(Journal, "rows are found again") {
  write(3);
  const Result<RowJournal> journal = RowJournal::open(file, "recipe", kRowBytes);
  REQUIRE(journal);
  CHECK(journal->found() == 3);
  CHECK(!journal->began_afresh());
  for (int i = 0; i < 3; i++) {
    const KeptRow* kept = journal->find(stamp(i));
    REQUIRE(kept);
    if (!kept) return;
    CHECK(kept->seconds == 10.0 + i);
    CHECK(kept->warning == (i == 1 ? "cut off" : ""));
    CHECK(*journal->read(*kept) == row_of(static_cast<std::uint8_t>(i)));
  }
  CHECK(!journal->find(stamp(3)));
  CHECK(!journal->changed(stamp(3)));
}

TEST_CASE_FIXTURE(Journal, "a file of another size or time is another file") {
  write(1);
  const Result<RowJournal> journal = RowJournal::open(file, "recipe", kRowBytes);
  FileStamp longer = stamp(0), later = stamp(0);
  longer.bytes++;
  later.modified++;
  CHECK(!journal->find(longer));
  CHECK(journal->changed(longer));
  CHECK(!journal->find(later));
  CHECK(!journal->changed(stamp(0)));

  REQUIRE(!write_text(path() / "song.wav", "1"));
  const std::optional<FileStamp> before = stamp_of(path() / "song.wav");
  REQUIRE(!write_text(path() / "song.wav", "12"));
  REQUIRE(before);
  CHECK(*before != *stamp_of(path() / "song.wav"));
  CHECK(!stamp_of(path() / "no-song.wav"));
}

TEST_CASE_FIXTURE(Journal, "cut anywhere, it keeps what is whole and goes on after it") {
  write(3);
  const std::string whole = *read_text(file);
  const std::size_t head = 17 + 64;
  const std::size_t first = 32 + std::string("/songs/0.wav").size() + kRowBytes + 64;
  for (std::size_t length = 0; length < whole.size(); length += 37) {
    CAPTURE(length);
    REQUIRE(!write_text(file, whole.substr(0, length)));
    {
      Result<RowJournal> journal = RowJournal::open(file, "recipe", kRowBytes);
      REQUIRE(journal);
      const std::size_t second = first + std::string("cut off").size();
      const std::size_t expected = length < head + first ? 0 : length < head + first + second ? 1 : 2;
      CHECK(journal->found() == expected);
      CHECK(journal->began_afresh() == (length > 0 && length < head));
      REQUIRE(!journal->append({stamp(9), 1, ""}, row_of(9)));
    }
    const Result<RowJournal> again = RowJournal::open(file, "recipe", kRowBytes);
    REQUIRE(again->find(stamp(9)));
    CHECK(*again->read(*again->find(stamp(9))) == row_of(9));
  }
}

TEST_CASE_FIXTURE(Journal, "a changed byte ends what is believed") {
  write(3);
  std::string bytes = *read_text(file);
  bytes[bytes.size() - 100] ^= 1;
  REQUIRE(!write_text(file, bytes));
  CHECK(RowJournal::open(file, "recipe", kRowBytes)->found() == 2);
}

TEST_CASE_FIXTURE(Journal, "another recipe begins afresh, and so does another file") {
  write(2);
  CHECK(RowJournal::open(file, "recipe", kRowBytes)->found() == 2);
  {
    const Result<RowJournal> journal = RowJournal::open(file, "another recipe", kRowBytes);
    REQUIRE(journal);
    CHECK(journal->found() == 0);
    CHECK(journal->began_afresh());
  }
  CHECK(!RowJournal::open(file, "another recipe", kRowBytes)->began_afresh());
}

TEST_CASE_FIXTURE(Journal, "two runs do not write one journal") {
  const Result<RowJournal> first = RowJournal::open(file, "recipe", kRowBytes);
  REQUIRE(first);
  const Result<RowJournal> second = RowJournal::open(file, "recipe", kRowBytes);
  REQUIRE(!second);
  CHECK(second.error().message.find("Another run is writing") != std::string::npos);
}
