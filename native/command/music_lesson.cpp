#include "native/command/music_lesson.h"

#include <array>
#include <cstdio>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "native/checkpoint.h"
#include "native/class_rows.h"
#include "native/command/measurement_text.h"
#include "native/file.h"
#include "native/model_folder.h"

namespace genrelens {
namespace {

// Every track of a folder that has a row, music by its genre.
Result<std::vector<HeardClip>> hear_folder(Model& model, const FeatureFolder& folder) {
  std::vector<std::size_t> music, other;
  for (std::size_t track = 0; track < folder.tracks.size(); track++) {
    if (!folder.tracks[track].row) continue;
    (folder.tracks[track].genre == kMusicGenre ? music : other).push_back(track);
  }
  if (music.size() < 2 || other.size() < 2) {
    return Error{.code = ErrorCode::missing_field,
                 .message = "Two tracks of the genre \"" + std::string(kMusicGenre) +
                            "\" and two of another are the fewest to learn from."};
  }
  Result<std::vector<HeardClip>> clips = hear_clips(model, folder, music, true);
  if (!clips) return clips.error();
  Result<std::vector<HeardClip>> others = hear_clips(model, folder, other, false);
  if (!others) return others.error();
  clips->insert(clips->end(), std::make_move_iterator(others->begin()), std::make_move_iterator(others->end()));
  return clips;
}

}  // namespace

Result<MusicJudgement> teach_music(const System& system, Card& card, Weights& weights, const FeatureFolder& sounds,
                                   const FeatureFolder& songs, const std::optional<MusicReading>& start) {
  const Network network = system.network(card.labels.size());
  if (const auto error = refuse_music_logit(network)) return *error;
  Result<Model> model = build_model(card, network, weights);
  if (!model) return model.error();
  Result<std::vector<HeardClip>> clips = hear_folder(*model, sounds);
  if (!clips) return clips.error();
  const Result<Split> split = find_split(songs, card.origin.split);
  if (!split) return split.error();
  Result<std::vector<HeardClip>> learned = hear_clips(*model, songs, split->tracks, true);
  if (!learned) return learned.error();
  if (start) {
    clips = read_clips(*clips, *start);
    learned = read_clips(*learned, *start);
  }
  const MusicJudgement judgement = cross_validate_music(*clips, *learned);
  const MusicReading reading = fit_music_reading(*clips, *learned);
  append_music_logit(weights, network, start ? rescale(*start, reading) : reading);
  card.music_below = kMusicBelow;
  std::printf("by cross-validation, music let through %s, other sound refused %s\n",
              score_text(judgement.music_let_through).c_str(), score_text(judgement.other_sound_refused).c_str());
  return judgement;
}

Result<std::optional<MusicReading>> read_music_class(const std::string& pretrained, const System& system) {
  if (pretrained.empty()) return std::optional<MusicReading>();
  if (!system.classes || system.classes->music == 0) {
    return Error{ErrorCode::bad_field, system.name + " takes no class of music from other weights."};
  }
  const Result<Checkpoint> checkpoint = read_checkpoint(pretrained);
  if (!checkpoint) return checkpoint.error();
  ClassRows classes = *system.classes;
  classes.rows = {{kMusicGenre, classes.music}};
  const Result<LastLayer> layer = take_class_rows(*checkpoint, classes, std::array<std::string, 1>{kMusicGenre});
  if (!layer) return in_file(pretrained, layer.error());
  return std::optional(MusicReading{.weights = layer->weight.values, .bias = layer->bias.values[0]});
}

}  // namespace genrelens
