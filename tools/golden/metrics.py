#!/usr/bin/env python3
"""Reference numbers for the tests of metrics, curves, calibration and significance: prints tests/golden_metrics.h.

    python3 tools/golden/metrics.py > tests/golden_metrics.h

Needs scikit-learn 1.2 and scipy; made with 1.2.1 and 1.10.1. Where scikit-learn raises or warns, the expected value is
what core's headers promise instead, and the line says so. The bootstrap draws its rows with xoshiro256** in Python
integers and takes numpy's percentiles.
"""
import warnings

import numpy as np
from scipy.stats import binomtest, chi2
from sklearn import calibration, metrics

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


def bootstrap_accuracy(truth, guess, resamples, confidence, seed):
    numbers, rows = xoshiro256(seed), len(truth)
    values = []
    for _ in range(resamples):
        drawn = np.array([below(numbers, rows) for _ in range(rows)])
        values.append((truth[drawn] == guess[drawn]).mean())
    outside = (1 - confidence) / 2 * 100
    return np.percentile(values, [outside, 100 - outside])


def expected_calibration_error(right, confidence, bins):
    """scikit-learn's reliability curve, its bins weighted with their rows, which it does not tell."""
    accuracy, mean_confidence = calibration.calibration_curve(right, confidence, n_bins=bins)
    rows = rows_of_bins(confidence, bins)
    return np.abs(accuracy - mean_confidence) @ rows / rows.sum()


def rows_of_bins(confidence, bins):
    """Of the bins that have any."""
    numbers = np.ceil(confidence * bins).astype(int) - 1
    return np.unique(np.maximum(numbers, 0), return_counts=True)[1]


def roc_curve(positive, scores):
    if positive.all() or not positive.any():
        return [], [], []  # scikit-learn warns: one rate is NaN
    return metrics.roc_curve(positive, scores)


def roc_auc(positive, scores):
    if positive.all() or not positive.any():
        return np.nan  # scikit-learn raises
    return metrics.roc_auc_score(positive, scores)


def mean_roc_auc(truth, p, areas, support, average):
    """scikit-learn's own where every label occurs; it raises elsewhere, and the mean is over the labels that do."""
    if support.all():
        return metrics.roc_auc_score(truth, p, multi_class="ovr", average=average)
    defined = ~np.isnan(areas)
    return np.average(areas[defined], weights=support[defined] if average == "weighted" else None)


def number(value):
    if isinstance(value, (int, np.integer)):
        return str(value)
    return "kNone" if np.isnan(value) else repr(float(value))


def c_list(values):
    return ", ".join(number(v) for v in values)


def field(name, values):
    print(f"  .{name} = {{{c_list(values)}}},")


def scalar_field(name, value):
    print(f"  .{name} = {number(value)},")


def curves_field(name, curves):
    print(f"  .{name} = {{")
    for x, y, thresholds in curves:
        print(f"    {{{{{c_list(x)}}}, {{{c_list(y)}}}, {{{c_list(thresholds)}}}}},")
    print("  },")


def print_scores(truth, p, guess):
    """What metrics.h counts."""
    labels = np.arange(p.shape[1])
    each = metrics.precision_recall_fscore_support(truth, guess, labels=labels, zero_division=0)
    confusion = metrics.confusion_matrix(truth, guess, labels=labels)
    normalized = metrics.confusion_matrix(truth, guess, labels=labels, normalize="true")
    top = [metrics.top_k_accuracy_score(truth, p, k=k, labels=labels) for k in labels + 1]
    field("confusion", confusion.ravel())
    field("row_normalized", normalized.ravel())
    for name, values in zip(["precision", "recall", "f1"], each):
        field(name, values)
    field("support", each[3])
    for average in ["macro", "weighted"]:
        mean = metrics.precision_recall_fscore_support(truth, guess, labels=labels, average=average, zero_division=0)
        field(average, mean[:3])
    scalar_field("accuracy", metrics.accuracy_score(truth, guess))
    field("top_accuracy", top)
    scalar_field("log_loss", metrics.log_loss(truth, p, labels=labels))
    scalar_field("matthews", metrics.matthews_corrcoef(truth, guess))
    scalar_field("kappa", metrics.cohen_kappa_score(truth, guess))


def print_curves(truth, p):
    """What curve.h draws: each label against the rest."""
    columns = [(truth == label, p[:, label]) for label in range(p.shape[1])]
    support = np.array([positive.sum() for positive, _ in columns])
    indicator = np.array([positive for positive, _ in columns]).T
    areas = np.array([roc_auc(*column) for column in columns])
    precision = [metrics.average_precision_score(*column) for column in columns]
    curves_field("roc", [roc_curve(*column) for column in columns])
    curves_field("precision_recall", [metrics.precision_recall_curve(*column) for column in columns])
    field("roc_auc", areas)
    field("average_precision", precision)
    for average in ["macro", "weighted"]:
        mean = mean_roc_auc(truth, p, areas, support, average)
        field(f"{average}_areas", [mean, metrics.average_precision_score(indicator, p, average=average)])


def print_calibration(truth, p, guess):
    right, confidence = truth == guess, p.max(axis=1)
    for bins in [10, 15]:
        accuracy, mean_confidence = calibration.calibration_curve(right, confidence, n_bins=bins)
        field(f"bin_rows{bins}", rows_of_bins(confidence, bins))
        field(f"bin_accuracy{bins}", accuracy)
        field(f"bin_confidence{bins}", mean_confidence)
        scalar_field(f"calibration_error{bins}", expected_calibration_error(right, confidence, bins))
    brier = sum(metrics.brier_score_loss(truth == label, p[:, label], pos_label=True) for label in range(p.shape[1]))
    scalar_field("brier", brier)


