#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

#include "core/decode.h"
#include "core/resample.h"
#include "native/file.h"
#include "native/file_source.h"
#include "native/song_excerpt.h"
#include "scratch_folder.h"

using namespace genrelens;

namespace {

constexpr int kRate = 22050;

std::string sound(const std::string& name) { return std::string(GENRELENS_SOUNDS) + "/" + name; }

// The whole song in memory, decoded in one piece.
std::vector<float> whole_song(const std::string& name) {
  const Result<DecodedAudio> decoded = decode_audio(*read_file(sound(name)));
  if (!decoded) return {};
  std::vector<float> mono(decoded->audio.frames()), resampled;
  downmix(decoded->audio.samples, decoded->audio.channels, mono);
  Result<Resampler> resampler = Resampler::create(decoded->audio.sample_rate, kRate);
  resampler->push(mono, resampled);
  resampler->finish(resampled);
  return resampled;
}

Result<SongExcerpt> excerpt_of(const std::string& path, const TrackRecipe& recipe) {
  const Result<std::unique_ptr<ByteSource>> source = open_file_source(path);
  if (!source) return source.error();
  return read_excerpt(**source, recipe);
}

}  // namespace

TEST_CASE("the excerpt is the song's middle, whatever its header says of its length") {
  const TrackRecipe recipe = song_recipe(2 * kRate);
  for (const char* name :
       {"tone.wav", "tone.aiff", "tone.au", "tone.flac", "tone.mp3", "tone-untagged.mp3", "tone.ogg", "tone-48000.opus",
        "tone-mono.wav", "half-stream.au", "short.wav", "cut.wav", "cut.mp3", "cut.flac", "cut.ogg", "cut.opus"}) {
    CAPTURE(name);
    const std::vector<float> song = whole_song(name);
    const Result<SongExcerpt> excerpt = excerpt_of(sound(name), recipe);
    REQUIRE(excerpt);
    if (!excerpt) continue;
    const std::size_t wanted = recipe.excerpt->samples;
    const std::size_t begin = song.size() > wanted ? (song.size() - wanted) / 2 : 0;
    const auto middle = std::span(song).subspan(begin, std::min(wanted, song.size()));
    CHECK(std::equal(excerpt->samples.begin(), excerpt->samples.end(), middle.begin(), middle.end()));
    CHECK(excerpt->seconds == static_cast<double>(song.size()) / kRate);
    CHECK(excerpt->damage.has_value() == std::string(name).starts_with("cut"));
  }
}

TEST_CASE("the excerpt can be the song's start") {
  TrackRecipe recipe = song_recipe(2 * kRate);
  recipe.excerpt->from = ExcerptFrom::start;
  const std::vector<float> song = whole_song("tone.flac");
  const Result<SongExcerpt> excerpt = excerpt_of(sound("tone.flac"), recipe);
  REQUIRE(excerpt);
  if (!excerpt) return;
  REQUIRE(excerpt->samples.size() == recipe.excerpt->samples);
  CHECK(std::equal(excerpt->samples.begin(), excerpt->samples.end(), song.begin()));
}

TEST_CASE("a recipe of whole tracks takes tracks of its length alone") {
  TrackRecipe recipe = song_recipe(12 * kRate);
  recipe.excerpt.reset();
  const Result<SongExcerpt> whole = excerpt_of(sound("tone.wav"), recipe);
  REQUIRE(whole);
  if (!whole) return;
  CHECK(whole->samples == whole_song("tone.wav"));
  const Result<SongExcerpt> shorter = excerpt_of(sound("tone-mono.wav"), recipe);
  REQUIRE(!shorter);
  if (shorter) return;
  CHECK(shorter.error().message ==
        "The song has 6.0 s, but this recipe is for whole tracks of 12.0 s; a recipe with an excerpt takes songs of "
        "any length.");
  CHECK(!excerpt_of(sound("three-minutes.mp3"), recipe));
}

TEST_CASE("what is no song is said, and what is not there") {
  const TrackRecipe recipe = song_recipe(2 * kRate);
  for (const char* name : {"empty.mp3", "picture.mp3", "generator.sha256", "no-such-file.wav", "."}) {
    CAPTURE(name);
    const Result<SongExcerpt> excerpt = excerpt_of(sound(name), recipe);
    CHECK(!excerpt);
  }
}
