// Every format against other decoders: FFmpeg 5.1, oggdec for Vorbis, libopus for Opus, SoX for RIFX. Their samples
// were put into tests/fixtures/parity by tools/golden/decode.py.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "core/decode.h"
#include "tests/file_bytes.h"
#include "tests/sample_hash.h"

using namespace genrelens;

namespace {

std::vector<std::uint8_t> load(const std::string& name) {
  const std::string path = GENRELENS_FIXTURES "/parity/" + name;
  const std::optional<std::vector<std::uint8_t>> bytes = file_bytes(path);
  if (!bytes) FAIL_CHECK("cannot open " << path);
  return bytes.value_or(std::vector<std::uint8_t>());
}

Audio decoded(const std::string& name) {
  const Result<DecodedAudio> song = decode_audio(load(name));
  if (!song) {
    FAIL_CHECK(song.error().message);
    return {};
  }
  CHECK(!song->damage);
  return song->audio;
}

// Opus and Vorbis have an order of channels of their own (RFC 7845, section 5.1.1.2); the reference has that of WAV.
std::size_t channel_in_file(int channels, std::size_t channel) {
  constexpr std::array<std::size_t, 6> kSurround{0, 2, 1, 5, 3, 4};
  return channels == 6 ? kSurround[channel] : channel;
}

struct Difference {
  double largest = 0;
  double decibels = 0;  // of the song over the difference
};

Difference compare(const Audio& ours, const Audio& theirs) {
  const auto channels = static_cast<std::size_t>(theirs.channels);
  Difference difference;
  double signal = 0, noise = 0;
  for (std::size_t i = 0; i < theirs.samples.size(); i++) {
    const std::size_t channel = channel_in_file(theirs.channels, i % channels);
    const double expected = theirs.samples[i];
    const double error = std::abs(double{ours.samples[i - i % channels + channel]} - expected);
    difference.largest = std::max(difference.largest, error);
    signal += expected * expected;
    noise += error * error;
  }
  difference.decibels = 10 * std::log10(signal / std::max(noise, 1e-30));
  return difference;
}

}  // namespace

TEST_CASE("lossless formats equal the reference's floats bit for bit") {
  const std::vector<std::uint8_t> list = load("lossless/floats.sha256");
  const std::string lines(list.begin(), list.end());
  std::size_t files = 0;
  for (std::size_t at = 0; at < lines.size(); files++) {
    const std::size_t end = lines.find('\n', at);
    const std::string hash = lines.substr(at, 64);
    const std::string name = lines.substr(at + 66, end - at - 66);
    CAPTURE(name);
    CHECK(sample_hash(decoded("lossless/" + name).samples) == hash);
    at = end + 1;
  }
  CHECK(files == 34);
}

TEST_CASE("lossy formats are the reference within 1e-4, sample by sample, from the same first to the same last one") {
  // 0.15e-4 of it is that the reference was rounded to 16 bits.
  constexpr double kTolerance = 1e-4;
  for (const std::string name :
       {"mpeg1-192k.mp3", "mpeg1-vbr.mp3", "mpeg1-joint-64k.mp3", "mpeg2-64k.mp3", "mpeg2.5-16k.mp3", "layer1-192k.mp1",
        "layer2-192k.mp2", "layer2-mpeg2.mp2", "vorbis-q5.ogg", "vorbis-mono.ogg", "opus-96k.opus", "opus-silk.opus",
        "opus-hybrid.opus", "opus-5.1.opus"}) {
    CAPTURE(name);
    const Audio ours = decoded("lossy/" + name);
    const Audio theirs = decoded("lossy/" + name + ".wav");
    CHECK(ours.sample_rate == theirs.sample_rate);
    CHECK(ours.channels == theirs.channels);
    CHECK(ours.frames() == theirs.frames());
    if (ours.samples.size() != theirs.samples.size() || ours.samples.empty()) continue;
    const Difference difference = compare(ours, theirs);
    CAPTURE(difference.largest);
    CAPTURE(difference.decibels);
    CHECK(difference.largest <= kTolerance);
    CHECK(difference.decibels > 60);  // 16 bits of music at half level allow some 75
  }
}
