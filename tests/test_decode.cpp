#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "core/decode.h"
#include "core/random.h"
#include "tests/file_bytes.h"
#include "tests/sample_hash.h"

using namespace genrelens;

namespace {

using File = std::vector<std::uint8_t>;

File load_from(const std::string& folder, const std::string& name) {
  const std::optional<File> bytes = file_bytes(folder + "/" + name);
  if (!bytes) FAIL_CHECK("cannot open " << folder << "/" << name << ": run tools/make-sounds");
  return bytes.value_or(File());
}

File load(const std::string& name) { return load_from(GENRELENS_SOUNDS, name); }

// The whole file decoded; an empty song and a failed check if that does not work.
DecodedAudio decoded(const File& bytes) {
  Result<DecodedAudio> result = decode_audio(bytes);
  if (result) return std::move(*result);
  FAIL_CHECK(result.error().message);
  return {};
}

DecodedAudio decoded(const std::string& name) {
  CAPTURE(name);
  return decoded(load(name));
}

File first(const File& bytes, std::size_t count) {
  return File(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(std::min(count, bytes.size())));
}

File joined(const File& a, const File& b) {
  File both = a;
  both.insert(both.end(), b.begin(), b.end());
  return both;
}

File text(std::string_view words) { return File(words.begin(), words.end()); }

std::string refusal(const File& bytes) {
  const auto opened = open_decoder(bytes);
  return opened ? "opened as " + std::string((*opened)->info().format) : opened.error().message;
}

// Integers as the generator's own WAV writer laid them, behind 44 bytes: n / 2^(bits − 1).
std::vector<float> plain_wav_samples(const File& wav, std::size_t bytes) {
  std::vector<float> samples;
  for (std::size_t at = 44; at + bytes <= wav.size(); at += bytes) {
    std::int64_t value = 0;
    for (std::size_t i = bytes; i-- > 0;) value = value << 8 | wav[at + i];
    const std::int64_t half = std::int64_t{1} << (8 * bytes - 1);
    if (bytes == 1) value -= half;  // unsigned
    if (bytes > 1 && value >= half) value -= 2 * half;
    samples.push_back(static_cast<float>(static_cast<double>(value) / static_cast<double>(half)));
  }
  return samples;
}

// Energy of the song over that of the difference, in dB; −1 if the lengths differ.
double signal_to_noise(const std::vector<float>& song, const std::vector<float>& other) {
  if (song.size() != other.size()) return -1;
  double signal = 0, noise = 0;
  for (std::size_t i = 0; i < song.size(); i++) {
    signal += double{song[i]} * double{song[i]};
    noise += (double{song[i]} - double{other[i]}) * (double{song[i]} - double{other[i]});
  }
  return 10 * std::log10(signal / noise);
}

// Everything the decoder gives, in blocks of random length; what it says is checked on the way.
std::vector<float> in_random_blocks(const File& bytes, std::uint64_t seed) {
  auto opened = open_decoder(bytes);
  if (!opened) return {};
  Decoder& decoder = **opened;
  const auto channels = static_cast<std::size_t>(decoder.info().channels);
  Random random(seed);
  std::vector<float> samples;
  double progress = decoder.progress();
  for (bool more = true; more;) {
    const auto wanted = static_cast<std::size_t>(1 + random.below(random.below(2) != 0 ? 5000 : 7));
    std::vector<float> block(wanted * channels);
    const std::size_t frames = decoder.read(block);
    samples.insert(samples.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(frames * channels));
    more = frames == wanted;
    CHECK(decoder.progress() >= progress);
    CHECK(decoder.progress() <= 1);
    progress = decoder.progress();
  }
  CHECK(progress == 1);
  std::vector<float> after(channels);
  CHECK(decoder.read(after) == 0);
  return samples;
}

const std::array<const char*, 31> kHalfSeconds{
    "half-8.wav",     "half-16.wav",   "half-24.wav",   "half-32.wav",    "half-f32.wav",
    "half-f64.wav",   "half-ulaw.wav", "half-alaw.wav", "half-rf64.wav",  "half-extensible.wav",
    "half-8.au",      "half-16.au",    "half-24.au",    "half-32.au",     "half-f32.au",
    "half-f64.au",    "half-ulaw.au",  "half-alaw.au",  "half-stream.au", "half-16.aiff",
    "half-24.aiff",   "half-f32.aifc", "half-16.flac",  "half-24.flac",   "half-ogg.flac",
    "half.mp3",       "half-vbr.mp3",  "half.ogg",      "half-mono.ogg",  "half.opus",
    "half-mono.opus",
};

}  // namespace

