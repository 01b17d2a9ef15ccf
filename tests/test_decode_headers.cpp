// Headers that promise what their files do not hold: hours, absurd rates and channels, nothing at all. What tests/fuzz
// finds by chance is written down here.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <vector>

#include "core/decode.h"
#include "tests/file_bytes.h"
#include "tests/fuzz/ogg_pages.h"

using namespace genrelens;

namespace {

// Bytes that C++ ever asked for, those given back included. What the libraries take with malloc is bounded where the
// sanitizers run (tests/CMakeLists.txt).
std::size_t taken = 0;

}  // namespace

void* operator new(std::size_t size) {
  taken += size;
  void* memory = std::malloc(std::max<std::size_t>(size, 1));
  if (memory == nullptr) std::abort();
  return memory;
}
void* operator new[](std::size_t size) { return operator new(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

using File = std::vector<std::uint8_t>;

File load(const std::string& name) {
  const std::optional<File> bytes = file_bytes(std::string(GENRELENS_SOUNDS) + "/" + name);
  if (!bytes) FAIL_CHECK("cannot open " << name << ": run tools/make-sounds");
  return bytes.value_or(File());
}

// Where `word` stands for the first or the last time; checks that it does.
std::size_t place(const File& file, std::string_view word, bool last = false) {
  const auto at = last ? std::find_end(file.begin(), file.end(), word.begin(), word.end())
                       : std::search(file.begin(), file.end(), word.begin(), word.end());
  CHECK(at != file.end());
  return at == file.end() ? 0 : static_cast<std::size_t>(at - file.begin());
}

void put(File& file, std::size_t at, std::initializer_list<int> bytes) {
  CHECK(at + bytes.size() <= file.size());
  for (const int byte : bytes)
    if (at < file.size()) file[at++] = static_cast<std::uint8_t>(byte);
}

// What became of a file: refused with a sentence, or opened, with so many frames read before that damage.
struct Outcome {
  std::string refusal;
  StreamInfo info;
  std::uint64_t frames = 0;
  std::string damage;
  std::size_t taken = 0;  // bytes of memory
};

Outcome outcome(const File& file) {
  Outcome result;
  std::array<float, 32 * 1024> block;
  taken = 0;
  {
    const auto opened = open_decoder(file);
    if (!opened) {
      result.refusal = opened.error().message;
    } else {
      result.info = (*opened)->info();
      const std::size_t wanted = block.size() / static_cast<std::size_t>(result.info.channels);
      for (std::size_t frames = wanted; frames == wanted && result.frames < 100'000'000;) {
        frames = (*opened)->read(std::span(block).first(wanted * static_cast<std::size_t>(result.info.channels)));
        result.frames += frames;
      }
      if ((*opened)->damage()) result.damage = (*opened)->damage()->message;
    }
  }
  result.taken = taken;
  return result;
}

// A header of one of the half seconds with bytes overwritten.
struct Change {
  const char* what;
  const char* sound;
  std::string_view word;  // from whose place the offset counts; "OggS": of the last page, where the length stands
  std::size_t offset;
  std::initializer_list<int> bytes;
  const char* refusal = "";  // empty: it is opened
};

Outcome outcome(const Change& change) {
  File file = load(change.sound);
  put(file, place(file, change.word, change.word == "OggS") + change.offset, change.bytes);
  mend_ogg_pages(file);
  return outcome(file);
}

constexpr std::uint64_t kMostFrames = 25000;  // of a half second: encoders fill up the last block
constexpr std::size_t kMostMemory = 4 << 20;  // bytes: Vorbis' work memory is 1 MB
constexpr const char* kNoAiff = "The AIFF header is broken";
constexpr const char* kNoVorbis = "The Ogg Vorbis header is broken";

void check(const Change& change) {
  CAPTURE(change.sound);
  CAPTURE(change.what);
  const Outcome result = outcome(change);
  if (change.refusal[0] == '\0') CHECK(result.refusal == "");
  CHECK(result.refusal.find(change.refusal) == 0);
  CHECK(result.frames <= kMostFrames);
  CHECK(result.taken <= kMostMemory);
}

}  // namespace

TEST_CASE("a header that promises more than its file holds takes no memory for it") {
  for (const Change& change : {
           Change{"1.9 GB", "half-16.wav", "data", 4, {0xff, 0xff, 0xff, 0x70}},
           {"2^63 bytes", "half-rf64.wav", "ds64", 16, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}},
           {"a format of 4 GB", "half-16.wav", "fmt ", 4, {0xff, 0xff, 0xff, 0xff}, "The WAV header is broken"},
           {"2^32 frames", "half-16.aiff", "COMM", 10, {0xff, 0xff, 0xff, 0xff}},
           {"2 GB", "half-16.aiff", "SSND", 4, {0x7f, 0xff, 0xff, 0xff}},
           {"a format of 2 GB", "half-16.aiff", "COMM", 4, {0x7f, 0xff, 0xff, 0xff}, kNoAiff},
           {"4 GB", "half-16.au", ".snd", 8, {0xff, 0xff, 0xff, 0xfe}},
           {"an annotation of 4 GB", "half-16.au", ".snd", 4, {0xff, 0xff, 0xff, 0xff}, "The AU file ends before"},
           {"2^32 frames", "half-16.flac", "fLaC", 22, {0xff, 0xff, 0xff, 0xff}},
           {"a seek table of 16 MB", "half-16.flac", "fLaC", 42, {0x03, 0xff, 0xff, 0xff}, "The FLAC header is broken"},
           {"2^32 frames", "half-ogg.flac", "fLaC", 22, {0xff, 0xff, 0xff, 0xff}},
           {"2^32 MP3 frames", "half-vbr.mp3", "Xing", 8, {0xff, 0xff, 0xff, 0xff}},
           {"a tag of 256 MB", "half-vbr.mp3", "ID3", 6, {0x7f, 0x7f, 0x7f, 0x7f}, "The file has an ID3 tag, but no"},
           {"2^63 frames", "half.ogg", "OggS", 6, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}},
           {"a comment of 4 GB", "half.ogg", "\x03vorbis", 7, {0xff, 0xff, 0xff, 0xff}, kNoVorbis},
           {"2^40 values", "half.ogg", "\x05vorbis", 11, {0xff, 0xff, 0xff, 0xff, 0xff}, kNoVorbis},
           {"2^63 frames", "half.opus", "OggS", 6, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}},
       })
    check(change);
}

