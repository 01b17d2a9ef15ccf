#include "web/engine/song.h"

#include <span>
#include <utility>

namespace genrelens::engine {
namespace {

constexpr std::size_t kBlockFrames = 16384;  // a few milliseconds of work

double stated_seconds(const StreamInfo& info) {
  return info.frames ? static_cast<double>(*info.frames) / info.sample_rate : 0;
}

}  // namespace

Result<Song> Song::open(const Card& card, std::uint64_t number, std::unique_ptr<ByteSource> source) {
  Result<std::unique_ptr<Decoder>> decoder = open_decoder(*source);
  if (!decoder) return decoder.error();
  const StreamInfo& info = (*decoder)->info();
  Result<Analysis> analysis =
      Analysis::create(card, {.song = number, .sample_rate = info.sample_rate, .channels = info.channels});
  if (!analysis) return analysis.error();
  Result<DisplaySpectrogram> display = DisplaySpectrogram::create(
      {.sample_rate = info.sample_rate, .channels = info.channels, .expected_seconds = stated_seconds(info)});
  if (!display) return display.error();
  return Song(number, std::move(source), std::move(*decoder), std::move(*analysis), std::move(*display));
}

Song::Song(std::uint64_t number, std::unique_ptr<ByteSource> source, std::unique_ptr<Decoder> decoder,
           Analysis analysis, DisplaySpectrogram display)
    : number_(number),
      source_(std::move(source)),
      decoder_(std::move(decoder)),
      analysis_(std::move(analysis)),
      display_(std::move(display)),
      block_(kBlockFrames * static_cast<std::size_t>(decoder_->info().channels)) {}

bool Song::step() {
  if (ended_) return false;
  const std::size_t frames = decoder_->read(block_);
  const auto samples = std::span<const float>(block_).first(frames * static_cast<std::size_t>(info().channels));
  analysis_.push(samples);
  display_.push(samples, columns_);
  if (frames < kBlockFrames) {
    analysis_.finish();
    ended_ = true;
  }
  return !ended_;
}

double Song::expected_seconds() const { return stated_seconds(info()); }

std::vector<std::uint8_t> Song::take_columns() { return std::exchange(columns_, {}); }

}  // namespace genrelens::engine