TEST_CASE("WAV integers become n / 2^(bits - 1), exactly") {
  for (const auto& [name, bytes] :
       {std::pair{"half-8.wav", 1}, {"half-16.wav", 2}, {"half-24.wav", 3}, {"half-32.wav", 4}}) {
    CAPTURE(name);
    const File file = load(name);
    const DecodedAudio song = decoded(file);
    CHECK(song.format == "WAV");
    CHECK(song.audio.sample_rate == 44100);
    CHECK(song.audio.channels == 2);
    CHECK(song.audio.frames() == 22050);
    CHECK(song.audio.samples == plain_wav_samples(file, static_cast<std::size_t>(bytes)));
    CHECK(!song.damage);
  }
}

TEST_CASE("WAV floats are kept, doubles rounded") {
  const File file = load("half-f32.wav");
  std::vector<float> expected((file.size() - 44) / 4);
  std::memcpy(expected.data(), file.data() + 44, expected.size() * 4);
  CHECK(decoded(file).audio.samples == expected);
  CHECK(decoded("half-f64.wav").audio.samples == expected);
}

TEST_CASE("lossless formats give the bits of the WAV they were made of") {
  const struct {
    std::string name;
    std::string wav;
    std::string format;
  } kPairs[] = {
      {"half-extensible.wav", "half-24.wav", "WAV"},
      {"half-rf64.wav", "half-16.wav", "WAV"},
      {"half-8.au", "half-8.wav", "AU"},
      {"half-16.au", "half-16.wav", "AU"},
      {"half-24.au", "half-24.wav", "AU"},
      {"half-32.au", "half-32.wav", "AU"},
      {"half-f32.au", "half-f32.wav", "AU"},
      {"half-f64.au", "half-f64.wav", "AU"},
      {"half-ulaw.au", "half-ulaw.wav", "AU"},
      {"half-alaw.au", "half-alaw.wav", "AU"},
      {"half-stream.au", "half-16.wav", "AU"},
      {"half-mono.au", "half-mono.wav", "AU"},
      {"half-16.aiff", "half-16.wav", "AIFF"},
      {"half-24.aiff", "half-24.wav", "AIFF"},
      {"half-f32.aifc", "half-24.wav", "AIFF"},
      {"half-16.flac", "half-16.wav", "FLAC"},
      {"half-24.flac", "half-24.wav", "FLAC"},
      {"half-ogg.flac", "half-16.wav", "FLAC"},
      {"half-mono.flac", "half-mono.wav", "FLAC"},
      {"tone.flac", "tone.wav", "FLAC"},
      {"tone.au", "tone.wav", "AU"},
      {"tone.aiff", "tone.wav", "AIFF"},
  };
  for (const auto& pair : kPairs) {
    CAPTURE(pair.name);
    const DecodedAudio song = decoded(pair.name);
    const DecodedAudio wav = decoded(pair.wav);
    CHECK(song.format == pair.format);
    CHECK(song.audio.sample_rate == wav.audio.sample_rate);
    CHECK(song.audio.channels == wav.audio.channels);
    CHECK(song.audio.samples.size() > 0);
    CHECK(song.audio.samples == wav.audio.samples);
    CHECK(!song.damage);
  }
}