TEST_CASE("768 kHz and 0 Hz are refused") {
  for (const Change& change : {
           Change{"768 kHz", "half-16.wav", "fmt ", 12, {0x00, 0xb8, 0x0b, 0x00}, "The WAV header says 768000 Hz; "},
           {"768 kHz", "half-16.aiff", "COMM", 16, {0x40, 0x12, 0xbb, 0x80, 0, 0, 0, 0, 0, 0}, kNoAiff},
           {"768 kHz", "half-16.au", ".snd", 16, {0x00, 0x0b, 0xb8, 0x00}, "The AU header says 768000 Hz; "},
           {"768 kHz", "half-16.flac", "fLaC", 18, {0xbb, 0x80, 0x02}, "The FLAC header says 768000 Hz; "},
           {"768 kHz", "half.ogg", "\x01vorbis", 12, {0, 0xb8, 0x0b, 0}, "The Ogg Vorbis header says 768000 Hz; "},
           {"0 Hz", "half-16.wav", "fmt ", 12, {0, 0, 0, 0}, "The WAV header says 0 Hz; "},
           {"0 Hz", "half-16.aiff", "COMM", 16, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, kNoAiff},
           {"0 Hz", "half-16.au", ".snd", 16, {0, 0, 0, 0}, "The AU header says 0 Hz; "},
           {"0 Hz", "half-16.flac", "fLaC", 18, {0, 0, 0x02}, "The FLAC header says 0 Hz; "},
           {"0 Hz", "half.ogg", "\x01vorbis", 12, {0, 0, 0, 0}, kNoVorbis},
       })
    check(change);
  // Opus is decoded to 48 kHz whatever it was made of (RFC 7845, section 5.1).
  const Outcome opus = outcome({"768 kHz", "half.opus", "OpusHead", 12, {0x00, 0xb8, 0x0b, 0x00}});
  CHECK(opus.info.sample_rate == 48000);
  CHECK(opus.frames == 24000);
}

TEST_CASE("255 channels and none are refused") {
  for (const Change& change : {
           Change{"255", "half-16.wav", "fmt ", 10, {0xff, 0x00}, "The WAV header says 255 channels; "},
           {"255", "half-16.aiff", "COMM", 8, {0x00, 0xff}, "The AIFF header says 255 channels; "},
           {"255", "half-16.au", ".snd", 20, {0, 0, 0, 0xff}, "The AU header says 255 channels; "},
           {"255", "half.ogg", "\x01vorbis", 11, {0xff}, "This kind of Ogg Vorbis (floor 0, or more than 16 channels)"},
           {"255", "half.opus", "OpusHead", 9, {0xff}, "The Opus header says 255 channels; "},
           {"none", "half-16.wav", "fmt ", 10, {0x00, 0x00}, "The WAV header says 0 channels; "},
           {"none", "half-16.aiff", "COMM", 8, {0, 0}, kNoAiff},
           {"none", "half-16.au", ".snd", 20, {0, 0, 0, 0}, "The AU header says 0 channels; "},
           {"none", "half.ogg", "\x01vorbis", 11, {0}, kNoVorbis},
           {"none", "half.opus", "OpusHead", 9, {0}, "The Opus header says 0 channels; "},
       })
    check(change);
}

TEST_CASE("no samples are none, or as many as there are") {
  for (const Change& change : {
           Change{"0 bytes", "half-16.wav", "data", 4, {0, 0, 0, 0}},
           {"0 bytes", "half-16.aiff", "SSND", 4, {0, 0, 0, 0}},
           {"0 bytes", "half-16.au", ".snd", 8, {0, 0, 0, 0}},
       }) {
    check(change);
    CHECK(outcome(change).frames == 0);
  }
  for (const Change& change : {
           Change{"unknown", "half-16.aiff", "COMM", 10, {0, 0, 0, 0}},
           {"unknown", "half-16.flac", "fLaC", 21, {0xf0, 0, 0, 0, 0}},
           {"0 MP3 frames", "half-vbr.mp3", "Xing", 8, {0, 0, 0, 0}},
           {"0 frames", "half.ogg", "OggS", 6, {0, 0, 0, 0, 0, 0, 0, 0}},
           {"0 frames", "half.opus", "OggS", 6, {0, 0, 0, 0, 0, 0, 0, 0}},
       }) {
    check(change);
    CHECK(outcome(change).frames > 20000);
  }
}
