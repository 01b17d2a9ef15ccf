// Runs a fuzz target without libFuzzer, in every build: each file of its corpus whole, cut off, and with changed bytes.
//   fuzz_wav PATTERN…        a pattern is a folder and what its files' names end with: build/sounds/*.wav
// The target ends the program if it finds something; the same files give the same inputs on every platform.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/random.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using File = std::vector<std::uint8_t>;

constexpr std::size_t kMaximumFile = 1 << 15;  // bytes: the beginning of a longer one is cut off like any other
constexpr std::size_t kEveryLength = 1024;     // bytes: all lengths up to here are tried
constexpr std::size_t kCuts = 128;             // beyond that, evenly
constexpr int kChangedFiles = 200;             // of each file
constexpr std::uint64_t kMaximumChanges = 8;   // in each
constexpr std::array<std::size_t, 3> kRanges{64, 512, 4096};  // bytes from the start: where three of four changes fall

struct Counts {
  std::size_t files = 0;
  std::size_t cut = 0;
  std::size_t changed = 0;
};

std::vector<std::string> files_of(const std::string& pattern) {
  const std::size_t star = pattern.rfind("/*");
  if (star == std::string::npos) return {pattern};
  const std::string ending = pattern.substr(star + 2);
  std::vector<std::string> files;
  std::error_code missing;
  // Emscripten lists no folder through a link.
  const std::filesystem::path folder = std::filesystem::canonical(pattern.substr(0, star), missing);
  for (const auto& entry : std::filesystem::directory_iterator(folder, missing))
    if (entry.is_regular_file() && entry.path().string().ends_with(ending)) files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

bool load(const std::string& path, File& bytes) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) return false;
  bytes.resize(kMaximumFile);
  bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file.get()));
  return std::ferror(file.get()) == 0;
}

// In memory of its own size, so that a sanitizer sees a read beyond it.
void run(const File& bytes, std::size_t length) {
  const auto exact = std::make_unique_for_overwrite<std::uint8_t[]>(length);
  std::copy_n(bytes.begin(), length, exact.get());
  LLVMFuzzerTestOneInput(exact.get(), length);
}

std::size_t run_cut(const File& bytes) {
  const std::size_t all = std::min(bytes.size(), kEveryLength);
  for (std::size_t length = 0; length < all; length++) run(bytes, length);
  if (all == bytes.size()) return all;
  for (std::size_t i = 0; i < kCuts; i++) run(bytes, all + (bytes.size() - all) * i / kCuts);
  return all + kCuts;
}

void change(std::uint8_t& byte, genrelens::Random& random) {
  constexpr std::uint8_t kExtremes[] = {0x00, 0x01, 0x7f, 0x80, 0xff};
  const std::uint64_t kind = random.below(4);
  if (kind == 0) byte = kExtremes[random.below(std::size(kExtremes))];
  if (kind == 1) byte = static_cast<std::uint8_t>(random.below(256));
  if (kind >= 2) byte ^= static_cast<std::uint8_t>(1u << random.below(8));
}

std::size_t run_changed(const File& bytes, genrelens::Random& random) {
  if (bytes.empty()) return 0;
  for (int i = 0; i < kChangedFiles; i++) {
    File changed = bytes;
    const auto kind = static_cast<std::size_t>(i) % (kRanges.size() + 1);
    const std::size_t range = kind < kRanges.size() ? std::min(bytes.size(), kRanges[kind]) : bytes.size();
    const std::uint64_t changes = 1 + random.below(kMaximumChanges);
    for (std::uint64_t k = 0; k < changes; k++) change(changed[static_cast<std::size_t>(random.below(range))], random);
    run(changed, changed.size());
  }
  return kChangedFiles;
}

}  // namespace

int main(int count, char** arguments) {
  Counts counts;
  genrelens::Random random(1);
  for (int i = 1; i < count; i++) {
    for (const std::string& path : files_of(arguments[i])) {
      File bytes;
      if (!load(path, bytes)) {
        std::fprintf(stderr, "%s cannot be read\n", path.c_str());
        return 1;
      }
      run(bytes, bytes.size());
      counts.files++;
      counts.cut += run_cut(bytes);
      counts.changed += run_changed(bytes, random);
    }
  }
  std::printf("%zu files, %zu times cut off, %zu times changed\n", counts.files, counts.cut, counts.changed);
  if (counts.files > 0) return 0;
  std::fprintf(stderr, "no file matches: run tools/make-sounds\n");
  return 1;
}