TEST_CASE("the two logarithmic laws") {
  // ITU-T G.711: 256 codes, their extremes and the smallest steps, as 16-bit integers.
  File au = text(std::string_view(".snd\0\0\0\x18\0\0\0\4\0\0\0\1\0\0\x1f\x40\0\0\0\1", 24));
  au.insert(au.end(), {0x00, 0x80, 0xff, 0xfe});
  CHECK(decoded(au).audio.samples == std::vector<float>{-32124 / 32768.0f, 32124 / 32768.0f, 0, 8 / 32768.0f});
  au[15] = 27;  // A-law
  au[24] = 0x2a, au[25] = 0xaa, au[26] = 0xd5, au[27] = 0x55;
  CHECK(decoded(au).audio.samples ==
        std::vector<float>{-32256 / 32768.0f, 32256 / 32768.0f, 8 / 32768.0f, -8 / 32768.0f});
  CHECK(signal_to_noise(decoded("half-16.wav").audio.samples, decoded("half-ulaw.wav").audio.samples) > 30);
  CHECK(signal_to_noise(decoded("half-16.wav").audio.samples, decoded("half-alaw.wav").audio.samples) > 30);
}

TEST_CASE("lossy formats keep the length and come close") {
  // dB at the encoders' settings in tools/make-sounds; a shift by one sample would cost ten of them.
  const struct {
    std::string name;
    std::string wav;
    std::string format;
    double decibels;
  } kPairs[] = {
      {"tone.mp3", "tone.wav", "MP3", 20},
      {"tone-vbr.mp3", "tone.wav", "MP3", 18},
      {"tone-48000.mp3", "tone-48000.wav", "MP3", 18},
      {"tone-mono.mp3", "tone-mono.wav", "MP3", 15},
      {"half.mp3", "half-16.wav", "MP3", 12},
      {"half-vbr.mp3", "half-16.wav", "MP3", 14},
      {"half-mono.mp3", "half-mono.wav", "MP3", 10},
      {"tone.ogg", "tone.wav", "Ogg Vorbis", 14},
      {"tone-48000.ogg", "tone-48000.wav", "Ogg Vorbis", 12},
      {"tone-mono.ogg", "tone-mono.wav", "Ogg Vorbis", 12},
      {"half.ogg", "half-16.wav", "Ogg Vorbis", 10},
      {"half-mono.ogg", "half-mono.wav", "Ogg Vorbis", 8},
      {"tone-48000.opus", "tone-48000.wav", "Opus", 10},
  };
  for (const auto& pair : kPairs) {
    CAPTURE(pair.name);
    const DecodedAudio song = decoded(pair.name);
    const DecodedAudio wav = decoded(pair.wav);
    CHECK(song.format == pair.format);
    CHECK(song.audio.sample_rate == wav.audio.sample_rate);
    CHECK(song.audio.frames() == wav.audio.frames());
    const double ratio = signal_to_noise(wav.audio.samples, song.audio.samples);
    CAPTURE(ratio);
    CHECK(ratio > pair.decibels);
    CHECK(!song.damage);
  }
}

TEST_CASE("lossy formats give the same bits on every platform") {
  // half.mp3 and half.ogg of tools/make-sounds, kept because other versions of the encoders would make other files.
  const struct {
    std::string name;
    std::string hash;
  } kGolden[] = {
      {"decode/half.mp3", "c6469d5cdcf7c117e2a2f2de29b59ab3cdddd58b2fe0722e29199e52159f3078"},
      {"decode/half.ogg", "e39c424868db702a8d4da166ebf237fc6ecdacde85031496a7b10758793ba470"},
      {"parity/lossy/opus-96k.opus", "c3965076aec7d85deb43ad9d5933ab846618b76425b69205ca14abef610b9fa4"},
      {"parity/lossy/opus-hybrid.opus", "d401e3108f2ea91b596e9fe34077d86e3669eddce5115c84dd50ce8451f3dd10"},
      {"parity/lossy/opus-silk.opus", "4d652ab05c3971dd0a75e449474ca1d9caf05cafd8b27a2cb1b84aea224b1c09"},
      {"parity/lossy/layer2-192k.mp2", "9a18215ae67b606920ef87a6ce79c4e23a65a09280c23986f7cceb0fd4cbb480"},
  };
  for (const auto& golden : kGolden) {
    CAPTURE(golden.name);
    CHECK(sample_hash(decoded(load_from(GENRELENS_FIXTURES, golden.name)).audio.samples) == golden.hash);
  }
}

