#!/usr/bin/env python3
"""scikit-learn's classification_report for the test of ours: prints tests/native/golden_classification_report.h.

    python3 tools/golden/classification_report.py > tests/native/golden_classification_report.h

Needs scikit-learn 1.2; made with 1.2.1. Labels that do not occur are in the fixtures, and not in its reports.
"""
import warnings

import numpy as np
from sklearn.metrics import classification_report

GENRES = "blues classical country disco hiphop jazz metal pop reggae rock".split()


def noisy(labels, rows, right, seed):
    generator = np.random.Generator(np.random.PCG64(seed))
    truth = generator.integers(0, labels, rows)
    guess = np.where(generator.random(rows) < right, truth, generator.integers(0, labels, rows))
    return truth, guess


def print_fixture(truth, guess, labels):
    present = np.union1d(truth, guess)
    text = classification_report(truth, guess, target_names=[labels[i] for i in present])
    names = ", ".join(f'"{label}"' for label in labels)
    print("    {")
    print(f"        {{{names}}},")
    print(f"        {{{', '.join(map(str, truth))}}},")
    print(f"        {{{', '.join(map(str, guess))}}},")
    print(f'        R"({text})",')
    print("    },")


def main():
    warnings.simplefilter("ignore")  # precision of a label that is never guessed: 0, as in core
    print("// Made by tools/golden/classification_report.py; do not edit.")
    print("// clang-format off")
    print("#pragma once\n\n#include <cstddef>\n#include <string>\n#include <vector>\n\nnamespace golden {\n")
    print("struct Report {\n  std::vector<std::string> labels;\n  std::vector<std::size_t> truth, guess;")
    print("  std::string text;\n};\n")
    print("inline const std::vector<Report> kReports = {")
    print_fixture(*noisy(10, 197, 0.6, 1), GENRES)
    print_fixture(np.array([0, 0, 2, 2, 2]), np.array([0, 3, 2, 2, 0]), ["a", "absent", "b", "only guessed"])
    print_fixture(np.array([0, 1, 1]), np.array([0, 1, 1]), ["música de câmara alemã", "x"])
    print_fixture(*noisy(3, 1000, 0.3, 2), ["yes", "no", "maybe"])
    print("};\n\n}  // namespace golden")


if __name__ == "__main__":
    main()