FIXTURE = """struct Curve { std::vector<double> x, y, thresholds; };

struct Fixture {
  std::size_t labels;
  std::vector<std::size_t> truth;
  std::vector<std::size_t> guess;  // the first of equal probabilities
  std::vector<float> probabilities;  // (rows, labels)
  std::vector<std::size_t> confusion;  // (truth, guess)
  std::vector<double> row_normalized;
  std::vector<double> precision, recall, f1;
  std::vector<std::size_t> support;
  std::vector<double> macro, weighted;  // precision, recall, F1
  double accuracy;
  std::vector<double> top_accuracy;  // k = 1 …
  double log_loss, matthews, kappa;
  std::vector<Curve> roc, precision_recall;  // one a label
  std::vector<double> roc_auc, average_precision;
  std::vector<double> macro_areas, weighted_areas;  // ROC AUC, average precision
  std::vector<std::size_t> bin_rows10;  // of the bins that have any
  std::vector<double> bin_accuracy10, bin_confidence10;
  double calibration_error10;
  std::vector<std::size_t> bin_rows15;
  std::vector<double> bin_accuracy15, bin_confidence15;
  double calibration_error15;
  double brier;
};
"""


def print_fixture(name, truth, p):
    guess = p.argmax(axis=1)
    print(f"inline const Fixture {name} = {{")
    scalar_field("labels", p.shape[1])
    field("truth", truth)
    field("guess", guess)
    probabilities = ", ".join(np.format_float_positional(v, unique=True, trim="0") + "f" for v in p.ravel())
    print(f"  .probabilities = {{{probabilities}}},")
    wide = p.astype(np.float64)
    print_scores(truth, wide, guess)
    print_curves(truth, wide)
    print_calibration(truth, wide, guess)
    print("};\n")


def print_mcnemar():
    print("\nstruct McNemar { std::size_t first, second; bool exact; double statistic, p_value; };")
    print("inline constexpr McNemar kMcNemar[] = {")
    pairs = [(0, 0), (1, 0), (0, 5), (3, 3), (12, 12), (2, 9), (17, 7), (24, 0), (0, 25), (12, 13), (5, 20), (15, 15),
             (40, 22), (300, 260), (90, 10), (0, 2000)]
    for first, second in pairs:
        total, fewer = first + second, min(first, second)
        exact = total < 25
        if exact:
            statistic, p = fewer, binomtest(fewer, total, 0.5).pvalue if total else 1.0
        else:
            statistic = max(0, abs(first - second) - 1) ** 2 / total
            p = chi2.sf(statistic, 1)
        fields = ", ".join([str(first), str(second), str(exact).lower(), number(float(statistic)), number(float(p))])
        print(f"  {{{fields}}},")
    print("};")


def print_wilson():
    print("\nstruct Wilson { std::size_t right, all; double low, high; };")
    print("inline constexpr Wilson kWilson[] = {")
    for right, rows in [(0, 1), (1, 1), (0, 7), (3, 10), (16, 16), (28, 28), (196, 197), (5000, 100000)]:
        interval = binomtest(right, rows).proportion_ci(0.95, "wilson")
        print(f"  {{{right}, {rows}, {number(float(interval.low))}, {number(float(interval.high))}}},")
    print("};")


def plain_fixture():
    """Label 4 is never true, label 3 never guessed."""
    rows, labels = 60, 5
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
    p[2] = [0, 0.2, 0.2, 0.2, 0.4]  # 0.4 and 0.2 near the edges of bins
    confusion = metrics.confusion_matrix(truth, p.argmax(axis=1), labels=np.arange(labels))
    assert confusion.sum(axis=1)[4] == 0 and confusion.sum(axis=0)[3] == 0 and confusion.sum(axis=0)[4] > 0
    return truth, p


def tied_fixture():
    """Eighths, so that most rows tie with others, many within themselves, and some lie on the edges of bins."""
    rows, labels = 48, 4
    generator = np.random.Generator(np.random.PCG64(2))
    truth = generator.choice(labels, rows, p=[0.4, 0.3, 0.2, 0.1])
    shares = np.full((rows, labels), 0.6 / (labels - 1))
    shares[np.arange(rows), truth] = 0.4
    p = np.array([generator.multinomial(8, row) for row in shares]) / 8
    assert len(np.unique(truth)) == labels
    return truth, p.astype(np.float32)


def print_interval(name, truth, guess, resamples, confidence, seed):
    low, high = bootstrap_accuracy(truth, guess, resamples, confidence, seed)
    print(f"inline constexpr double {name}[2] = {{{number(low)}, {number(high)}}};"
          f"  // of kPlain's accuracy, {resamples} resamples, seed {seed}")


def main():
    warnings.simplefilter("ignore")
    print("// Made by tools/golden/metrics.py; do not edit.")
    print("// clang-format off")
    print("#pragma once\n\n#include <cstddef>\n#include <limits>\n#include <vector>\n\nnamespace golden {\n")
    print("inline constexpr double kNone = std::numeric_limits<double>::quiet_NaN();\n")
    print(FIXTURE)
    truth, p = plain_fixture()
    print_fixture("kPlain", truth, p)
    print_fixture("kTied", *tied_fixture())
    print_interval("kInterval95", truth, p.argmax(axis=1), 400, 0.95, 7)
    print_interval("kInterval80", truth, p.argmax(axis=1), 101, 0.80, 8)
    print_mcnemar()
    print_wilson()
    print("\n}  // namespace golden")


if __name__ == "__main__":
    main()