TEST_CASE("an MP3 without an encoder's tag keeps what every decoder adds") {
  const DecodedAudio song = decoded("tone-untagged.mp3");
  const std::size_t frames = decoded("tone.wav").audio.frames();
  CHECK(song.audio.frames() % 1152 == 0);
  CHECK(song.audio.frames() >= frames + 1105);
  CHECK(song.audio.frames() <= frames + 4 * 1152);
  CHECK(!song.damage);
}

TEST_CASE("Opus is at 48,000 Hz whatever it was made of, and lasts as long") {
  for (const auto& [name, channels] : {std::pair{"half.opus", 2}, {"half-mono.opus", 1}}) {
    CAPTURE(name);
    const DecodedAudio song = decoded(name);
    CHECK(song.format == "Opus");
    CHECK(song.audio.sample_rate == 48000);
    CHECK(song.audio.channels == channels);
    CHECK(song.audio.frames() == 24000);
    CHECK(!song.damage);
  }
}

TEST_CASE("the header's length is known before the song is read") {
  for (const std::string name : {"tone.wav", "tone.aiff", "tone.au", "tone.flac", "tone.mp3", "tone.ogg"}) {
    CAPTURE(name);
    const File file = load(name);
    const auto opened = open_decoder(file);
    REQUIRE(opened);
    CHECK((*opened)->info().frames == 12 * 44100);
  }
  const File opus = load("tone-48000.opus");
  const auto opened_opus = open_decoder(opus);
  REQUIRE(opened_opus);
  CHECK((*opened_opus)->info().frames == 6 * 48000);
  const File stream = load("half-stream.au");
  const auto opened = open_decoder(stream);
  REQUIRE(opened);
  CHECK(!(*opened)->info().frames);
}

TEST_CASE("after frames that were skipped comes what stands behind them") {
  for (const char* name :
       {"tone.wav", "tone.aiff", "tone.au", "tone.flac", "tone.mp3", "tone.ogg", "tone-48000.opus"}) {
    CAPTURE(name);
    const File bytes = load(name);
    const DecodedAudio whole = decoded(bytes);
    const auto channels = static_cast<std::size_t>(whole.audio.channels);
    for (const std::size_t frames : {std::size_t{0}, std::size_t{1}, std::size_t{50001}}) {
      auto decoder = open_decoder(bytes);
      REQUIRE(decoder);
      (*decoder)->skip(frames);
      std::vector<float> block(1000 * channels);
      CHECK((*decoder)->read(block) == 1000);
      CHECK(std::equal(block.begin(), block.end(),
                       whole.audio.samples.begin() + static_cast<std::ptrdiff_t>(frames * channels)));
    }
    auto decoder = open_decoder(bytes);
    REQUIRE(decoder);
    (*decoder)->skip(std::uint64_t{1} << 60);
    std::vector<float> block(channels);
    CHECK((*decoder)->read(block) == 0);
    CHECK_FALSE((*decoder)->damage());
  }
}

TEST_CASE("block lengths do not matter") {
  for (const std::string name : kHalfSeconds) {
    CAPTURE(name);
    const File file = load(name);
    const std::vector<float> whole = decoded(file).audio.samples;
    CHECK(!whole.empty());
    CHECK(in_random_blocks(file, 1) == whole);
    CHECK(in_random_blocks(file, 2) == whole);
  }
}

