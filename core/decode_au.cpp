// AU, the sound format of Sun and NeXT: six big-endian words, an annotation, the samples.
#include "core/decode_format.h"
#include "core/decode_pcm.h"

namespace genrelens {
namespace {

constexpr std::size_t kHeaderBytes = 24;
constexpr std::uint64_t kUnknownSize = 0xffffffff;

// Sample layouts by the header's number; the gaps are formats of NeXT's signal processor and ADPCM.
std::optional<SampleLayout> layout_of(std::uint64_t encoding) {
  constexpr std::endian big = std::endian::big;
  switch (encoding) {
    case 1:
      return SampleLayout{SampleKind::mu_law, 1, big};
    case 2:
      return SampleLayout{SampleKind::signed_integer, 1, big};
    case 3:
      return SampleLayout{SampleKind::signed_integer, 2, big};
    case 4:
      return SampleLayout{SampleKind::signed_integer, 3, big};
    case 5:
      return SampleLayout{SampleKind::signed_integer, 4, big};
    case 6:
      return SampleLayout{SampleKind::floating, 4, big};
    case 7:
      return SampleLayout{SampleKind::floating, 8, big};
    case 27:
      return SampleLayout{SampleKind::a_law, 1, big};
    default:
      return std::nullopt;
  }
}

}  // namespace

bool is_au(ByteSource& source) { return has_word(source, 0, ".snd"); }

OpenedDecoder open_au(ByteSource& source) {
  const Bytes header = source.view(0, kHeaderBytes);
  if (header.size() < kHeaderBytes)
    return decode_error(ErrorCode::damaged, {"file.header-ends", "The file ends within its AU header."}, {},
                        header.size());
  const auto word = [&](std::size_t offset) { return read_integer(header, offset, 4, std::endian::big); };
  const std::uint64_t begin = word(4);
  if (begin < kHeaderBytes)
    return decode_error(
        ErrorCode::damaged,
        {"file.au-begin", "The AU header says that the sound begins at byte {byte}, within the header itself."},
        {{"byte", std::to_string(begin)}}, 4);
  const std::optional<SampleLayout> layout = layout_of(word(12));
  if (!layout)
    return decode_error(
        ErrorCode::unsupported,
        {"file.au-encoding", "AU encoding {number} is not read here; PCM, floating point, A-law and mu-law are."},
        {{"number", std::to_string(word(12))}}, 12);
  PcmSound sound{
      .format = "AU", .sample_rate = word(16), .channels = word(20), .layout = *layout, .begin = begin, .promise = {}};
  if (word(8) != kUnknownSize) sound.promise = word(8);
  return PcmDecoder::open(source, sound);
}

}  // namespace genrelens
