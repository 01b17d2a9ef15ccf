// A song's file: where its bytes come from, and its decoder, which feeds the song.
//
//   Result<SongFile> file = SongFile::open(std::move(source));
//   while (file->step(song)) { … }
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/byte_source.h"
#include "core/decode.h"
#include "core/result.h"
#include "web/engine/song.h"

namespace genrelens::engine {

class SongFile {
 public:
  static Result<SongFile> open(std::unique_ptr<ByteSource> source);

  // Decodes the next block into the song. False once the file has ended, and then the song is finished.
  bool step(Song& song);

  const StreamInfo& info() const { return decoder_->info(); }
  const std::optional<Error>& damage() const { return decoder_->damage(); }
  double progress() const { return decoder_->progress(); }
  double expected_seconds() const;  // as the header states it; 0 if it does not

 private:
  SongFile(std::unique_ptr<ByteSource> source, std::unique_ptr<Decoder> decoder);

  std::unique_ptr<ByteSource> source_;  // the decoder reads from it
  std::unique_ptr<Decoder> decoder_;
  std::vector<float> block_;
  bool ended_ = false;
};

}  // namespace genrelens::engine