TEST_CASE("a song read through a window gives the same, and only the window is held") {
  for (const std::string name : {"tone.wav", "tone.au", "tone.aiff", "tone.flac", "tone.mp3", "tone-48000.opus",
                                 "tone.ogg", "half-ogg.flac", "half-f64.wav", "half-vbr.mp3"}) {
    CAPTURE(name);
    const File file = load(name);
    std::size_t longest = 0;
    WindowSource source(file.size(), [&](std::uint64_t offset, std::span<std::uint8_t> into) {
      longest = std::max(longest, into.size());
      const std::size_t count = std::min(into.size(), file.size() - static_cast<std::size_t>(offset));
      std::memcpy(into.data(), file.data() + offset, count);
      return count;
    });
    auto opened = open_decoder(source);
    REQUIRE(opened);
    std::vector<float> samples;
    std::vector<float> block(5000 * static_cast<std::size_t>((*opened)->info().channels));
    while (const std::size_t frames = (*opened)->read(block))
      samples.insert(samples.end(), block.begin(),
                     block.begin() + static_cast<std::ptrdiff_t>(frames * block.size() / 5000));
    CHECK(samples == decoded(file).audio.samples);
    CHECK(!(*opened)->damage());
    CHECK(longest <= WindowSource::kWindowBytes);
  }
}

TEST_CASE("a source that cannot be read any further ends the song there") {
  for (const std::string name : {"tone.wav", "tone.flac", "tone.mp3", "tone-48000.opus"}) {
    CAPTURE(name);
    const File file = load(name);
    const std::size_t readable = file.size() / 2;
    WindowSource source(file.size(), [&](std::uint64_t offset, std::span<std::uint8_t> into) {
      if (offset >= readable) return std::size_t{0};
      const std::size_t count = std::min(into.size(), readable - static_cast<std::size_t>(offset));
      std::memcpy(into.data(), file.data() + offset, count);
      return count;
    });
    auto opened = open_decoder(source);
    REQUIRE(opened);
    std::vector<float> block(5000 * static_cast<std::size_t>((*opened)->info().channels));
    std::size_t frames = 0;
    while (const std::size_t part = (*opened)->read(block)) frames += part;
    CHECK(frames > 44100);
    CHECK((*opened)->damage());
  }
}

TEST_CASE("a song cut off in the middle is used up to the cut, and that is said") {
  const std::vector<float> whole = decoded("tone.wav").audio.samples;
  for (const std::string name : {"cut.wav", "cut.flac", "cut.mp3", "cut.ogg"}) {
    CAPTURE(name);
    const File file = load(name);
    const DecodedAudio song = decoded(file);
    REQUIRE(song.damage);
    CHECK(song.damage->code == ErrorCode::damaged);
    CHECK(song.damage->message.find("The song breaks off after ") == 0);
    CHECK(song.damage->offset > file.size() - 20000);
    CHECK(song.damage->offset <= file.size());
    CHECK(song.audio.seconds() > 4);
    CHECK(song.audio.seconds() < 8);
    const std::vector<float> beginning(whole.begin(),
                                       whole.begin() + static_cast<std::ptrdiff_t>(song.audio.samples.size()));
    if (song.format == "WAV" || song.format == "FLAC")
      CHECK(song.audio.samples == beginning);
    else
      CHECK(signal_to_noise(beginning, song.audio.samples) > 14);
  }
  const DecodedAudio opus = decoded("cut.opus");
  const std::vector<float> six = decoded("tone-48000.opus").audio.samples;
  CHECK(opus.damage);
  CHECK(opus.audio.seconds() > 2);
  CHECK(opus.audio.samples ==
        std::vector<float>(six.begin(), six.begin() + static_cast<std::ptrdiff_t>(opus.audio.samples.size())));
  CHECK(decoded("cut.wav").damage->message == "The song breaks off after 6.0 s of 12.0 s; what came before was used.");
}

TEST_CASE("a song with a hole is used on both sides of it") {
  const std::size_t frames = decoded("tone.wav").audio.frames();
  for (const std::string name : {"tone.flac", "tone-vbr.mp3", "tone.ogg", "tone-48000.opus"}) {
    CAPTURE(name);
    File file = load(name);
    for (std::size_t i = 0; i < 4000; i++) file[file.size() / 2 + i] = static_cast<std::uint8_t>(i * 7);
    const DecodedAudio song = decoded(file);
    REQUIRE(song.damage);
    CHECK(song.damage->code == ErrorCode::damaged);
    CHECK(song.damage->message.find(" are missing or damaged; the rest was used.") != std::string::npos);
    const std::size_t whole = name == "tone-48000.opus" ? 6 * 48000 : frames;
    CHECK(song.audio.frames() > whole * 3 / 4);  // a page of Ogg holds a second
    CHECK(song.audio.frames() <= whole);
  }
}

