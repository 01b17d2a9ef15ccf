#!/usr/bin/python3
"""Reference arrays for test_front_end and test_spectrogram: front-ends of published networks, in float64.

Usage: tools/golden/front_end.py [FOLDER]      (default tests/fixtures)
"""
import pathlib
import sys

import numpy

from mel import LIBROSA, filter_bank, mel_spectrogram, spectrogram
from sound import test_signal

AUDIOSET = LIBROSA | dict(rate=16000, fft=512, window=400, hop=160, padding="window", power=1, bands=64, scale="kaldi",
                          norm="none", low=125.0, high=7500.0)
EFFICIENTAT = LIBROSA | dict(rate=32000, fft=1024, window=800, hop=320, bands=128, scale="kaldi", norm="none",
                             high=15000.0, periodic=False, pre_emphasis=0.97)
TORCHAUDIO = LIBROSA | dict(rate=16000, fft=400, window=400, hop=200, scale="htk", norm="none", high=8000.0)


def decibels(values, multiplier=10, smallest=1e-10, span=80, reference=1):
    """librosa.power_to_db; amplitude_to_db with multiplier 20 and smallest 1e-5"""
    level = multiplier * numpy.log10(numpy.maximum(values, smallest) / max(reference, smallest))
    return numpy.maximum(level, level.max() - span)


def main(folder):
    def save(name, values):
        numpy.save(folder / f"{name}.npy", numpy.ascontiguousarray(values, numpy.float32))

    mel = mel_spectrogram(test_signal(2960, 1), AUDIOSET)  # 17 frames
    save("front_end_vggish", numpy.log(mel + 0.01))
    save("front_end_yamnet", numpy.log(mel + 0.001))
    mel = mel_spectrogram(test_signal(3000, 1), EFFICIENTAT)
    save("front_end_efficientat", (numpy.log(mel + 1e-5) + 4.5) / 5)
    save("mel_torchaudio_defaults", mel_spectrogram(test_signal(1500, 1), TORCHAUDIO))
    save("bank_kaldi", filter_bank(AUDIOSET))

    small = LIBROSA | dict(fft=256, window=200, hop=100)
    power = spectrogram(test_signal(1000, 1), small)
    magnitude = spectrogram(test_signal(1000, 1), small | dict(power=1, periodic=False, padding="window"))
    save("spectrogram_power", power)
    save("spectrogram_magnitude", magnitude)
    save("decibels_power", decibels(power, reference=power.max()))
    save("decibels_magnitude", decibels(magnitude, multiplier=20, smallest=1e-5, span=50))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2] / "tests/fixtures"))
