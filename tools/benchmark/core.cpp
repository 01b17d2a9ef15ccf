// Core's part of tools/bench, natively and as WebAssembly; prints one line of JSON.
//   core SECONDS features SAMPLES                  log-mel of mono float samples at 22,050 Hz
//   core SECONDS decode SONG                       a sound file, block by block
//   core SECONDS resample SAMPLES SOURCE TARGET    mono float samples, Hz to Hz
#include <cstdlib>
#include <limits>
#include <string>

#include "core/decode.h"
#include "core/logarithm.h"
#include "core/mel.h"
#include "core/resample.h"
#include "stopwatch.h"

using namespace genrelens;

namespace {

int fail(const std::string& sentence) {
  std::fprintf(stderr, "%s\n", sentence.c_str());
  return 1;
}

int time_features(double seconds, const std::vector<float>& samples) {
  const Result<MelSpectrogram> mel = MelSpectrogram::create({});
  if (!mel) return fail(mel.error().message);
  const MelWorkspacePointer workspace = mel->workspace();
  std::vector<float> levels(mel->frames(samples.size()) * static_cast<std::size_t>(mel->options().bands));
  const DecibelOptions whole_range{.range = std::numeric_limits<double>::infinity()};
  const std::vector<double> times = time_repeatedly(seconds, [&] {
    mel->compute(samples, levels, *workspace);
    decibels(levels, whole_range, levels);
  });
  print_times(times, mean(levels));
  return 0;
}

int time_decoding(double seconds, const std::vector<std::uint8_t>& song) {
  if (const auto decoder = open_decoder(song); !decoder) return fail(decoder.error().message);
  std::uint64_t frames = 0;
  std::vector<float> block;
  const std::vector<double> times = time_repeatedly(seconds, [&] {
    const std::unique_ptr<Decoder> decoder = std::move(*open_decoder(song));
    block.resize(4096 * static_cast<std::size_t>(decoder->info().channels));
    frames = 0;
    while (const std::size_t count = decoder->read(block)) frames += count;
  });
  print_times(times, static_cast<double>(frames));
  return 0;
}

int time_resampling(double seconds, const std::vector<float>& samples, int source_rate, int target_rate) {
  Result<Resampler> resampler = Resampler::create(source_rate, target_rate);
  if (!resampler) return fail(resampler.error().message);
  std::vector<float> resampled;
  const std::vector<double> times = time_repeatedly(seconds, [&] {
    resampled.clear();
    resampler->push(samples, resampled);
    resampler->finish(resampled);
  });
  print_times(times, static_cast<double>(resampled.size()));
  return 0;
}

}  // namespace

int main(int count, char** words) {
  const double seconds = count > 1 ? std::atof(words[1]) : 0;
  const std::string part = count > 2 ? words[2] : "";
  if (part == "features" && count == 4) return time_features(seconds, read_samples(words[3]));
  if (part == "decode" && count == 4) return time_decoding(seconds, read_bytes(words[3]));
  if (part == "resample" && count == 6) {
    return time_resampling(seconds, read_samples(words[3]), std::atoi(words[4]), std::atoi(words[5]));
  }
  return fail("core: the words it takes are in the first lines of core.cpp.");
}
