// Draws a song's mel bands over time with letters: decode, downmix, resample, mel spectrogram, levels.
//   levels_of_a_song song.mp3
#include <cstdio>
#include <fstream>
#include <iterator>
#include <vector>

#include "core/audio.h"
#include "core/decode.h"
#include "core/level.h"
#include "core/mel.h"
#include "core/resample.h"

int main(int count, char** arguments) {
  if (count != 2) return std::fprintf(stderr, "usage: levels_of_a_song FILE\n"), 2;
  std::ifstream file(arguments[1], std::ios::binary);
  const std::vector<char> read((std::istreambuf_iterator<char>(file)), {});
  const std::vector<std::uint8_t> bytes(read.begin(), read.end());

  const auto song = genrelens::decode_audio(bytes);
  if (!song) return std::fprintf(stderr, "%s: %s\n", arguments[1], song.error().message.c_str()), 1;
  std::vector<float> mono(song->audio.frames());
  genrelens::downmix(song->audio.samples, song->audio.channels, mono);

  constexpr int kRate = 22050;  // Hz
  constexpr std::size_t kBands = 20;
  auto resampler = genrelens::Resampler::create(song->audio.sample_rate, kRate);
  std::vector<float> samples;
  resampler->push(mono, samples);
  resampler->finish(samples);

  const int hop = static_cast<int>(samples.size() / 72 + 1);  // about 72 columns
  const auto mel = genrelens::MelSpectrogram::create({.sample_rate = kRate, .hop_length = hop, .bands = kBands});
  const std::size_t frames = mel->frames(samples.size());
  std::vector<float> power(frames * kBands), picture(frames * kBands);
  mel->compute(samples, power, *mel->workspace());
  genrelens::levels(power, frames, kBands, {.range = 60}, picture);

  for (std::size_t band = kBands; band-- > 0; std::putchar('\n')) {
    for (std::size_t frame = 0; frame < frames; frame++) {
      std::putchar(" .:-=+*#%@"[static_cast<int>(picture[band * frames + frame] * 9)]);
    }
  }
  return 0;
}