TEST_CASE("behind a hole, Ogg goes on where the next packet begins") {
  for (const std::string name : {"tone.ogg", "tone-48000.opus"}) {
    CAPTURE(name);
    File file = load(name);
    file[file.size() / 2] ^= 1;  // one page
    const std::vector<float> whole = decoded(load(name)).audio.samples;
    const std::vector<float> song = decoded(file).audio.samples;
    CHECK(song.size() < whole.size());
    // The last second is that of the undamaged song, before it what the encoder filled the last packet with.
    const std::size_t second = 44100 * 2;
    const std::vector<float> expected(whole.end() - static_cast<std::ptrdiff_t>(second), whole.end());
    double best = 0;  // dB
    for (std::size_t shift = 0; shift <= 4096; shift += 2) {
      const auto end = song.end() - static_cast<std::ptrdiff_t>(shift);
      best = std::max(best, signal_to_noise(expected, {end - static_cast<std::ptrdiff_t>(second), end}));
    }
    CAPTURE(best);
    CHECK(best > 40);
  }
}

TEST_CASE("an MP3 among tags and junk") {
  const File plain = load("half.mp3");
  const std::vector<float> samples = decoded(plain).audio.samples;
  const File id3v1 = joined(text("TAG"), File(125, ' '));
  CHECK(decoded(joined(plain, id3v1)).audio.samples == samples);
  CHECK(!decoded(joined(plain, id3v1)).damage);
  CHECK(decoded(joined(plain, File(1000, 0))).audio.samples == samples);
  CHECK(!decoded(joined(plain, File(1000, 0))).damage);
  CHECK(decoded(joined(File(3000, 0), plain)).audio.samples == samples);
  CHECK(decoded(joined(text("junk\xff\xfb\x90 that looks like a frame "), plain)).audio.samples == samples);
  const File id3v2 = joined(text(std::string_view("ID3\4\0\0\0\0\1\0", 10)), File(128, 'x'));
  CHECK(decoded(joined(id3v2, plain)).audio.samples == samples);
  CHECK(decoded(joined(joined(id3v2, File(500, 0xff)), plain)).audio.samples == samples);
  File ape =
      joined(File(40, 'a'), text(std::string_view("APETAGEX\xd0\7\0\0\x48\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32)));
  CHECK(decoded(joined(joined(plain, ape), id3v1)).audio.samples == samples);
  CHECK(!decoded(joined(joined(plain, ape), id3v1)).damage);
}

TEST_CASE("two MP3 files one after the other are one song") {
  const File plain = load("half.mp3");
  const DecodedAudio song = decoded(joined(plain, plain));
  CHECK(song.audio.frames() > 2 * 22050);
  CHECK(song.audio.frames() < 2 * 22050 + 4 * 1152);
}

TEST_CASE("what is no song is named") {
  CHECK(refusal(load("empty.mp3")) == "The file is empty.");
  CHECK(refusal(load("picture.mp3")) == "The file is a picture (PNG), not a song.");
  CHECK(refusal(text("\xff\xd8\xff\xe0 JFIF")) == "The file is a picture (JPEG), not a song.");
  CHECK(refusal(text("%PDF-1.7")) == "The file is a PDF document, not a song.");
  CHECK(refusal(text(std::string_view("\0\0\0\x20"
                                      "ftypM4A ",
                                      12))) ==
        "AAC in an MP4 container (M4A, MP4) is not read here. Convert it to MP3, FLAC or WAV.");
  CHECK(refusal(joined(text("OggS"), joined(File(24, 0), text("OpusHead")))) ==
        "The Opus header is broken or incomplete.");
  CHECK(refusal(text("MThd....")) == "The file is MIDI: notes, but no sound.");
  CHECK(refusal(text("PK\3\4....")) == "The file is a ZIP archive; unpack it and choose a song.");
  CHECK(refusal(text("<html><body>404</body></html>")) ==
        "The file is text, not a song. The formats are WAV, AIFF, AU, FLAC, MP3, Ogg Vorbis and Opus.");
  CHECK(refusal(text(std::string_view("ID3\4\0\0\0\0\0\4junk, more of it", 26))) ==
        "The file has an ID3 tag, but no MP3 sound follows it.");
  const auto opened = open_decoder(load("picture.mp3"));
  REQUIRE(!opened);
  CHECK(opened.error().code == ErrorCode::unknown_format);
}

TEST_CASE("junk is never taken for an MP3") {
  for (std::uint64_t seed = 0; seed < 8; seed++) {
    Random random(seed);
    File junk(200000);
    for (std::uint8_t& byte : junk) byte = static_cast<std::uint8_t>(random.next());
    CHECK(refusal(junk) ==
          "The file is no sound that is known here. The formats are WAV, AIFF, AU, FLAC, MP3, Ogg Vorbis and Opus.");
  }
}

TEST_CASE("numbers out of range are refused with the number") {
  File wav = load("half-16.wav");
  wav[22] = 33;
  CHECK(refusal(wav) == "The WAV header says 33 channels; 1 to 32 can be read.");
  wav = load("half-16.wav");
  wav[24] = 0xe7, wav[25] = 3;
  CHECK(refusal(wav) == "The WAV header says 999 Hz; 1000 to 384000 can be read.");
  CHECK(open_decoder(wav).error().code == ErrorCode::out_of_range);
  wav[24] = wav[25] = 0;
  CHECK(refusal(wav) == "The WAV header says 0 Hz; 1000 to 384000 can be read.");
  wav = load("half-16.wav");
  wav[26] = 11;  // 44,100 + 11·65,536
  CHECK(refusal(wav) == "The WAV header says 764996 Hz; 1000 to 384000 can be read.");
  wav = load("half-16.wav");
  wav[22] = 0;
  CHECK(refusal(wav) == "The WAV header says 0 channels; 1 to 32 can be read.");
  File au = load("half-16.au");
  au[23] = 0;
  CHECK(refusal(au) == "The AU header says 0 channels; 1 to 32 can be read.");
  au[15] = 23;
  CHECK(refusal(au) == "AU encoding 23 is not read here; PCM, floating point, A-law and mu-law are.");
  wav = load("half-16.wav");
  wav[20] = 0x11;
  CHECK(refusal(wav) == "ADPCM inside WAV is not read here; PCM, floating point, A-law and mu-law are.");
  CHECK(open_decoder(wav).error().code == ErrorCode::unsupported);
}

TEST_CASE("a header alone is no song") {
  const auto result = decode_audio(first(load("half-16.wav"), 44));
  REQUIRE(!result);
  CHECK(result.error().message == "The song breaks off after 0.0 s of 0.5 s; what came before was used.");
  File empty = first(load("half-16.wav"), 44);
  std::fill(empty.begin() + 40, empty.end(), std::uint8_t{0});
  const auto silent = decode_audio(empty);
  REQUIRE(!silent);
  CHECK(silent.error().message == "The WAV file holds no sound.");
}

TEST_CASE("a size that a pipe could not fill in is no promise") {
  const std::vector<float> samples = decoded("half-16.wav").audio.samples;
  for (const std::uint8_t byte : {std::uint8_t{0xff}, std::uint8_t{0x7f}}) {
    File wav = load("half-16.wav");
    wav[40] = wav[41] = wav[42] = 0xff;
    wav[43] = byte;
    CHECK(decoded(wav).audio.samples == samples);
    CHECK(!decoded(wav).damage);
  }
}

TEST_CASE("a float that is no number is silence") {
  File wav = load("half-f32.wav");
  for (std::size_t i = 0; i < 8; i++) wav[44 + i] = 0xff;
  const std::vector<float> samples = decoded(wav).audio.samples;
  CHECK(samples[0] == 0);
  CHECK(samples[1] == 0);
  CHECK(std::all_of(samples.begin(), samples.end(), [](float sample) { return std::isfinite(sample); }));
}
