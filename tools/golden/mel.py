#!/usr/bin/python3
"""Reference arrays for test_mel and test_level: librosa's and torchaudio's definitions, written out in float64.

Usage: tools/golden/mel.py [FOLDER]      (default tests/fixtures)
"""
import pathlib
import sys

import numpy
import scipy.signal

from sound import test_signal

LIBROSA = dict(rate=22050, fft=2048, window=2048, hop=512, padding="reflect", power=2, bands=128,
               scale="slaney", norm="slaney", low=0.0, high=11025.0, periodic=True, pre_emphasis=0)

# name: (options that differ from librosa's defaults, samples)
CASES = {
    "mel_librosa": ({}, 6000),
    "mel_torchaudio": (dict(rate=16000, fft=512, window=400, hop=160, padding="constant", bands=64, scale="htk",
                            norm="none", low=125.0, high=7500.0), 3000),
    "mel_magnitude": (dict(rate=16000, fft=512, window=400, hop=160, padding="none", power=1, bands=64, scale="htk",
                           norm="none", low=125.0, high=7500.0), 3000),
    "mel_short": ({}, 300),  # mirrored several times
    "mel_odd": (dict(rate=11025, fft=250, window=201, hop=77, padding="reflect", bands=20, norm="none",
                     low=50.0, high=5000.0), 2000),
}
BANKS = {"bank_htk": CASES["mel_torchaudio"][0], "bank_slaney": dict(fft=512, window=512, bands=40)}


def hertz_to_mel(hertz, scale):
    hertz = numpy.asarray(hertz, float)
    if scale == "htk":
        return 2595 * numpy.log10(1 + hertz / 700)
    if scale == "kaldi":
        return 1127 * numpy.log(1 + hertz / 700)
    return numpy.where(hertz >= 1000, 15 + numpy.log(numpy.maximum(hertz, 1) / 1000) / (numpy.log(6.4) / 27), hertz * 3 / 200)


def mel_to_hertz(mel, scale):
    if scale == "htk":
        return 700 * (10 ** (mel / 2595) - 1)
    return numpy.where(mel >= 15, 1000 * numpy.exp(numpy.log(6.4) / 27 * (mel - 15)), mel * 200 / 3)


def filter_bank(o):
    """(bands, fft / 2 + 1)"""
    ends = hertz_to_mel([o["low"], o["high"]], o["scale"])
    edges = numpy.linspace(ends[0], ends[1], o["bands"] + 2)
    hertz = numpy.arange(o["fft"] // 2 + 1) * o["rate"] / o["fft"]
    if o["scale"] == "kaldi":  # straight in mel
        hertz = hertz_to_mel(hertz, "kaldi")
    else:
        edges = mel_to_hertz(edges, o["scale"])
    ramps = edges[:, None] - hertz[None, :]
    width = numpy.diff(edges)[:, None]
    bank = numpy.maximum(0, numpy.minimum(-ramps[:-2] / width[:-1], ramps[2:] / width[1:]))
    return bank * (2 / (edges[2:] - edges[:-2]))[:, None] if o["norm"] == "slaney" else bank


def spectrogram(samples, o):
    """(frames, fft / 2 + 1), linear"""
    samples = samples.astype(numpy.float64)
    if o["pre_emphasis"]:
        samples = samples[1:] - o["pre_emphasis"] * samples[:-1]
    window = scipy.signal.get_window("hann", o["window"], fftbins=o["periodic"])
    if o["padding"] == "window":  # silence after the frame, not around it: the same magnitude
        frames = numpy.lib.stride_tricks.sliding_window_view(samples, o["window"])[::o["hop"]]
        return numpy.abs(numpy.fft.rfft(frames * window, n=o["fft"], axis=1)) ** o["power"]
    if o["padding"] != "none":
        samples = numpy.pad(samples, o["fft"] // 2, mode=o["padding"])
    begin = (o["fft"] - o["window"]) // 2
    window = numpy.pad(window, (begin, o["fft"] - o["window"] - begin))
    frames = numpy.lib.stride_tricks.sliding_window_view(samples, o["fft"])[::o["hop"]]
    return numpy.abs(numpy.fft.rfft(frames * window, axis=1)) ** o["power"]


def mel_spectrogram(samples, o):
    """(frames, bands), linear"""
    return spectrogram(samples, o) @ filter_bank(o).T


def levels(power, multiplier, span, smallest=1e-10):
    """(bands, frames), 0…1"""
    decibel = multiplier * numpy.log10(numpy.maximum(power, smallest))
    return numpy.clip((decibel - decibel.max() + span) / span, 0, 1).T


def main(folder):
    def save(name, values):
        numpy.save(folder / f"{name}.npy", numpy.ascontiguousarray(values, numpy.float32))

    for name, (options, samples) in CASES.items():
        save(name, mel_spectrogram(test_signal(samples, 1), LIBROSA | options))
    for name, options in BANKS.items():
        save(name, filter_bank(LIBROSA | options))
    save("levels_librosa", levels(mel_spectrogram(test_signal(6000, 1), LIBROSA), 20, 80))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2] / "tests/fixtures"))
