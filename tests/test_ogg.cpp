#include <doctest/doctest.h>

#include <string>

#include "core/ogg.h"
#include "tests/file_bytes.h"

using namespace genrelens;

namespace {

using File = std::vector<std::uint8_t>;

File load(const std::string& name) { return file_bytes(GENRELENS_FIXTURES "/parity/lossy/" + name).value_or(File()); }

struct Counts {
  std::size_t packets = 0;
  std::size_t after_gap = 0;
  std::size_t bytes = 0;
  bool complete = false;
  bool others = false;
  std::optional<std::uint64_t> hole;
};

Counts count(const File& file) {
  MemorySource source(file);
  OggPackets packets(source);
  Counts counts;
  while (const std::optional<OggPackets::Packet> packet = packets.next()) {
    counts.packets++;
    counts.after_gap += packet->after_gap ? 1 : 0;
    counts.bytes += packet->bytes.size();
  }
  counts.complete = packets.pages().complete();
  counts.others = packets.pages().others();
  counts.hole = packets.pages().hole();
  return counts;
}

// Where each page begins.
std::vector<std::size_t> page_offsets(const File& file) {
  std::vector<std::size_t> offsets;
  std::size_t at = 0;
  while (const auto page = parse_ogg_page(std::span(file).subspan(at))) {
    offsets.push_back(at);
    at += page->bytes.size();
  }
  return offsets;
}

File without(const File& file, std::size_t begin, std::size_t end) {
  File rest(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(begin));
  rest.insert(rest.end(), file.begin() + static_cast<std::ptrdiff_t>(end), file.end());
  return rest;
}

}  // namespace

TEST_CASE("every byte of a whole file is a page's, and its packets are counted") {
  const File file = load("opus-96k.opus");
  const Counts counts = count(file);
  CHECK(counts.packets == 2 + 13);  // headers, and 0.25 s of 20 ms with what the codec comes late
  CHECK(counts.after_gap == 0);
  CHECK(counts.complete);
  CHECK(!counts.others);
  CHECK(!counts.hole);
  const std::vector<std::size_t> offsets = page_offsets(file);
  const auto last = parse_ogg_page(std::span(file).subspan(offsets.back()));
  CHECK(offsets.back() + last->bytes.size() == file.size());
  MemorySource source(file);
  CHECK(last_ogg_granule(source, last->serial) == last->granule);
  CHECK(last->last);
}

TEST_CASE("a page with one wrong bit is no page; the packets around it are given") {
  const File file = load("vorbis-q5.ogg");
  const std::vector<std::size_t> offsets = page_offsets(file);
  REQUIRE(offsets.size() >= 3);
  const Counts whole = count(file);
  File broken = file;
  broken[offsets[1] + 40] ^= 4;
  const Counts counts = count(broken);
  CHECK(counts.hole == offsets[1]);
  CHECK(counts.after_gap == 1);
  CHECK(counts.packets < whole.packets);
  CHECK(counts.packets >= 2);
  CHECK(counts.complete);
}

TEST_CASE("a page that is missing is found by its number") {
  const File file = load("vorbis-q5.ogg");
  const std::vector<std::size_t> offsets = page_offsets(file);
  REQUIRE(offsets.size() >= 3);
  const Counts counts = count(without(file, offsets[1], offsets[2]));
  CHECK(counts.hole == offsets[1]);
  CHECK(counts.complete);
}

TEST_CASE("junk before a page is a hole, a second stream is another") {
  const File file = load("opus-silk.opus");
  const Counts whole = count(file);
  File junk(1000, 'O');
  const std::size_t third = page_offsets(file).at(2);
  File torn(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(third));
  torn.insert(torn.end(), junk.begin(), junk.end());
  torn.insert(torn.end(), file.begin() + static_cast<std::ptrdiff_t>(third), file.end());
  CHECK(count(torn).bytes == whole.bytes);
  CHECK(count(torn).hole == third);
  File twice = file;
  twice.insert(twice.end(), file.begin(), file.end());
  CHECK(count(twice).bytes == whole.bytes);
  CHECK(count(twice).others);
}
