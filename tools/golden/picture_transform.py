#!/usr/bin/python3
"""Reference arrays for test_picture_transform: what Keras's ImageDataGenerator computes, by scipy and PIL.

Usage: tools/golden/picture_transform.py [FOLDER]      (default tests/fixtures)
Needs Debian's python3-scipy and python3-pil.
"""
import pathlib
import sys

import numpy
import scipy.ndimage
from PIL import Image, ImageEnhance

from sound import test_signal

# rotation, column shift, row shift, shear, column zoom, row zoom, mirrored, brightness: as in test_picture_transform.cpp
SQUARE = [
    (0, 0, 0, 0, 1, 1, False, 1),
    (20, 0, 0, 0, 1, 1, False, 1),
    (-157.5, 0, 0, 0, 1, 1, False, 1),
    (0, 3.3, -2.6, 0, 1, 1, False, 1),
    (0, 0, 0, 15, 1, 1, False, 1),
    (0, 0, 0, 0, 0.8, 1.2, False, 1),
    (0, 0, 0, 0, 1, 1, True, 0.7),
    (0, 0, 0, 0, 1, 1, False, 1.3),
    (-13.7, -3.1, 2.9, -11.3, 1.15, 0.83, True, 1.21),
]
WIDE = [(17.2, 4.4, -1.7, 9.6, 0.87, 1.11, False, 0.93)]


def test_picture(rows, columns, channels):
    values = test_signal(rows * columns * channels, 5).astype(float) / 1.125 + 0.5
    return numpy.floor(numpy.clip(values, 0, 1) * 255 + 0.5).reshape(rows, columns, channels)


def affine(picture, rotation, column_shift, row_shift, shear, column_zoom, row_zoom):
    """Column before row, as Keras composes it; its centre set right where the picture is not square"""
    turn, slant = numpy.deg2rad([rotation, shear])
    matrix = numpy.linalg.multi_dot([
        [[numpy.cos(turn), -numpy.sin(turn), 0], [numpy.sin(turn), numpy.cos(turn), 0], [0, 0, 1]],
        [[1, 0, column_shift], [0, 1, row_shift], [0, 0, 1]],
        [[1, -numpy.sin(slant), 0], [0, numpy.cos(slant), 0], [0, 0, 1]],
        numpy.diag([column_zoom, row_zoom, 1]),
    ])
    middle = (numpy.array(picture.shape[1::-1]) - 1) / 2
    linear, offset = matrix[:2, :2], matrix[:2, 2] + middle - matrix[:2, :2] @ middle
    row_first = {"matrix": linear[::-1, ::-1], "offset": offset[::-1]}
    planes = numpy.moveaxis(picture.astype(numpy.float32), 2, 0)
    options = {"order": 1, "mode": "nearest"}
    return numpy.stack([scipy.ndimage.affine_transform(plane, **row_first, **options) for plane in planes], 2)


def transformed(picture, *transform):
    values = affine(picture, *transform[:6])
    mirrored, brightness = transform[6:]
    bytes_ = (values[:, ::-1] if mirrored else values).astype(numpy.uint8)
    image = Image.fromarray(bytes_[:, :, 0] if bytes_.shape[2] == 1 else bytes_)
    return numpy.asarray(ImageEnhance.Brightness(image).enhance(brightness)).reshape(bytes_.shape)


def main(folder):
    square, wide = test_picture(24, 24, 3), test_picture(20, 31, 1)
    numpy.save(folder / "picture_transform_square.npy", numpy.stack([transformed(square, *case) for case in SQUARE]))
    numpy.save(folder / "picture_transform_wide.npy", numpy.stack([transformed(wide, *case) for case in WIDE]))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2] / "tests/fixtures"))
