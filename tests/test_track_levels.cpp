#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "core/decode.h"
#include "core/front_end.h"
#include "core/track_levels.h"
#include "tests/file_bytes.h"
#include "tests/npy.h"
#include "tests/signal.h"

using namespace genrelens;

namespace {

// The recipe of ../shared/gtzan.
const std::string kRecipe = R"json({
  "format": 1, "kind": "log-mel", "sample_rate": 22050,
  "n_fft": 2048, "win_length": 2048, "hop_length": 512, "window": "hann-periodic",
  "center": true, "pad_mode": "reflect", "power": 2,
  "n_mels": 128, "mel_scale": "slaney", "mel_norm": "slaney", "fmin": 0, "fmax": 11025,
  "log": {"kind": "20log10", "reference": "track-max", "range_db": 80},
  "frames": {"count": 334, "source": "1 + samples // 512", "index": "min(floor((i + 2) / 334.8 * N), N - 1)",
             "seconds_per_column": 0.0896},
  "storage": {"dtype": "uint8", "value": "(dB - max + 80) / 80 * 255", "shape": ["tracks", "bands", "frames"],
              "band_0": "lowest"}
})json";

std::vector<std::uint8_t> read_bytes(const std::string& path) {
  return file_bytes(path).value_or(std::vector<std::uint8_t>());
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

void check_refused(const std::string& from, const std::string& to, ErrorCode code, const std::string& named) {
  CAPTURE(to);
  const Result<TrackRecipe> recipe = parse_recipe(replaced(kRecipe, from, to));
  REQUIRE(!recipe);
  if (recipe) return;
  CHECK(recipe.error().code == code);
  CAPTURE(recipe.error().message);
  CHECK(recipe.error().message.find(named) != std::string::npos);
}

// In levels of 255; as bad as can be for pictures of different size.
struct Difference {
  double mean = 255;
  int worst = 255;
};

Difference difference(std::span<const std::uint8_t> left, std::span<const std::uint8_t> right) {
  if (left.size() != right.size() || left.empty()) return {};
  double sum = 0;
  int worst = 0;
  for (std::size_t i = 0; i < left.size(); i++) {
    sum += std::abs(left[i] - right[i]);
    worst = std::max(worst, std::abs(left[i] - right[i]));
  }
  return {sum / static_cast<double>(left.size()), worst};
}

struct Track {
  std::string id;
  std::size_t row = 0;
  std::string audio;
};

// The tracks of tracks.csv with a row and the sound file of the whole track: the rows are of 30 s, some files are cut
// shorter. The last three fields are read, which stand after those that may be quoted.
std::vector<Track> tracks_with_audio(const std::vector<std::uint8_t>& bytes) {
  std::vector<Track> tracks;
  for (std::size_t begin = 0; begin < bytes.size();) {
    std::size_t end = begin;
    while (end < bytes.size() && bytes[end] != '\n') end++;
    const std::string line(bytes.begin() + static_cast<std::ptrdiff_t>(begin),
                           bytes.begin() + static_cast<std::ptrdiff_t>(end));
    begin = end + 1;
    const std::size_t seconds = line.rfind(',');
    const std::size_t audio = line.rfind(',', seconds - 1);
    const std::size_t row = line.rfind(',', audio - 1);
    const std::string file = line.substr(audio + 1, seconds - audio - 1);
    const std::string number = line.substr(row + 1, audio - row - 1);
    if (!file.ends_with(".flac") || number.empty() || std::atof(line.c_str() + seconds + 1) < 29.9) continue;
    tracks.push_back({line.substr(0, line.find(',')), static_cast<std::size_t>(std::atol(number.c_str())), file});
  }
  return tracks;
}

}  // namespace

