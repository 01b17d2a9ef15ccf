#!/usr/bin/python3
"""Files and references for test_decode_parity: what other decoders than ours, most of them FFmpeg's, make of every format.

Usage: tools/golden/decode.py [FOLDER]      (default tests/fixtures/parity)

Lossless files are kept with the SHA-256 of the reference's 32-bit floats, lossy ones with its samples as 16-bit WAV.
Three of FFmpeg 5.1's own readers are no reference: that of RIFX does not swap its bytes, that of Vorbis drops the last 128
frames, that of Opus differs from libopus by up to 0.04. They are replaced by SoX, oggdec and FFmpeg with libopus.
Needs ffmpeg, lame, sox and oggdec, and the sounds of tools/make-sounds.
"""
import hashlib
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SONG = ROOT / "build/sounds/tone-48000.wav"


def ffmpeg(*words):
    return subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *map(str, words)], check=True, capture_output=True).stdout


def run(*words):
    subprocess.run([str(word) for word in words], check=True)


def excerpt(path, seconds, rate, channels):
    """A piece of our own demo music, at half level so that no lossy codec leaves full scale."""
    mix = "pan=5.1|c0=c0|c1=c1|c2=0.5*c0|c3=0.2*c1|c4=0.7*c0|c5=0.7*c1," if channels == 6 else ""
    ffmpeg("-ss", 1, "-t", seconds, "-i", SONG, "-af", f"{mix}volume=0.5", "-ar", rate, "-ac", channels, path)


def layer_one(path, frames=24):
    """MPEG-1 layer I, which no encoder of today writes: frames whose subbands hold seeded noise (ISO 11172-3, 2.4.1.5)."""
    generator = random.Random(1)
    stream = bytearray()
    for _ in range(frames):
        bits = "111111111111" "1" "11" "1" "0110" "00" "0" "0" "00000000"  # 192 kbit/s, 44,100 Hz, stereo
        allocation = {(band, channel): generator.choice([0, 2, 5]) for band in range(8) for channel in range(2)}
        bits += "".join(f"{allocation.get((band, channel), 0):04b}" for band in range(32) for channel in range(2))
        used = [key for key in sorted(allocation) if allocation[key]]
        bits += "".join(f"{generator.randrange(15, 40):06b}" for _ in used)
        for _ in range(12):
            for key in used:
                width = allocation[key] + 1
                bits += f"{generator.randrange(2 ** width - 1):0{width}b}"  # all ones is forbidden
        length = 12 * 192000 // 44100 * 4
        assert len(bits) <= length * 8
        stream += int(bits.ljust(length * 8, "0"), 2).to_bytes(length, "big")
    path.write_bytes(stream)


def make_lossless(folder, wav, six):
    for codec in ["pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le", "pcm_alaw", "pcm_mulaw"]:
        ffmpeg("-i", wav, "-c:a", codec, folder / f"{codec}.wav")
    for codec in ["pcm_s8", "pcm_s16be", "pcm_s24be", "pcm_s32be", "pcm_f32be", "pcm_f64be", "pcm_alaw", "pcm_mulaw"]:
        ffmpeg("-i", wav, "-c:a", codec, folder / f"{codec}.au")
    for codec in ["pcm_s8", "pcm_s16be", "pcm_s24be", "pcm_s32be"]:
        ffmpeg("-i", wav, "-c:a", codec, folder / f"{codec}.aiff")
    for codec in ["pcm_f32be", "pcm_f64be", "pcm_alaw", "pcm_mulaw", "pcm_s16le"]:
        ffmpeg("-i", wav, "-c:a", codec, "-f", "aiff", folder / f"{codec}.aifc")
    ffmpeg("-i", wav, "-rf64", "always", folder / "rf64.wav")
    ffmpeg("-i", wav, folder / "wave64.w64")
    ffmpeg("-i", six, "-c:a", "pcm_s24le", folder / "extensible-5.1.wav")
    run("sox", "-D", wav, "-B", folder / "rifx.wav")
    for name, sample_format in {"flac-16": "s16", "flac-24": "s32"}.items():
        ffmpeg("-i", wav, "-c:a", "flac", "-sample_fmt", sample_format, folder / f"{name}.flac")
    ffmpeg("-i", six, "-c:a", "flac", folder / "flac-5.1.flac")
    ffmpeg("-i", wav, "-c:a", "flac", "-f", "ogg", folder / "flac-in-ogg.oga")
    run("sox", "-D", wav, "-b", 8, folder / "flac-8.flac")


