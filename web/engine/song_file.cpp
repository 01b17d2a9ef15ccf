#include "web/engine/song_file.h"

#include <span>
#include <utility>

namespace genrelens::engine {
namespace {

constexpr std::size_t kBlockFrames = 16384;  // a few milliseconds of work

}  // namespace

Result<SongFile> SongFile::open(std::unique_ptr<ByteSource> source) {
  Result<std::unique_ptr<Decoder>> decoder = open_decoder(*source);
  if (!decoder) return decoder.error();
  return SongFile(std::move(source), std::move(*decoder));
}

SongFile::SongFile(std::unique_ptr<ByteSource> source, std::unique_ptr<Decoder> decoder)
    : source_(std::move(source)),
      decoder_(std::move(decoder)),
      block_(kBlockFrames * static_cast<std::size_t>(decoder_->info().channels)) {}

bool SongFile::step(Song& song) {
  if (ended_) return false;
  const std::size_t frames = decoder_->read(block_);
  song.hear(std::span<const float>(block_).first(frames * static_cast<std::size_t>(info().channels)));
  if (frames < kBlockFrames) {
    song.finish();
    ended_ = true;
  }
  return !ended_;
}

double SongFile::expected_seconds() const {
  return info().frames ? static_cast<double>(*info().frames) / info().sample_rate : 0;
}

}  // namespace genrelens::engine