TEST_CASE("the recipe of the feature folder is read whole") {
  const Result<TrackRecipe> recipe = parse_recipe(kRecipe);
  REQUIRE(recipe);
  CHECK(recipe->mel == MelOptions{});
  CHECK(recipe->level == LevelOptions{.multiplier = 20, .range = 80});
  CHECK(recipe->columns == 334);
  CHECK(recipe->column_offset == 2);
  CHECK(recipe->column_span == 334.8);
  CHECK(recipe->seconds_per_column == 0.0896);

  const Result<TrackRecipe> other = parse_recipe(replaced(
      replaced(replaced(kRecipe, "\"reflect\"", "\"constant\""), "\"mel_norm\": \"slaney\"", "\"mel_norm\": \"none\""),
      "(i + 2) / 334.8", "(i + 0.5) / 100"));
  REQUIRE(other);
  CHECK(other->mel.padding == Padding::zero);
  CHECK(other->mel.norm == MelNorm::none);
  CHECK(other->column_offset == 0.5);
  CHECK(other->column_span == 100);
}

TEST_CASE("recipes that cannot be followed are refused with the field's name") {
  CHECK(!parse_recipe(""));
  CHECK(!parse_recipe("[1, 2]"));
  CHECK(!parse_recipe(kRecipe.substr(0, kRecipe.size() / 2)));
  check_refused("\"format\": 1", "\"format\": 2", ErrorCode::wrong_version, "format is 2");
  check_refused("\"format\": 1", "\"form\": 1", ErrorCode::missing_field, "format");
  check_refused("\"log-mel\"", "\"mfcc\"", ErrorCode::bad_field, "kind");
  check_refused("\"n_fft\": 2048", "\"n_fft\": \"2048\"", ErrorCode::bad_field, "n_fft");
  check_refused("\"n_mels\": 128", "\"n_mels\": 1025", ErrorCode::out_of_range, "n_mels");
  check_refused("\"n_fft\": 2048", "\"n_fft\": 2187", ErrorCode::bad_field, "fft_length");
  check_refused("\"hop_length\": 512", "\"hop_length\": 0.5", ErrorCode::bad_field, "hop_length");
  check_refused("hann-periodic", "hamming", ErrorCode::bad_field, "window");
  check_refused("\"center\": true", "\"center\": 1", ErrorCode::bad_field, "center");
  check_refused("\"reflect\"", "\"wrap\"", ErrorCode::bad_field, "pad_mode");
  check_refused("\"mel_scale\": \"slaney\"", "\"mel_scale\": \"bark\"", ErrorCode::bad_field, "mel_scale");
  check_refused("\"mel_norm\": \"slaney\", ", "", ErrorCode::missing_field, "mel_norm");
  check_refused("20log10", "log2", ErrorCode::bad_field, "log.kind");
  check_refused("track-max", "1", ErrorCode::bad_field, "log.reference");
  check_refused("\"range_db\": 80", "\"range_db\": 0", ErrorCode::out_of_range, "log.range_db");
  check_refused("\"log\"", "\"logs\"", ErrorCode::missing_field, "log");
  check_refused("\"count\": 334", "\"count\": 0", ErrorCode::out_of_range, "frames.count");
  check_refused("\"count\": 334", "\"count\": 1e300", ErrorCode::bad_field, "frames.count");
  check_refused(" / 334.8", " / 0", ErrorCode::bad_field, "frames.index");
  check_refused(" / 334.8", " / 3.3.4", ErrorCode::bad_field, "frames.index");
  check_refused("floor(", "round(", ErrorCode::bad_field, "frames.index");
  check_refused("\"uint8\"", "\"float32\"", ErrorCode::bad_field, "storage.dtype");
}

TEST_CASE("a track's picture equals the reference picture") {
  const auto reference = read_npy<std::uint8_t>(std::string(GENRELENS_FIXTURES) + "/track_levels.npy");
  REQUIRE(reference);
  if (!reference) return;
  const auto picture = track_levels(*parse_recipe(kRecipe), test_signal(66150, 2));
  REQUIRE(picture);
  if (!picture) return;
  const Difference off = difference(*picture, reference->values);
  CHECK(off.worst <= 1);
  CHECK(off.mean <= 0.001);
}

TEST_CASE("a track of too many frames is refused before memory is taken") {
  const auto recipe = parse_recipe(replaced(kRecipe, "\"hop_length\": 512", "\"hop_length\": 1"));
  REQUIRE(recipe);
  if (!recipe) return;
  const auto row = track_levels(*recipe, std::vector<float>(600000));
  REQUIRE(!row);
  CHECK(row.error().message == "The track has 600001 frames of 128 bands; 524288 frames can be stored.");
}

