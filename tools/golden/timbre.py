#!/usr/bin/python3
"""Reference arrays for test_mfcc, test_chroma and test_contrast: librosa 0.10's definitions, in float64.

Usage: tools/golden/timbre.py [FOLDER]      (default tests/fixtures)
"""
import pathlib
import sys

import numpy
import scipy.fft

from front_end import decibels
from mel import LIBROSA, mel_spectrogram, spectrogram
from sound import test_signal


def chroma_bank(rate, fft, tuning=0.0, octave=5.0, width=2.0):
    """(12, fft / 2 + 1): librosa.filters.chroma, over the whole transform and then cut in half"""
    hertz = numpy.linspace(0, rate, fft, endpoint=False)[1:]
    semitones = 12 * numpy.log2(hertz / (440 * 2 ** (tuning / 12) / 16))
    semitones = numpy.concatenate([[semitones[0] - 1.5 * 12], semitones])
    widths = numpy.concatenate([numpy.maximum(numpy.diff(semitones), 1), [1]])
    distance = numpy.remainder(semitones[None, :] - numpy.arange(12)[:, None] + 6 + 120, 12) - 6
    bank = numpy.exp(-0.5 * (2 * distance / widths) ** 2)
    bank /= numpy.sqrt((bank ** 2).sum(axis=0))
    bank *= numpy.exp(-0.5 * ((semitones / 12 - octave) / width) ** 2)
    return numpy.roll(bank, -3, axis=0)[:, :fft // 2 + 1]


def chroma(power, bank):
    """(frames, 12)"""
    energy = power @ bank.T
    return energy / energy.max(axis=1, keepdims=True)


def contrast(magnitude, rate, octaves=6, low=200.0, quantile=0.02):
    """(frames, octaves + 1), dB"""
    bins = magnitude.shape[1]
    hertz = numpy.arange(bins) * rate / (2 * (bins - 1))
    edges = numpy.concatenate([[0], low * 2.0 ** numpy.arange(octaves + 1)])
    peaks, valleys = [], []
    for row in range(octaves + 1):
        member = (hertz >= edges[row]) & (hertz <= edges[row + 1])
        own = numpy.flatnonzero(member)
        if row > 0:
            member[own[0] - 1] = True
        if row == octaves:
            member[own[-1] + 1:] = True
        band = magnitude[:, member]
        if row < octaves:
            band = band[:, :-1]
        chosen = int(max(numpy.rint(quantile * member.sum()), 1))
        band = numpy.sort(band, axis=1)
        valleys.append(band[:, :chosen].mean(axis=1))
        peaks.append(band[:, -chosen:].mean(axis=1))
    return decibels(numpy.stack(peaks, axis=1)) - decibels(numpy.stack(valleys, axis=1))


def main(folder):
    def save(name, values):
        numpy.save(folder / f"{name}.npy", numpy.ascontiguousarray(values, numpy.float32))

    signal = test_signal(10000, 1)
    save("mfcc", scipy.fft.dct(decibels(mel_spectrogram(signal, LIBROSA)), axis=1, norm="ortho")[:, :20])
    save("mfcc_short", scipy.fft.dct(decibels(mel_spectrogram(signal, LIBROSA | dict(bands=40)), span=30), axis=1,
                                     norm="ortho")[:, :13])
    save("bank_chroma", chroma_bank(22050, 1024))
    save("chroma", chroma(spectrogram(signal, LIBROSA), chroma_bank(22050, 2048)))
    save("chroma_tuned", chroma(spectrogram(signal, LIBROSA), chroma_bank(22050, 2048, 0.3, 4.0, numpy.inf)))
    magnitude = spectrogram(signal, LIBROSA | dict(power=1))
    save("contrast", contrast(magnitude, 22050))
    save("contrast_wide", contrast(magnitude, 16000, octaves=4, low=150.0, quantile=0.3))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2] / "tests/fixtures"))
