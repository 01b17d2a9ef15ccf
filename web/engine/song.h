// One song being read: where its bytes come from, its decoder, what the network is asked and what the visitor sees of
// it.
//
//   Result<Song> song = Song::open(card, 7, std::move(source));
//   while (song->step()) { send(song->take_columns()); while (auto question = song->analysis().next_question()) … }
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/analysis.h"
#include "core/byte_source.h"
#include "core/card.h"
#include "core/decode.h"
#include "core/result.h"
#include "web/engine/display_spectrogram.h"

namespace genrelens::engine {

class Song {
 public:
  static Result<Song> open(const Card& card, std::uint64_t number, std::unique_ptr<ByteSource> source);

  // Decodes the next block. False once the song has ended, and then analysis() is finished.
  bool step();

  Analysis& analysis() { return analysis_; }
  const DisplaySpectrogram& display() const { return display_; }
  const StreamInfo& info() const { return decoder_->info(); }
  const std::optional<Error>& damage() const { return decoder_->damage(); }
  std::uint64_t number() const { return number_; }
  double progress() const { return decoder_->progress(); }
  double expected_seconds() const;  // as the header states it; 0 if it does not

  // (columns, bands) since the last call.
  std::vector<std::uint8_t> take_columns();

 private:
  Song(std::uint64_t number, std::unique_ptr<ByteSource> source, std::unique_ptr<Decoder> decoder, Analysis analysis,
       DisplaySpectrogram display);

  std::uint64_t number_;
  std::unique_ptr<ByteSource> source_;  // the decoder reads from it
  std::unique_ptr<Decoder> decoder_;
  Analysis analysis_;
  DisplaySpectrogram display_;
  std::vector<float> block_;
  std::vector<std::uint8_t> columns_;
  bool ended_ = false;
};

}  // namespace genrelens::engine
