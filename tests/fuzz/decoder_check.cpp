#include "tests/fuzz/decoder_check.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "core/byte_source.h"
#include "core/decode.h"
#include "tests/fuzz/ogg_pages.h"
#include "tests/fuzz/require.h"

using namespace genrelens;

namespace {

// No format says more with one byte than this, in frames: a Vorbis packet of one byte is a block of 8192, a FLAC block
// of 65,535 equal samples takes eleven.
constexpr std::uint64_t kFramesPerByte = 8192;
constexpr std::uint64_t kMoreFrames = 1 << 16;
// Samples of one input: a few bytes may rightly stand for hours of silence, which a run has no time for.
constexpr std::uint64_t kEnough = 1 << 20;

// Every view in memory of its own, gone with the next: a sanitizer sees a decoder that reads beyond a view, or in an
// old one.
class FreshSource final : public ByteSource {
 public:
  explicit FreshSource(std::span<const std::uint8_t> bytes) : memory_(bytes) {}

  std::uint64_t size() const override { return memory_.size(); }
  std::span<const std::uint8_t> view(std::uint64_t offset, std::size_t length) override {
    const std::span<const std::uint8_t> bytes = memory_.view(offset, length);
    view_ = std::make_unique_for_overwrite<std::uint8_t[]>(bytes.size());
    std::copy(bytes.begin(), bytes.end(), view_.get());
    return {view_.get(), bytes.size()};
  }

 private:
  MemorySource memory_;
  std::unique_ptr<std::uint8_t[]> view_;
};

void check_info(const StreamInfo& info) {
  require(info.channels >= 1 && info.channels <= kMaximumChannels, "channels are within audio.h's limits");
  require(info.sample_rate >= kMinimumSampleRate && info.sample_rate <= kMaximumSampleRate,
          "the rate is within audio.h's limits");
}

void check_error(const Error& error, std::size_t size) {
  require(!error.message.empty() && error.message.back() == '.', "an error is a sentence");
  require(error.offset <= size, "an error's offset lies in the file");
}

// The blocks' lengths differ, as a caller's may.
void check_samples(Decoder& decoder, std::size_t size) {
  const auto channels = static_cast<std::size_t>(decoder.info().channels);
  std::vector<float> block(4096 * channels);
  std::uint64_t total = 0;
  double progress = decoder.progress();
  for (std::size_t wanted = 1, frames = wanted; frames == wanted; wanted = wanted * 5 % 4096) {
    frames = decoder.read(std::span(block).first(wanted * channels));
    require(frames <= wanted, "no more frames than were asked for");
    require(std::all_of(block.begin(), block.begin() + static_cast<std::ptrdiff_t>(frames * channels),
                        [](float sample) { return std::isfinite(sample); }),
            "every sample is finite");
    require(decoder.progress() >= progress && decoder.progress() <= 1, "progress grows, up to 1");
    progress = decoder.progress();
    total += frames;
    require(total <= size * kFramesPerByte + kMoreFrames, "no more frames than the bytes can say");
    if (total * channels > kEnough) return;
    if (frames == wanted) continue;
    require(progress == 1, "at the end progress is 1");
    require(decoder.read(std::span(block).first(channels)) == 0, "after the end there is nothing");
  }
  if (decoder.damage()) check_error(*decoder.damage(), size);
}

int check_once(std::string_view format, std::span<const std::uint8_t> bytes) {
  FreshSource source(bytes);
  const auto opened = open_decoder(source);
  if (!opened) {
    check_error(opened.error(), bytes.size());
    return 0;
  }
  Decoder& decoder = **opened;
  if (decoder.info().format != format) return -1;
  check_info(decoder.info());
  check_samples(decoder, bytes.size());
  return 0;
}

}  // namespace

int check_decoder(std::string_view format, std::span<const std::uint8_t> bytes) {
  if (begins_with_ogg_page(bytes)) {
    std::vector<std::uint8_t> mended(bytes.begin(), bytes.end());
    mend_ogg_pages(mended);
    if (check_once(format, mended) != 0) return -1;
  }
  return check_once(format, bytes);
}