TEST_CASE("a track without one frame is refused, silence is 0") {
  const Result<TrackRecipe> recipe = parse_recipe(kRecipe);
  const auto nothing = track_levels(*recipe, {});
  REQUIRE(!nothing);
  if (nothing) return;
  CHECK(nothing.error().code == ErrorCode::out_of_range);
  const auto silence = track_levels(*recipe, std::vector<float>(1000));
  REQUIRE(silence);
  if (!silence) return;
  CHECK(*silence == std::vector<std::uint8_t>(128 * 334));
}

TEST_CASE("a recipe that is written is read back") {
  TrackRecipe whole = *parse_recipe(kRecipe);
  CHECK(*parse_recipe(write_recipe(whole)) == whole);
  whole.mel = {.sample_rate = 16000, .fft_length = 512, .window_length = 400, .hop_length = 160};
  whole.mel.padding = Padding::zero;
  whole.mel.power = 1;
  whole.mel.bands = 64;
  whole.mel.scale = MelScale::htk;
  whole.mel.norm = MelNorm::none;
  whole.mel.high_frequency = 7500.5;
  whole.level.multiplier = 10;
  whole.column_offset = 0.25;
  whole.excerpt = Excerpt{.samples = 48000, .from = ExcerptFrom::start, .fill = ShortSong::zero};
  CHECK(*parse_recipe(write_recipe(whole)) == whole);
  whole.mel.window = WindowShape::symmetric;
  whole.mel.pre_emphasis = 0.97;
  CHECK(*parse_recipe(write_recipe(whole)) == whole);
  for (const std::size_t seconds : {std::size_t{1}, std::size_t{10}, std::size_t{29}, std::size_t{3600}}) {
    CAPTURE(seconds);
    const TrackRecipe song = song_recipe(seconds * 22050);
    CHECK(*parse_recipe(write_recipe(song)) == song);
    CHECK(song.seconds_per_column == doctest::Approx(0.08965).epsilon(0.001));
  }
  const std::string song = write_recipe(song_recipe(kGtzanSamples));
  CHECK(!parse_recipe(replaced(song, "middle", "end")));
  CHECK(!parse_recipe(replaced(song, "\"samples\": 661794", "\"samples\": 0")));
  CHECK(parse_recipe(replaced(song, "\"short\"", "\"long\"")).error().message.find("excerpt.short") !=
        std::string::npos);
}

TEST_CASE("every frame is a column, its logarithm to be read back") {
  const FrontEnd front = yamnet_front_end();
  const TrackRecipe recipe =
      every_frame_recipe(front.mel, natural_level(front.logarithm.offset, 14), {.samples = 16000});
  CHECK(*parse_recipe(write_recipe(recipe)) == recipe);
  REQUIRE(recipe.columns == 98);
  const std::vector<float> samples = test_signal(16000, 3);
  const auto row = track_levels(recipe, samples);
  REQUIRE(row);
  if (!row) return;
  const Result<MelSpectrogram> mel = MelSpectrogram::create(front.mel);
  std::vector<float> expected(98 * 64);
  mel->compute(samples, expected, *mel->workspace());
  natural_levels(expected, front.logarithm, expected);
  double worst = 0;
  for (std::size_t frame = 0; frame < 98; frame++) {
    for (std::size_t band = 0; band < 64; band++) {
      const double value = (*row)[band * 98 + frame] / 255.0 * 14 + std::log(0.001);
      worst = std::max(worst, std::abs(value - expected[frame * 64 + band]));
    }
  }
  CHECK(worst <= 0.5 / 255 * 14 + 1e-5);  // half a stored step
}

TEST_CASE("an excerpt lies in the middle, or at the start") {
  const Excerpt middle{.samples = 100};
  CHECK(middle.begin(0) == 0);
  CHECK(middle.begin(100) == 0);
  CHECK(middle.begin(301) == 100);
  CHECK(Excerpt{.samples = 100, .from = ExcerptFrom::start}.begin(1000) == 0);
}

