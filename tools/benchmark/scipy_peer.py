#!/usr/bin/python3
"""numpy and scipy as core's peer, on one thread. Prints one line of JSON.

    scipy_peer.py SECONDS features SAMPLES                  log-mel of mono float samples at 22,050 Hz
    scipy_peer.py SECONDS resample SAMPLES SOURCE TARGET    mono float samples, Hz to Hz
"""
import json
import math
import sys
import time

import numpy as np
import scipy.fft
import scipy.signal

RATE, LENGTH, HOP, BANDS = 22050, 2048, 512, 128


def time_repeatedly(seconds, work):
    """As stopwatch.h: half of `seconds` of warm-up, then `seconds`, at least three repeats."""
    begin = time.perf_counter()
    work()
    while time.perf_counter() - begin < seconds / 2:
        work()
    times = []
    warm = time.perf_counter()
    while len(times) < 3 or time.perf_counter() - warm < seconds:
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return times


def slaney_bank():
    """(BANDS, LENGTH / 2 + 1): librosa's default filters."""
    step = math.log(6.4) / 27
    top = 15 + math.log(RATE / 2 / 1000) / step
    mel = np.linspace(0, top, BANDS + 2)
    edges = np.where(mel < 15, mel * 200 / 3, 1000 * np.exp(step * (mel - 15)))
    bins = np.fft.rfftfreq(LENGTH, 1 / RATE)
    rise = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    area = (2 / (edges[2:] - edges[:-2]))[:, None]
    return (np.maximum(0, np.minimum(rise, fall)) * area).astype(np.float32)


def features(seconds, samples):
    """As librosa computes it, but in one go: frames as a view, single precision, the bank as a matrix product."""
    window = scipy.signal.get_window("hann", LENGTH).astype(np.float32)
    bank = slaney_bank()
    levels = None

    def work():
        nonlocal levels
        padded = np.pad(samples, LENGTH // 2, mode="reflect")
        frames = np.lib.stride_tricks.sliding_window_view(padded, LENGTH)[::HOP]
        spectra = scipy.fft.rfft(frames * window, workers=1)
        power = bank @ (spectra.real**2 + spectra.imag**2).T
        levels = 10 * np.log10(np.maximum(power, 1e-10))

    return time_repeatedly(seconds, work), float(levels.mean(dtype=np.float64))


def resample(seconds, samples, source, target):
    divisor = math.gcd(source, target)
    out = None

    def work():
        nonlocal out
        out = scipy.signal.resample_poly(samples, target // divisor, source // divisor)

    return time_repeatedly(seconds, work), len(out)


def main(seconds, part, path, *rates):
    samples = np.fromfile(path, "<f4")
    work = {"features": features, "resample": resample}[part]
    times, check = work(float(seconds), samples, *map(int, rates))
    print(json.dumps({"milliseconds": times, "check": check}))


main(*sys.argv[1:])
