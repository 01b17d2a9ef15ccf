#include "native/song_excerpt.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "core/audio.h"
#include "core/decode.h"
#include "core/resample.h"
#include "native/number_text.h"

namespace genrelens {
namespace {

constexpr std::size_t kBlockFrames = 1 << 14;
constexpr double kWholeTrackTolerance = 0.05;  // GTZAN's tracks are 29.9 to 30.6 s

double whole_track_seconds(const TrackRecipe& recipe) { return recipe.column_span * recipe.seconds_per_column; }

// The recipe's own, or of a recipe of whole tracks, as much as such a track may have.
Excerpt excerpt_of(const TrackRecipe& recipe) {
  if (recipe.excerpt) return *recipe.excerpt;
  const double longest = whole_track_seconds(recipe) * (1 + kWholeTrackTolerance) * recipe.mel.sample_rate;
  return {.samples = static_cast<std::size_t>(longest), .from = ExcerptFrom::start};
}

// One way through a song.
struct Hearing {
  std::uint64_t begin = 0;     // of what was kept, in samples
  std::vector<float> kept;     // at most as many as wanted
  std::uint64_t received = 0;  // samples of the whole song
  std::optional<Error> damage;

  void keep(std::span<const float> samples, std::size_t wanted) {
    const std::uint64_t end = received + samples.size();
    const std::uint64_t from = std::clamp(begin, received, end);
    const std::uint64_t to = std::clamp(begin + wanted, received, end);
    const auto part = samples.subspan(static_cast<std::size_t>(from - received), static_cast<std::size_t>(to - from));
    kept.insert(kept.end(), part.begin(), part.end());
    received = end;
  }
};

// length: the song's, in samples at `rate`, as far as it is known; else the header's word is taken.
Result<Hearing> hear(ByteSource& source, int rate, const Excerpt& excerpt, std::optional<std::uint64_t> length) {
  Result<std::unique_ptr<Decoder>> decoder = open_decoder(source);
  if (!decoder) return decoder.error();
  const StreamInfo& info = (*decoder)->info();
  Result<Resampler> resampler = Resampler::create(info.sample_rate, rate);
  if (!resampler) return resampler.error();
  if (!length && info.frames) length = resampler->output_length(*info.frames);

  Hearing hearing{.begin = excerpt.begin(length.value_or(0))};
  std::vector<float> block(kBlockFrames * static_cast<std::size_t>(info.channels));
  std::vector<float> mono(kBlockFrames);
  std::vector<float> resampled;
  while (const std::size_t frames = (*decoder)->read(block)) {
    const std::span<float> heard = std::span(mono).first(frames);
    downmix(std::span(block).first(frames * static_cast<std::size_t>(info.channels)), info.channels, heard);
    resampler->push(heard, resampled);
    hearing.keep(resampled, excerpt.samples);
    resampled.clear();
  }
  resampler->finish(resampled);
  hearing.keep(resampled, excerpt.samples);
  hearing.damage = (*decoder)->damage();
  return hearing;
}

}  // namespace

Result<SongExcerpt> read_excerpt(ByteSource& source, const TrackRecipe& recipe) {
  const int rate = recipe.mel.sample_rate;
  const Excerpt excerpt = excerpt_of(recipe);
  Result<Hearing> hearing = hear(source, rate, excerpt, {});
  if (hearing && excerpt.begin(hearing->received) != hearing->begin) {
    hearing = hear(source, rate, excerpt, hearing->received);
  }
  if (!hearing) return hearing.error();
  if (hearing->received == 0) {
    if (hearing->damage) return *hearing->damage;
    return Error{.code = ErrorCode::damaged, .message = "The song holds no sound."};
  }
  const double seconds = static_cast<double>(hearing->received) / rate;
  const double whole = whole_track_seconds(recipe);
  if (!recipe.excerpt && std::abs(seconds / whole - 1) > kWholeTrackTolerance) {
    return Error{.code = ErrorCode::out_of_range,
                 .message = "The song has " + number_text("%.1f s", seconds) +
                            ", but this recipe is for whole tracks of " + number_text("%.1f s", whole) +
                            "; a recipe with an excerpt takes songs of any length."};
  }
  return SongExcerpt{std::move(hearing->kept), seconds, std::move(hearing->damage)};
}

}  // namespace genrelens
