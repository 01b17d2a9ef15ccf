// One logit more behind a network's labels: the log-odds that what it hears is music at all, read linearly from the
// embedding that the labels are read from. So "not music" costs the network one row of its last layer.
//
//   Result<std::vector<HeardClip>> clips = hear_clips(model, music_and_speech, music_or_not(music_and_speech));
//   MusicJudgement judged = cross_validate(*clips);              // every clip by a reading that has not learnt it
//   append_music_logit(weights, fit_music_reading(*clips));      // now the weights of system.network(labels + 1)
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/card.h"
#include "core/result.h"
#include "native/feature_folder.h"
#include "native/model_folder.h"
#include "native/network.h"
#include "native/weights.h"

namespace genrelens {

inline constexpr char kMusicGenre[] = "music";  // the label of a folder's music; all its others are not
inline constexpr double kMusicBelow = 0.5;      // both kinds weigh the same in the fit, so this is its own border

// Names of the shares in a card's metrics.
inline constexpr char kMusicLetThrough[] = "music_let_through";      // of clips of music, by cross-validation
inline constexpr char kOtherSoundRefused[] = "other_sound_refused";  // of clips of other sound, by cross-validation
inline constexpr char kSongsLetThrough[] = "songs_let_through";      // of the songs that the model was judged on

// A track as the network hears it.
struct HeardClip {
  bool music = false;
  std::vector<std::vector<float>> embeddings;  // one a chunk
};

// Tracks of a folder, each music or not. Errors: the rows are not what the network takes, or ONNX Runtime's.
Result<std::vector<HeardClip>> hear_clips(Model& model, const FeatureFolder& folder,
                                          std::span<const std::size_t> tracks, bool music);

// log-odds = weights · embedding + bias
struct MusicReading {
  std::vector<float> weights;
  float bias = 0;
};

// Logistic regression with a quadratic penalty on standardised embeddings; music and the rest weigh the same. `always`:
// more clips to learn, which are never judged. Asserts that both kinds are there.
MusicReading fit_music_reading(std::span<const HeardClip> clips, std::span<const HeardClip> always = {});

// The mean probability over a clip's chunks.
double music_probability(const MusicReading& reading, const HeardClip& clip);

// Shares of clips on the right side of kMusicBelow, 95 % intervals (Wilson 1927).
struct MusicJudgement {
  Score music_let_through;
  Score other_sound_refused;
};

// Under the names above.
void write_scores(Card& card, const MusicJudgement& judgement);

MusicJudgement judge_music(std::span<const HeardClip> clips, std::span<const double> probabilities);

// A reading that another training left, held to its own direction: its log-odds are only stretched and moved to where
// the border between the clips' kinds lies (Platt 1999). clips → clips of one number, and a fit to those → a reading.
std::vector<HeardClip> read_clips(std::span<const HeardClip> clips, const MusicReading& reading);
MusicReading rescale(const MusicReading& reading, const MusicReading& scale);

// In ten folds of whole clips, dealt out kind by kind.
MusicJudgement cross_validate_music(std::span<const HeardClip> clips, std::span<const HeardClip> always);

// Why a network cannot have such a logit: its last layer reads something else than the embedding. Empty if it can.
std::optional<Error> refuse_music_logit(const Network& network);

// A row more in the last layer.
void append_music_logit(Weights& weights, const Network& network, const MusicReading& reading);

}  // namespace genrelens
