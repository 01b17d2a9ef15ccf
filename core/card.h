// A model's card: everything that must be known to run its network on sound, and to judge it.
//
//   Result<Card> card = parse_card(text);                    // models/NAME/card.json
//   if (auto wrong = verify_weights(*card, onnx_bytes)) …    // wrong_hash
//
// Page and terminal build their pipelines from the card alone, so that no recipe is written twice.
// Errors name the field, as in "features.mel.bands", and say what is allowed: missing_field, bad_field, out_of_range,
// wrong_version; damaged if the text is no JSON. Sizes have upper bounds, so that no card makes core take much memory.
//
// The JSON, all of it required but for training, music_below, window (else hann-periodic) and pre_emphasis (else 0);
// fields of other names are ignored:
//   format: 1 · name · title · licence · labels
//   origin       system, paper, training_data, split, split_hash, seed, commit
//   audio        sample_rate, chunk_seconds, hop_seconds, last_chunk: drop | zero | repeat
//   features     kind: log-mel | log-mel-picture; n_fft, window_length, window: hann-periodic | hann-symmetric,
//                pre_emphasis, hop_length, padding: none | window | reflect | zero; power;
//                mel {bands, scale: slaney | htk | kaldi, norm: none | slaney, low_frequency, high_frequency};
//                log {multiplier, range, smallest, reference: chunk-max | one}; frames, mean, deviation;
//                for kind: log-mel-picture also picture {rows, columns, colours: grey | meadow | ember,
//                top: highest-band | lowest-band}
//   model        weights, sha256, input {name, shape}, logits {name, shape}, embedding {name, shape}
//   calibration  temperature, unsure_below, music_below: if it is there, the network gives one logit more behind the
//                labels', the log-odds that a chunk is music: logits.shape and golden.logits are one longer
//   golden       seed, logits, tolerance
//   evaluation   split, tracks, metrics {NAME: {value, low, high}}
//   training     words and numbers: the options that it was trained with
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/chunk.h"
#include "core/level.h"
#include "core/mel.h"
#include "core/picture.h"
#include "core/plain_values.h"
#include "core/result.h"

namespace genrelens {

inline constexpr int kCardVersion = 1;

// Where the weights come from.
struct Origin {
  std::string system;         // row of SYSTEMS.md, or a name of ours: "mel-resnet"
  std::string paper;          // id of the paper, empty if none
  std::string training_data;  // in words
  std::string split;          // name of the split
  std::string split_hash;     // sha256 of the lines "id,split\n" of the tracks used, in file order; or empty
  std::uint64_t seed = 0;
  std::string commit;  // of the program that trained it

  bool operator==(const Origin&) const = default;
};

// chunk → (1, bands, frames) levels → where there is a picture, (1 or 3, rows, columns). core/network_input.h does it.
struct Features {
  MelOptions mel;
  LevelOptions level;                     // reference maximum: the chunk's own
  std::size_t frames = 0;                 // columns of levels a chunk
  std::optional<PictureOptions> picture;  // what the levels are made into
  double mean = 0;                        // what the network sees is (value − mean) / deviation
  double deviation = 1;                   // > 0

  bool operator==(const Features&) const = default;
};

// channels, height, width of the network's input.
std::array<std::size_t, 3> input_shape(const Features& features);

struct TensorName {
  std::string name;
  std::vector<std::int64_t> shape;  // −1: any

  bool operator==(const TensorName&) const = default;
};

// A metric with its 95 % interval (bootstrap over tracks).
struct Score {
  double value = 0;
  double low = 0;
  double high = 0;

  bool operator==(const Score&) const = default;
};

struct Card {
  std::string name;   // as listed: "mel-resnet"
  std::string title;  // as shown to a visitor
  std::string licence;
  Origin origin;
  std::vector<std::string> labels;  // in the order of the logits, ≥ 2, all different
  int sample_rate = 0;              // Hz
  double chunk_seconds = 0;
  double hop_seconds = 0;
  LastChunk last_chunk = LastChunk::repeat;
  Features features;
  std::string weights_file;  // beside the card: a plain file name, no folder
  std::string weights_sha256;
  TensorName input;         // (N, …input_shape(features))
  TensorName logits;        // (N, logit_count())
  TensorName embedding;     // (N, size)
  double temperature = 1;   // probabilities = softmax(logits / temperature), > 0
  double unsure_below = 0;  // a song whose highest probability is lower is called "not sure"
  // A song whose probability to be music is lower is called "not music"; none: the network cannot tell.
  std::optional<double> music_below;
  std::uint64_t golden_seed = 0;
  std::vector<float> golden_logits;  // of golden_input(card), logit_count() of them
  double golden_tolerance = 0;       // greatest allowed difference of a logit
  std::string split_name;            // the metrics' split: "valid"
  std::size_t split_tracks = 0;
  std::map<std::string, Score> metrics;  // "track_accuracy" …
  PlainValues training;                  // the trainer's options; empty in older cards

  // The rule in samples at sample_rate. length: the fewest that give `frames` columns, which parse_card holds to
  // within one hop_length of chunk_seconds; hop: hop_seconds, rounded.
  ChunkRule chunk_rule() const;

  // What the network gives for a chunk: one a label, and behind them that of music where there is music_below.
  std::size_t logit_count() const { return labels.size() + (music_below ? 1 : 0); }

  bool operator==(const Card&) const = default;
};

Result<Card> parse_card(std::string_view json);

// The card as indented JSON that parse_card reads back to an equal card, provided that its values are those that
// parse_card allows. Asserts that features.mel.sample_rate is sample_rate, which is written once.
std::string write_card(const Card& card);

// wrong_hash if the weights are not the card's, empty if they are.
std::optional<Error> verify_weights(const Card& card, std::span<const std::uint8_t> weights);

// The network's input for the self-check: Random(golden_seed).uniform(), as floats.
std::vector<float> golden_input(const Card& card);

// Whether a backend's answer to golden_input is the card's: every logit finite and within golden_tolerance.
bool golden_agrees(const Card& card, std::span<const float> logits);

}  // namespace genrelens
