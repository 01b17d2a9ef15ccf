#include <doctest/doctest.h>

#include <cmath>

#include "native/song_copy.h"
#include "tests/signal.h"

using namespace genrelens;

namespace {

SongList two_songs() {
  return {.songs = {{.file = "a.wav", .id = "a", .genre = "jazz", .split = "train"},
                    {.file = "b.wav", .id = "b", .genre = "rock", .split = "valid"}}};
}

std::vector<float> changed(std::vector<float> samples, const ListedSong& song) {
  REQUIRE(!change_sound(samples, song));
  return samples;
}

}  // namespace

TEST_CASE("songs to learn are copied, songs to judge are not") {
  const Result<SongList> list = with_copies(two_songs(), 2, "train");
  REQUIRE(list);
  if (!list || list->songs.size() != 4) return;
  CHECK(list->songs[1].id == "a~1");
  CHECK(list->songs[2].id == "a~2");
  CHECK(list->songs[2].recording == "a");
  CHECK(list->songs[2].split == "train");
  CHECK(list->songs[3].id == "b");
  SongList heard = two_songs();
  heard.songs[0].recording = "first";  // a copy itself
  CHECK(with_copies(heard, 1, "train")->songs[1].recording == "first");
  SongList taken = two_songs();
  taken.songs[1].id = "a~2";
  CHECK(with_copies(taken, 2, "train").error().message == "A song is named a~2 already, as copy 2 of a would be.");
  const Result<SongList> none = with_copies(two_songs(), 2, "learn");
  REQUIRE(!none);
  CHECK(none.error().message == "No song's split is \"learn\", so none can be copied; a table says which are.");
}

TEST_CASE("a copy is stretched, shifted or noisy, the same each time") {
  const std::vector<float> samples = test_signal(16000, 4);
  const SongList list = *with_copies(two_songs(), 6, "train");
  CHECK(changed(samples, list.songs[0]) == samples);
  const std::vector<float> stretched = changed(samples, list.songs[1]);
  CHECK(stretched.size() != samples.size());
  CHECK(std::abs(std::log(static_cast<double>(stretched.size()) / 16000)) <= kCopyStretch + 1e-4);
  CHECK(changed(samples, list.songs[1]) == stretched);
  CHECK(changed(samples, list.songs[4]) != stretched);
  CHECK(changed(samples, list.songs[2]).size() == samples.size());
  const std::vector<float> noisy = changed(samples, list.songs[3]);
  double signal = 0, noise = 0;
  for (std::size_t i = 0; i < samples.size(); i++) {
    signal += std::pow(samples[i], 2);
    noise += std::pow(noisy[i] - samples[i], 2);
  }
  const double ratio = 10 * std::log10(signal / noise);  // dB
  CHECK(ratio >= kCopyMostNoise - 0.01);
  CHECK(ratio <= kCopyLeastNoise + 0.01);
}
