#!/usr/bin/python3
"""The colour maps of core/picture.cpp, and reference arrays for test_picture.

Usage: tools/golden/picture.py [FOLDER]      (default tests/fixtures); prints the coefficients
"""
import pathlib
import sys

import numpy
import scipy.ndimage

from sound import test_signal

# Nine colours at equal steps, as style guides list them for viridis and magma.
COLOURS = {
    "meadow": [(68, 1, 84), (71, 44, 122), (59, 81, 139), (44, 113, 142), (33, 144, 141), (39, 173, 129), (92, 200, 99),
               (170, 220, 50), (253, 231, 37)],
    "ember": [(0, 0, 4), (28, 16, 68), (79, 18, 123), (129, 37, 129), (181, 54, 122), (229, 80, 100), (251, 135, 97),
              (254, 194, 135), (252, 253, 191)],
}


def coefficients(colours):
    """(7, 3), of level⁰ … level⁶: the least-squares fit, to four decimals"""
    steps = numpy.linspace(0, 1, len(colours))
    return numpy.round(numpy.polynomial.polynomial.polyfit(steps, numpy.array(colours) / 255, 6), 4)


def colour_map(colours):
    """(256, 3), bytes"""
    values = numpy.polynomial.polynomial.polyval(numpy.arange(256) / 255, coefficients(colours)).T
    return numpy.floor(numpy.clip(values, 0, 1) * 255 + 0.5)


def resize(matrix, rows, columns):
    """Bilinear, half-pixel centres, edges repeated"""
    at = [(numpy.arange(new) + 0.5) * old / new - 0.5 for old, new in zip(matrix.shape, (rows, columns))]
    return scipy.ndimage.map_coordinates(matrix, numpy.meshgrid(*at, indexing="ij"), order=1, mode="nearest")


def main(folder):
    for name, colours in COLOURS.items():
        numpy.save(folder / f"colours_{name}.npy", numpy.ascontiguousarray(colour_map(colours), numpy.uint8))
        print(name, coefficients(colours).T.tolist())
    matrix = test_signal(20 * 31, 1).reshape(20, 31).astype(float)
    numpy.save(folder / "picture_larger.npy", resize(matrix, 33, 50).astype(numpy.float32))
    numpy.save(folder / "picture_smaller.npy", resize(matrix, 7, 9).astype(numpy.float32))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2] / "tests/fixtures"))
