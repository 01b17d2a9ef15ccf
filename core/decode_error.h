// The errors of sound files: an English sentence, and what it is made of for those who speak another language. Not for
// core's users: they read Error in core/result.h.
//
//   return decode_error(ErrorCode::damaged, {"file.header", "The {format} header is broken."}, {{"format", "FLAC"}});
//
// web/words has every sentence by its key; tests/page/words.test.mjs reads them here.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/result.h"

namespace genrelens {

struct Wording {
  std::string_view key;
  std::string_view english;  // {name} stands for a value
};

Error decode_error(ErrorCode code, const Wording& wording, SentenceValues values = {}, std::uint64_t offset = 0);

// Nothing if rate and channels are within what decode.h allows, else out_of_range.
std::optional<Error> check_range(std::string_view format, std::uint64_t sample_rate, std::uint64_t channels);

Error header_broken(std::string_view format);

// The file holds several Ogg streams, and only the first was used.
Error only_first_stream(std::uint64_t offset);

// "The song breaks off after 12.3 s of 30.0 s; what came before was used."; `promised` in frames, if known.
Error broken_off(std::uint64_t frames, std::optional<std::uint64_t> promised, int sample_rate, std::uint64_t offset);

// "0.2 s of 30.0 s are missing or damaged; the rest was used."; missing and whole in frames.
Error partly_lost(std::uint64_t missing, std::uint64_t whole, int sample_rate, std::uint64_t offset);

}  // namespace genrelens
