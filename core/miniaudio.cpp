// The one translation unit that compiles miniaudio: only its decoders dr_wav, dr_flac and dr_mp3.
#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "core/miniaudio_decoders.h"

#define MA_NO_DEVICE_IO
#define MA_NO_ENGINE
#define MA_NO_ENCODING
#define MA_NO_GENERATION
#define MA_NO_NODE_GRAPH
#define MA_NO_RESOURCE_MANAGER
#define MA_NO_RUNTIME_LINKING
#define MA_NO_THREADING
#define MA_DR_MP3_FLOAT_OUTPUT  // else MP3's samples are rounded to 16 bits
#define MA_DR_MP3_NO_SIMD       // its SSE code rounds otherwise than WebAssembly would: the same bits everywhere
#define MA_API static           // what is not called is not kept
#define MINIAUDIO_IMPLEMENTATION
#include <miniaudio.h>

namespace genrelens {
namespace {

struct Input {
  ByteSource& source;
  std::uint64_t position = 0;
};

std::size_t read_input(void* user, void* to, std::size_t count) {
  Input& input = *static_cast<Input*>(user);
  std::size_t done = 0;
  while (done < count) {
    const Bytes part = input.source.view(input.position, std::min<std::size_t>(count - done, 1 << 16));
    if (part.empty()) break;
    std::memcpy(static_cast<char*>(to) + done, part.data(), part.size());
    done += part.size();
    input.position += part.size();
  }
  return done;
}

// Refuses what lies past the end, so that no chunk is believed to be longer than the file.
ma_bool32 seek_input(Input& input, std::uint64_t base, std::int64_t offset) {
  const std::int64_t target = static_cast<std::int64_t>(base) + offset;
  if (target < 0 || target > static_cast<std::int64_t>(input.source.size())) return MA_FALSE;
  input.position = static_cast<std::uint64_t>(target);
  return MA_TRUE;
}

// Never backwards from where it is: a chunk of hostile length would make dr_wav read itself again for ever.
ma_bool32 seek_riff(void* user, int offset, ma_dr_wav_seek_origin origin) {
  Input& input = *static_cast<Input*>(user);
  if (offset < 0) return MA_FALSE;
  return seek_input(input, origin == ma_dr_wav_seek_origin_start ? 0 : input.position, offset);
}

ma_bool32 seek_flac(void* user, int offset, ma_dr_flac_seek_origin origin) {
  Input& input = *static_cast<Input*>(user);
  return seek_input(input, origin == ma_dr_flac_seek_origin_start ? 0 : input.position, offset);
}

RiffHeader::Codec codec_of(std::uint32_t tag) {
  switch (tag) {
    case MA_DR_WAVE_FORMAT_PCM:
      return RiffHeader::Codec::integer;
    case MA_DR_WAVE_FORMAT_IEEE_FLOAT:
      return RiffHeader::Codec::floating;
    case MA_DR_WAVE_FORMAT_ALAW:
      return RiffHeader::Codec::a_law;
    case MA_DR_WAVE_FORMAT_MULAW:
      return RiffHeader::Codec::mu_law;
    default:
      return RiffHeader::Codec::other;
  }
}

// dr_flac makes room for a seek table as long as the header states it, be it longer than the file: more than the
// largest block of eight channels (2 MB) and a seek point for every 12 bytes of the file is refused.
void* allocate_flac(std::size_t size, void* user) {
  constexpr std::uint64_t kBlocks = 1 << 22;
  const auto& input = *static_cast<const Input*>(user);
  return size <= kBlocks + 2 * input.source.size() ? std::malloc(size) : nullptr;
}

void free_flac(void* memory, void*) { std::free(memory); }

class DrFlacStream final : public FlacStream {
 public:
  explicit DrFlacStream(ByteSource& source) : input_{.source = source} {}
  ~DrFlacStream() override { ma_dr_flac_close(flac_); }
  DrFlacStream(const DrFlacStream&) = delete;
  DrFlacStream& operator=(const DrFlacStream&) = delete;

  bool start() {
    const ma_allocation_callbacks memory{
        .pUserData = &input_, .onMalloc = allocate_flac, .onRealloc = nullptr, .onFree = free_flac};
    flac_ = ma_dr_flac_open(read_input, seek_flac, &input_, &memory);
    if (flac_ == nullptr) return false;
    sample_rate = flac_->sampleRate;
    channels = flac_->channels;
    stated_frames = flac_->totalPCMFrameCount;
    in_ogg = flac_->container == ma_dr_flac_container_ogg;
    return true;
  }

  std::size_t ready() const override { return flac_->currentFLACFrame.pcmFramesRemaining; }

  std::size_t read(float* interleaved, std::size_t frames) override {
    return static_cast<std::size_t>(ma_dr_flac_read_pcm_frames_f32(flac_, frames, interleaved));
  }

  // What dr_flac read, less what waits in its two caches.
  std::uint64_t consumed() const override {
    constexpr std::size_t kLine = sizeof(ma_dr_flac_cache_t);
    const ma_dr_flac_bs& stream = flac_->bs;
    const std::size_t lines =
        std::size(stream.cacheL2) - std::min<std::size_t>(stream.nextL2Line, std::size(stream.cacheL2));
    const std::size_t bits = kLine * 8 - std::min<std::size_t>(stream.consumedBits, kLine * 8);
    const std::size_t waiting = lines * kLine + bits / 8 + stream.unalignedByteCount;
    return input_.position - std::min<std::uint64_t>(input_.position, waiting);
  }

 private:
  Input input_;
  ma_dr_flac* flac_ = nullptr;
};

class DrMp3FrameDecoder final : public Mp3FrameDecoder {
 public:
  DrMp3FrameDecoder() { ma_dr_mp3dec_init(&decoder_); }

  int decode(Bytes frame, std::span<float> interleaved) override {
    ma_dr_mp3dec_frame_info info{};
    const int samples =
        ma_dr_mp3dec_decode_frame(&decoder_, frame.data(), static_cast<int>(frame.size()), interleaved.data(), &info);
    return samples > 0 ? info.channels : 0;
  }

 private:
  ma_dr_mp3dec decoder_{};
};

}  // namespace

std::optional<RiffHeader> read_riff_header(ByteSource& source) {
  Input input{.source = source};
  ma_dr_wav wav;
  if (!ma_dr_wav_init(&wav, read_input, seek_riff, &input, nullptr)) return std::nullopt;
  RiffHeader header;
  header.codec = codec_of(wav.translatedFormatTag);
  header.aiff = wav.container == ma_dr_wav_container_aiff;
  header.rf64 = wav.container == ma_dr_wav_container_rf64;
  header.big_endian = wav.container == ma_dr_wav_container_rifx || (header.aiff && !wav.aiff.isLE);
  header.raw_unsigned = wav.aiff.isUnsigned != 0;
  header.sample_rate = wav.sampleRate;
  header.channels = wav.channels;
  header.bits = wav.bitsPerSample;
  header.block_bytes = wav.fmt.blockAlign;
  header.stated_frames = wav.totalPCMFrameCount;
  header.begin = wav.dataChunkDataPos;
  header.chunk_bytes = wav.dataChunkDataSize;
  ma_dr_wav_uninit(&wav);
  return header;
}

std::unique_ptr<FlacStream> FlacStream::open(ByteSource& source) {
  auto stream = std::make_unique<DrFlacStream>(source);
  if (!stream->start()) return nullptr;
  return stream;
}

std::unique_ptr<Mp3FrameDecoder> Mp3FrameDecoder::create() { return std::make_unique<DrMp3FrameDecoder>(); }

}  // namespace genrelens
