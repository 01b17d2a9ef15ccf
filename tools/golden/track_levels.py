#!/usr/bin/python3
"""Reference picture for test_track_levels: a row of a feature folder, by the recipe of ../shared/gtzan, in float64.

Usage: tools/golden/track_levels.py [FOLDER]      (default tests/fixtures)
"""
import pathlib
import sys

import numpy

from mel import LIBROSA, levels, mel_spectrogram
from sound import test_signal


def main(folder):
    power = mel_spectrogram(test_signal(66150, 2), LIBROSA)  # 3 s
    frames = len(power)
    columns = numpy.minimum(numpy.floor((numpy.arange(334) + 2) / 334.8 * frames), frames - 1).astype(int)
    picture = numpy.floor(levels(power, 20, 80)[:, columns] * 255 + 0.5)
    numpy.save(folder / "track_levels.npy", numpy.ascontiguousarray(picture, numpy.uint8))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2] / "tests/fixtures"))
