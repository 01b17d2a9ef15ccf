// A folder of a test's own that is gone when the test is over, and a feature folder small enough to make in it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "core/random.h"
#include "native/file.h"

namespace genrelens {

class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "genrelens-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline constexpr std::size_t kTinyBands = 128;
inline constexpr std::size_t kTinyColumns = 120;

inline std::string tiny_recipe() {
  return R"json({"format": 1, "kind": "log-mel", "sample_rate": 22050, "n_fft": 2048, "win_length": 2048, "hop_length": 512,
    "window": "hann-periodic", "center": true, "pad_mode": "reflect", "power": 2, "n_mels": 128, "mel_scale": "slaney",
    "mel_norm": "slaney", "fmin": 0, "fmax": 11025, "log": {"kind": "20log10", "reference": "track-max", "range_db": 80},
    "frames": {"count": 120, "source": "1 + samples // 512", "index": "min(floor((i + 2) / 334.8 * N), N - 1)",
    "seconds_per_column": 0.0896}, "storage": {"dtype": "uint8", "value": "(dB - max + 80) / 80 * 255",
    "shape": ["tracks", "bands", "frames"], "band_0": "lowest"}})json";
}

// numpy's format, version 1.0.
inline std::string npy(const std::string& shape, const std::string& data, const std::string& type = "|u1") {
  std::string header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
  header.resize((10 + header.size() + 1 + 63) / 64 * 64 - 10 - 1, ' ');
  header += '\n';
  std::string bytes = "\x93NUMPY";
  bytes += '\x01';
  bytes += '\0';
  bytes += static_cast<char>(header.size() & 255);
  bytes += static_cast<char>(header.size() >> 8);
  return bytes + header + data;
}

// `tracks` tracks: even ones are "hum" (low bands pulse slowly), odd ones "hiss" (high bands pulse fast). The first
// two thirds are `train`, the rest `valid`; the last line of the table is a track without a row.
inline void write_tiny_folder(const std::filesystem::path& folder, std::size_t tracks) {
  Random random(11);
  std::string data, table = "id,genre,split,artist,title,row,audio,audio_seconds\n";
  for (std::size_t track = 0; track < tracks; track++) {
    const bool hiss = track % 2 == 1;
    for (std::size_t band = 0; band < kTinyBands; band++) {
      for (std::size_t column = 0; column < kTinyColumns; column++) {
        const double shape = hiss ? static_cast<double>(band) : 127.0 - static_cast<double>(band);
        const double pulse = 30 * std::sin(static_cast<double>(column) * (hiss ? 1.5 : 0.3));
        const double level = 40 + shape + pulse + random.uniform(0, 40);
        data += static_cast<char>(static_cast<std::uint8_t>(std::clamp(level, 0.0, 255.0)));
      }
    }
    const std::string number = std::to_string(track);
    table += "t" + number + (hiss ? ",hiss," : ",hum,") + (track < tracks * 2 / 3 ? "train" : "valid");
    table += ",\"Some, One\",\"A \"\"B\"\" C\"," + number + ",,0\n";
  }
  table += "lost,hum,valid,,,,,0\n";
  const std::string shape = "(" + std::to_string(tracks) + ", 128, 120)";
  write_text(folder / "features.npy", npy(shape, data));
  write_text(folder / "tracks.csv", table);
  write_text(folder / "recipe.json", tiny_recipe());
}

}  // namespace genrelens