TEST_CASE("a song of the excerpt's length has the row of the whole track") {
  const TrackRecipe song = song_recipe(66150);
  TrackRecipe whole = song;
  whole.excerpt.reset();
  const std::vector<float> samples = test_signal(66150, 2);
  CHECK(*track_levels(song, samples) == *track_levels(whole, samples));
}

TEST_CASE("a short song is not stretched: its columns are repeated, or silence follows") {
  TrackRecipe recipe = song_recipe(66150);
  const std::vector<float> samples = test_signal(66150, 2);
  const auto whole = track_levels(recipe, samples);
  // Half the song, whose own loudest frame is the reference.
  const auto half = track_levels(recipe, std::span(samples).first(33075));
  recipe.excerpt->fill = ShortSong::zero;
  const auto silent = track_levels(recipe, std::span(samples).first(33075));
  if (!whole || !half || !silent) {
    FAIL("a row could not be computed");
    return;
  }
  const std::size_t columns = recipe.columns;
  REQUIRE(columns == 33);
  const std::size_t held = 15;  // of 130 frames in 33.4654 columns, 65 are there: (i + 2) / 33.4654 · 130 < 65
  for (std::size_t band = 0; band < 128; band++) {
    for (std::size_t column = 0; column < columns; column++) {
      const std::size_t at = band * columns + column;
      CHECK((*half)[at] == (column < held ? (*silent)[at] : (*half)[at - held]));
      if (column >= held) CHECK((*silent)[at] == 0);
    }
  }
  // One level shifts them all against the whole song's, but where the floor cuts.
  int shift = 0;
  for (std::size_t column = 0; column + 2 < held; column++) {
    const std::size_t at = 40 * columns + column;
    const int difference = (*half)[at] - (*whole)[at];
    if (column == 0) shift = difference;
    CHECK(std::abs(difference - shift) <= 1);
  }
}

TEST_CASE("a song too short for one column is refused") {
  const TrackRecipe recipe = song_recipe(kGtzanSamples);
  const auto row = track_levels(recipe, std::vector<float>(2000, 0.5f));
  REQUIRE(!row);
  if (row) return;
  CHECK(row.error().code == ErrorCode::out_of_range);
  CHECK(row.error().message == "The track has 2000 samples, but the first column needs 3584.");
}

TEST_CASE("pictures computed from sound files equal the feature folder's rows") {
  const std::string folder = std::string(GENRELENS_SHARED) + "/gtzan";
  const std::vector<Track> tracks = tracks_with_audio(read_bytes(folder + "/tracks.csv"));
  if (tracks.empty()) {
    MESSAGE("skipped: " << folder << " is not here");
    return;
  }
  const std::vector<std::uint8_t> text = read_bytes(folder + "/recipe.json");
  const Result<TrackRecipe> recipe = parse_recipe({reinterpret_cast<const char*>(text.data()), text.size()});
  REQUIRE(recipe);
  double sum = 0;
  std::size_t count = 0;
  // Ten of them; the environment may ask for all.
  const std::size_t step = std::getenv("GENRELENS_ALL_TRACKS") ? 1 : std::max<std::size_t>(1, tracks.size() / 9);
  for (std::size_t i = 0; i < tracks.size(); i += step) {
    CAPTURE(tracks[i].id);
    const Result<DecodedAudio> decoded = decode_audio(read_bytes(folder + "/" + tracks[i].audio));
    REQUIRE(decoded);
    if (!decoded) return;
    REQUIRE(decoded->audio.sample_rate == 22050);
    REQUIRE(decoded->audio.channels == 1);
    const auto picture = track_levels(*recipe, decoded->audio.samples);
    const auto row = read_npy<std::uint8_t>(folder + "/features.npy", tracks[i].row, 1);
    REQUIRE(picture);
    REQUIRE(row);
    if (!picture || !row) return;
    const double mean = difference(*picture, row->values).mean;
    CHECK(mean <= 1);
    sum += mean;
    count++;
  }
  MESSAGE("mean absolute difference over " << count << " tracks: " << sum / static_cast<double>(count)
                                           << " of 255 levels");
  CHECK(sum / static_cast<double>(count) <= 0.5);
}
