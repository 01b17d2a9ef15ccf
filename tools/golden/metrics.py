#!/usr/bin/env python3
"""Reference numbers for tests/test_metrics.cpp: prints tests/golden_metrics.h.

    python3 tools/golden/metrics.py > tests/golden_metrics.h

Needs numpy. The definitions are scikit-learn 1.2's (metrics/_classification.py), written with whole arrays; the
bootstrap draws its rows with xoshiro256** in Python integers and takes numpy's percentiles.
"""
import numpy as np

MASK = (1 << 64) - 1


def splitmix64(seed):
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & MASK
        z = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def rotate_left(x, k):
    return ((x << k) | (x >> (64 - k))) & MASK


def xoshiro256(seed):
    words = splitmix64(seed)
    s = [next(words) for _ in range(4)]
    while True:
        yield (rotate_left((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate_left(s[3], 45)


def below(numbers, count):
    for value in numbers:
        if value >= ((1 << 64) - count) % count:
            return value % count


def log_loss(truth, probabilities, eps=1e-15):
    p = np.clip(probabilities.astype(np.float64), eps, 1 - eps)
    p = p / p.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(truth)), truth]).mean()


def confusion_matrix(truth, guess, labels):
    matrix = np.zeros((labels, labels), dtype=np.int64)
    np.add.at(matrix, (truth, guess), 1)
    return matrix


def divide(numerator, denominator):
    """zero_division = 0"""
    return np.divide(numerator, denominator, out=np.zeros(len(numerator)), where=denominator != 0)


def precision_recall_f1_support(matrix):
    right = np.diag(matrix).astype(float)
    precision = divide(right, matrix.sum(axis=0).astype(float))
    recall = divide(right, matrix.sum(axis=1).astype(float))
    f1 = divide(2 * precision * recall, precision + recall)
    return precision, recall, f1, matrix.sum(axis=1)


def expected_calibration_error(truth, probabilities, bins):
    """Guo et al. 2017: bins ((m - 1) / M, m / M]."""
    p = probabilities.astype(np.float64)
    confidence, right = p.max(axis=1), p.argmax(axis=1) == truth
    total = 0.0
    for m in range(bins):
        inside = (confidence * bins > m) & (confidence * bins <= m + 1)
        if inside.any():
            total += abs(right[inside].mean() - confidence[inside].mean()) * inside.mean()
    return total


def bootstrap_accuracy(truth, guess, resamples, confidence, seed):
    numbers, rows = xoshiro256(seed), len(truth)
    values = []
    for _ in range(resamples):
        drawn = np.array([below(numbers, rows) for _ in range(rows)])
        values.append((truth[drawn] == guess[drawn]).mean())
    outside = (1 - confidence) / 2 * 100
    return np.percentile(values, [outside, 100 - outside])


def c_list(values):
    return ", ".join(str(v) if isinstance(v, (int, np.integer)) else repr(float(v)) for v in values)


def constant(kind, name, values, comment=""):
    values = list(values)
    print(f"inline constexpr std::array<{kind}, {len(values)}> {name} = {{{c_list(values)}}};{comment}")


def main():
    rows, labels = 60, 5  # label 4 is never true, label 3 never guessed
    generator = np.random.Generator(np.random.PCG64(1))
    truth = generator.integers(0, 4, rows)
    logits = generator.normal(size=(rows, labels)) * 1.5
    logits[np.arange(rows), truth] += 1.5
    logits[:, 3] = -3
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    p = np.round(p, 4).astype(np.float32)
    p[0] = [0.5, 0.5, 0, 0, 0]  # a tie, and a truth of probability 0
    truth[0] = 2
    p[1] = [1, 0, 0, 0, 0]  # certain and right
    truth[1] = 0
    p[2] = [0, 0.2, 0.2, 0.4, 0.2]  # 0.4 and 0.2 near the edges of bins
    p[2][3], p[2][4] = 0.2, 0.4
    guess = p.argmax(axis=1)
    matrix = confusion_matrix(truth, guess, labels)
    assert matrix.sum(axis=1)[4] == 0 and matrix.sum(axis=0)[3] == 0 and matrix.sum(axis=0)[4] > 0
    precision, recall, f1, support = precision_recall_f1_support(matrix)

    print("// Made by tools/golden/metrics.py; do not edit.")
    print("// clang-format off")
    print("#pragma once\n\n#include <array>\n#include <cstddef>\n\nnamespace golden {\n")
    print(f"inline constexpr std::size_t kLabels = {labels};")
    constant("std::size_t", "kTruth", truth)
    constant("std::size_t", "kGuess", guess)
    kinds = ", ".join(np.format_float_positional(v, unique=True, trim="0") + "f" for v in p.ravel())
    print(f"inline constexpr std::array<float, {p.size}> kProbabilities = {{{kinds}}};  // (rows, labels)")
    constant("std::size_t", "kConfusion", matrix.ravel(), "  // (truth, guess)")
    constant("double", "kPrecision", precision)
    constant("double", "kRecall", recall)
    constant("double", "kF1", f1)
    constant("std::size_t", "kSupport", support)
    weights = support / support.sum()
    constant("double", "kMacro", [precision.mean(), recall.mean(), f1.mean()], "  // precision, recall, F1")
    constant("double", "kWeighted", [(precision * weights).sum(), (recall * weights).sum(), (f1 * weights).sum()])
    print(f"inline constexpr double kAccuracy = {float((truth == guess).mean())!r};")
    print(f"inline constexpr double kLogLoss = {float(log_loss(truth, p))!r};")
    print(f"inline constexpr double kCalibrationError15 = {float(expected_calibration_error(truth, p, 15))!r};")
    print(f"inline constexpr double kCalibrationError10 = {float(expected_calibration_error(truth, p, 10))!r};")
    constant("double", "kInterval95", bootstrap_accuracy(truth, guess, 400, 0.95, 7), "  // 400 resamples, seed 7")
    constant("double", "kInterval80", bootstrap_accuracy(truth, guess, 101, 0.80, 8), "  // 101 resamples, seed 8")
    print("\n}  // namespace golden")


if __name__ == "__main__":
    main()