def make_lossy(folder, stereo, low, lowest, six, mono):
    for name, source, options in [("mpeg1-192k", stereo, ["-b", 192]), ("mpeg1-vbr", stereo, ["-V", 4]),
                                  ("mpeg1-joint-64k", stereo, ["-b", 64, "-m", "j"]), ("mpeg2-64k", low, ["-b", 64]),
                                  ("mpeg2.5-16k", lowest, ["-b", 16])]:
        run("lame", "--quiet", *options, source, folder / f"{name}.mp3")
    ffmpeg("-i", stereo, "-c:a", "mp2", "-b:a", "192k", folder / "layer2-192k.mp2")
    ffmpeg("-i", low, "-c:a", "mp2", "-b:a", "64k", folder / "layer2-mpeg2.mp2")
    layer_one(folder / "layer1-192k.mp1")
    ffmpeg("-i", stereo, "-c:a", "libvorbis", "-q:a", 5, folder / "vorbis-q5.ogg")
    ffmpeg("-i", mono, "-c:a", "libvorbis", "-q:a", 1, folder / "vorbis-mono.ogg")
    ffmpeg("-i", stereo, "-c:a", "libopus", "-b:a", "96k", folder / "opus-96k.opus")
    ffmpeg("-i", mono, "-c:a", "libopus", "-b:a", "14k", "-application", "voip", folder / "opus-silk.opus")
    ffmpeg("-i", mono, "-c:a", "libopus", "-b:a", "28k", "-application", "voip", folder / "opus-hybrid.opus")
    ffmpeg("-i", six, "-c:a", "libopus", "-b:a", "128k", "-mapping_family", 1, folder / "opus-5.1.opus")


def floats(path):
    if path.name == "rifx.wav":
        return subprocess.run(["sox", path, "-t", "f32", "-"], check=True, capture_output=True).stdout
    return ffmpeg("-i", path, "-f", "f32le", "-")


def write_reference(path, wav):
    if path.suffix == ".ogg":
        run("oggdec", "--quiet", "-o", wav, path)
    else:
        decoder = ["-c:a", "libopus"] if path.suffix == ".opus" else []
        ffmpeg(*decoder, "-i", path, "-bitexact", "-c:a", "pcm_s16le", wav)


def main(folder):
    shutil.rmtree(folder, ignore_errors=True)
    lossless, lossy, foreign = folder / "lossless", folder / "lossy", folder / "foreign"
    for each in (lossless, lossy, foreign):
        each.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        sources = {name: pathlib.Path(scratch) / f"{name}.wav" for name in ["tiny", "tiny-six", "stereo", "low", "lowest", "six", "mono"]}
        for name, form in {"tiny": (0.03, 44100, 2), "tiny-six": (0.03, 48000, 6), "stereo": (0.25, 44100, 2), "low": (0.4, 22050, 1),
                           "lowest": (0.6, 11025, 1), "six": (0.2, 48000, 6), "mono": (0.4, 48000, 1)}.items():
            excerpt(sources[name], *form)
        make_lossless(lossless, sources["tiny"], sources["tiny-six"])
        make_lossy(lossy, *(sources[name] for name in ["stereo", "low", "lowest", "six", "mono"]))
        for name, codec in {"aac.m4a": "aac", "opus.webm": "libopus"}.items():  # for the browser's decoder
            ffmpeg("-t", 2, "-i", SONG, "-c:a", codec, "-b:a", "48k", foreign / name)
    lines = [f"{hashlib.sha256(floats(path)).hexdigest()}  {path.name}\n" for path in sorted(lossless.iterdir())]
    (lossless / "floats.sha256").write_text("".join(lines))
    for path in sorted(lossy.iterdir()):
        write_reference(path, lossy / f"{path.name}.wav")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "tests/fixtures/parity")
