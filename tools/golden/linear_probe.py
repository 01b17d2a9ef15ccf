#!/usr/bin/env python3
"""scipy's minimum of what native/linear_probe minimises: prints tests/native/golden_linear_probe.h.

    python3 tools/golden/linear_probe.py > tests/native/golden_linear_probe.h

Needs numpy and scipy; made with numpy 1.24.2 and scipy 1.10.1. Embeddings are sines of whole numbers, which the test
makes itself.
"""
import numpy as np
from scipy.optimize import minimize

ROWS, SIZE, LABELS = 14, 5, 3


def main():
    row, column = np.mgrid[:ROWS, :SIZE]
    embeddings = 3 + column + np.sin(1.7 * row * SIZE + 2.3 * column)
    truth = np.arange(ROWS) % LABELS
    shares = (1 + np.arange(ROWS) % 2) / np.sum(1 + np.arange(ROWS) % 2)
    label, column = np.mgrid[:LABELS, :SIZE]
    weight = np.cos(1 + label * SIZE + column)
    bias = 0.5 * np.arange(LABELS)
    mean, deviation = embeddings.mean(0), embeddings.std(0) + 1e-3
    scaled = (embeddings - mean) / deviation
    start = embeddings @ weight.T + bias

    def loss(way, penalty):
        logits = start + scaled @ way.reshape(LABELS, SIZE).T
        logits -= logits.max(1, keepdims=True)
        surprise = np.log(np.exp(logits).sum(1)) - logits[np.arange(ROWS), truth]
        return (shares * surprise).sum() + penalty * (way**2).sum()

    print("// Made by tools/golden/linear_probe.py; do not edit.")
    print("// clang-format off")
    print("#pragma once\n\n#include <vector>\n\nnamespace golden {\n")
    print("struct Probe {\n  double penalty;\n  std::vector<double> weight, bias;\n};\n")
    print("inline const std::vector<Probe> kProbes = {")
    for penalty in (0.01, 0.3):
        way = minimize(loss, np.zeros(LABELS * SIZE), args=(penalty,), method="BFGS", options={"gtol": 1e-9}).x
        step = way.reshape(LABELS, SIZE) / deviation
        numbers = [", ".join(f"{value:.7f}" for value in values) for values in ((weight + step).ravel(), bias - step @ mean)]
        print(f"    {{{penalty}, {{{numbers[0]}}}, {{{numbers[1]}}}}},")
    print("};\n\n}  // namespace golden")


if __name__ == "__main__":
    main()
