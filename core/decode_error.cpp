#include "core/decode_error.h"

#include <string>

#include "core/decode.h"

namespace genrelens {
namespace {

// "12.3"
std::string in_seconds(std::uint64_t frames, int sample_rate) {
  const std::uint64_t rate = static_cast<std::uint64_t>(sample_rate);
  const std::uint64_t tenths = frames / rate * 10 + (frames % rate * 10 + rate / 2) / rate;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string fill(std::string_view text, const SentenceValues& values) {
  std::string sentence(text);
  for (const auto& [name, value] : values) {
    const std::string place = std::string("{").append(name).append("}");
    if (const std::size_t at = sentence.find(place); at != std::string::npos) sentence.replace(at, place.size(), value);
  }
  return sentence;
}

Error out_of_range(const Wording& wording, std::string_view format, std::uint64_t value, int low, int high) {
  return decode_error(ErrorCode::out_of_range, wording,
                      {{"format", std::string(format)},
                       {"value", std::to_string(value)},
                       {"low", std::to_string(low)},
                       {"high", std::to_string(high)}});
}

}  // namespace

Error decode_error(ErrorCode code, const Wording& wording, SentenceValues values, std::uint64_t offset) {
  std::string message = fill(wording.english, values);
  return {.code = code,
          .message = std::move(message),
          .offset = offset,
          .sentence = {.key = wording.key, .values = std::move(values)}};
}

std::optional<Error> check_range(std::string_view format, std::uint64_t sample_rate, std::uint64_t channels) {
  if (channels < 1 || channels > kMaximumChannels)
    return out_of_range({"file.channels", "The {format} header says {value} channels; {low} to {high} can be read."},
                        format, channels, 1, kMaximumChannels);
  if (sample_rate < kMinimumSampleRate || sample_rate > kMaximumSampleRate)
    return out_of_range({"file.sample-rate", "The {format} header says {value} Hz; {low} to {high} can be read."},
                        format, sample_rate, kMinimumSampleRate, kMaximumSampleRate);
  return std::nullopt;
}

Error header_broken(std::string_view format) {
  return decode_error(ErrorCode::damaged, {"file.header-broken", "The {format} header is broken or incomplete."},
                      {{"format", std::string(format)}});
}

Error only_first_stream(std::uint64_t offset) {
  return decode_error(ErrorCode::unsupported,
                      {"file.several-streams", "The file holds several Ogg streams; only the first was used."}, {},
                      offset);
}

Error broken_off(std::uint64_t frames, std::optional<std::uint64_t> promised, int sample_rate, std::uint64_t offset) {
  const std::string heard = in_seconds(frames, sample_rate);
  if (!promised)
    return decode_error(ErrorCode::damaged,
                        {"file.broken-off", "The song breaks off after {heard} s; what came before was used."},
                        {{"heard", heard}}, offset);
  return decode_error(
      ErrorCode::damaged,
      {"file.broken-off-of", "The song breaks off after {heard} s of {whole} s; what came before was used."},
      {{"heard", heard}, {"whole", in_seconds(*promised, sample_rate)}}, offset);
}

Error partly_lost(std::uint64_t missing, std::uint64_t whole, int sample_rate, std::uint64_t offset) {
  return decode_error(
      ErrorCode::damaged, {"file.partly-lost", "{missing} s of {whole} s are missing or damaged; the rest was used."},
      {{"missing", in_seconds(missing, sample_rate)}, {"whole", in_seconds(whole, sample_rate)}}, offset);
}

}  // namespace genrelens
