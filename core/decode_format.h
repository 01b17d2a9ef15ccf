// What a sound format is made of, for open_decoder: one file core/decode_NAME.cpp and one row of the table in
// core/decode.cpp. Not for core's users: they include core/decode.h.
//
// is_NAME looks at the first bytes only and must not claim what it cannot open; open_NAME may rely on is_NAME having
// said yes.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/byte_source.h"
#include "core/decode.h"
#include "core/decode_error.h"
#include "core/result.h"

namespace genrelens {

using Bytes = std::span<const std::uint8_t>;
using OpenedDecoder = Result<std::unique_ptr<Decoder>>;

struct SoundFormat {
  bool (*sniff)(ByteSource& source);
  OpenedDecoder (*open)(ByteSource& source);
};

bool is_wav(ByteSource& source);
bool is_aiff(ByteSource& source);
bool is_au(ByteSource& source);
bool is_flac(ByteSource& source);  // native or in Ogg
bool is_vorbis(ByteSource& source);
bool is_opus(ByteSource& source);
bool is_mp3(ByteSource& source);

OpenedDecoder open_wav(ByteSource& source);
OpenedDecoder open_aiff(ByteSource& source);
OpenedDecoder open_au(ByteSource& source);
OpenedDecoder open_flac(ByteSource& source);
OpenedDecoder open_vorbis(ByteSource& source);
OpenedDecoder open_opus(ByteSource& source);
OpenedDecoder open_mp3(ByteSource& source);

// True if `word` stands at `offset`.
bool has_word(Bytes bytes, std::size_t offset, std::string_view word);
bool has_word(ByteSource& source, std::uint64_t offset, std::string_view word);

// An unsigned integer of 1…8 bytes; asserts that they are there.
std::uint64_t read_integer(Bytes bytes, std::size_t offset, std::size_t size, std::endian order);

// Length of the ID3v2 tags that the source begins with, 0 if there are none; not past the end.
std::uint64_t id3_length(ByteSource& source);

// NaN and infinities become silence, so that one broken float does not spoil a spectrum.
void silence_non_finite(std::span<float> samples);

}  // namespace genrelens
