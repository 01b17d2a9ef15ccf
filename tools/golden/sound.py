"""The test signal of tests/signal.h: whole-number arithmetic only, so that C++ and Python get the same bits."""
import numpy


def test_signal(samples, seed):
    """A rising triangle wave with noise, float32 within ±0.5625."""
    noise, phase, step = seed, 0, 20_000_000
    values = numpy.empty(samples, numpy.int64)
    for i in range(samples):
        noise = (noise * 1664525 + 1013904223) & 0xFFFFFFFF
        phase = (phase + step) & 0xFFFFFFFF
        step = (step + 3001) & 0xFFFFFFFF
        signed = phase - (1 << 32) if phase & 0x80000000 else phase
        triangle = (abs(signed) >> 7) - (1 << 23)  # ±2^23
        signed_noise = noise - (1 << 32) if noise & 0x80000000 else noise
        values[i] = triangle + (signed_noise >> 11)  # ± 2^20 more
    return (values / 2.0**24).astype(numpy.float32)
