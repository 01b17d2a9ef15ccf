// What is trained on stored rows must say the same of sound: songs of ../shared/gtzan against their own rows.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <filesystem>

#include "native/evaluation.h"
#include "native/feature_folder.h"
#include "native/file_source.h"
#include "native/model_folder.h"
#include "native/song.h"

using namespace genrelens;

namespace {

// The first columns of a row: as much of the track as its audio file holds.
FeatureFolder cut_to_audio(const FeatureFolder& folder, std::size_t track) {
  const auto held = static_cast<std::size_t>(folder.tracks[track].audio_seconds / folder.recipe.seconds_per_column);
  FeatureFolder cut{.recipe = folder.recipe, .tracks = {folder.tracks[track]}, .rows = 1, .bands = folder.bands};
  cut.columns = std::min(held, folder.columns);
  cut.tracks[0].row = 0;
  const std::span<const std::uint8_t> row = folder.levels_of(track);
  for (std::size_t band = 0; band < folder.bands; band++) {
    const auto line = row.subspan(band * folder.columns, cut.columns);
    cut.levels.insert(cut.levels.end(), line.begin(), line.end());
  }
  return cut;
}

}  // namespace

TEST_CASE("songs are heard as their stored rows") {
  const std::filesystem::path data = std::filesystem::path(GENRELENS_SHARED) / "gtzan";
  if (!std::filesystem::exists(data)) {
    std::puts("skipped: there is no ../shared/gtzan");
    return;
  }
  const Result<FeatureFolder> folder = read_feature_folder(data);
  REQUIRE(folder);
  Result<Model> model = open_model(std::filesystem::path(GENRELENS_MODELS) / "mel-resnet");
  REQUIRE(model);
  const RowChunks chunks(model->card.features, hop_frames(model->card), model->card.last_chunk);
  REQUIRE(!rows_fit(model->card.features, folder->recipe));
  const RunNetwork run = [&](std::span<const float> inputs, std::size_t count) -> Result<std::vector<float>> {
    return model->session.run(inputs, count)->logits;
  };
  std::vector<std::size_t> with_audio;
  for (std::size_t track = 0; track < folder->tracks.size(); track++) {
    if (!folder->tracks[track].audio.empty() && folder->tracks[track].row) with_audio.push_back(track);
  }
  const std::size_t songs = with_audio.size();
  REQUIRE(songs >= 100);

  std::size_t agreed = 0;
  double difference = 0;
  for (const std::size_t track : with_audio) {
    const Result<std::unique_ptr<ByteSource>> source = open_file_source(data / folder->tracks[track].audio);
    REQUIRE(source);
    const Result<SongAnswer> heard = classify_song(**source, *model);
    REQUIRE(heard);
    const std::vector<std::size_t> only = {0};
    const Result<SplitAnswers> stored =
        answer_rows(cut_to_audio(*folder, track), only, model->card.labels, chunks, run);
    REQUIRE(stored);
    const TrackTable table = track_table(*stored, model->card.temperature);
    agreed += heard->prediction.ranked.front().label == table.guess[0] ? 1 : 0;
    for (const Ranked& ranked : heard->prediction.ranked) {
      difference +=
          std::abs(ranked.probability - table.probabilities[ranked.label]) / static_cast<double>(table.labels);
    }
  }
  difference /= static_cast<double>(songs);
  std::printf("%zu of %zu songs: the same genre; mean difference of a probability %.4f\n", agreed, songs, difference);
  CHECK(static_cast<double>(agreed) >= 0.9 * static_cast<double>(songs));  // those near a tie may turn over
  CHECK(difference < 0.02);
}
