"""Draws the table of tests/measure_resampler.cpp.  Usage: plot-resampler.py RESPONSE.csv PICTURE.svg"""
import csv
import itertools
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plot

PASSBAND, RIPPLE, ALIASES = 0.9, 0.1, -90  # what is promised: of the lower Nyquist frequency, dB, dB
COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#333333"]  # Okabe and Ito: also for the colour-blind


def read_pairs(path):
    """[(source, target, rows)], each row a dictionary of numbers"""
    with open(path) as file:
        rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]
    grouped = itertools.groupby(rows, key=lambda row: (int(row["source_hz"]), int(row["target_hz"])))
    return [(*rates, list(group)) for rates, group in grouped]


def kilohertz(hertz):
    return f"{hertz / 1000:g}"


def leaks(source, target, rows):
    """(place, dB) of what sounds where nothing should: tones above the lower Nyquist frequency, going down; going up,
    images, each at its own place on the other side of it."""
    if target < source:
        return [(row["tone_of_lower_nyquist"], row["rest_db"]) for row in rows if row["tone_of_lower_nyquist"] > 1]
    return [(2 - row["tone_of_lower_nyquist"], row["rest_db"]) for row in reversed(rows)]


def crests(points, width=0.036):
    """The loudest within a side lobe's width of each place: the lobes themselves would hide one another."""
    return [(place, max(level for other, level in points if abs(other - place) <= width / 2)) for place, _ in points]


def summary(source, target, rows):
    passed = [row for row in rows if row["tone_of_lower_nyquist"] <= PASSBAND]
    ripple = max(abs(row["gain_db"]) for row in passed)
    delay = max(abs(row["delay_s"]) for row in passed)
    worst = max(level for _, level in leaks(source, target, rows))
    worst = max(worst, *(row["rest_db"] for row in passed))
    text = f"{kilohertz(source):>6} → {kilohertz(target):<5}   {ripple:5.3f} dB   {worst:6.1f} dB   {delay * 1e9:5.3f} ns"
    return text.replace("-", "−")


def draw(pairs, path):
    plot.rcParams.update({"font.size": 14, "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True,
                          "grid.color": "#dddddd", "axes.axisbelow": True, "svg.hashsalt": "genrelens"})
    figure, (passband, stopband) = plot.subplots(1, 2, figsize=(16, 9), width_ratios=[1, 1.25])
    labels = []
    for (source, target, rows), colour in zip(pairs, COLOURS):
        places = [row["tone_of_lower_nyquist"] for row in rows if row["tone_of_lower_nyquist"] < 1]
        gains = [row["gain_db"] for row in rows if row["tone_of_lower_nyquist"] < 1]
        width = 5 - 0.7 * len(labels)  # the last on top and thinnest: six lines that lie on one another are all seen
        passband.plot(places, gains, color=colour, linewidth=width)
        line, = stopband.plot(places, gains, color=colour, linewidth=width)
        stopband.plot(*zip(*crests(leaks(source, target, rows))), color=colour, linewidth=2.2)
        labels.append((line, summary(source, target, rows)))

    limit = {"color": "#b00020", "linewidth": 1.5, "linestyle": (0, (5, 3))}
    for sign in (1, -1):
        passband.plot([0, PASSBAND, PASSBAND], [sign * RIPPLE, sign * RIPPLE, sign * 1], **limit)
    passband.text(0.02, RIPPLE + 0.006, f"allowed: ±{RIPPLE} dB up to {PASSBAND}", color=limit["color"])
    passband.set(xlim=(0, 1), ylim=(-0.2, 0.2), xlabel="tone, as a share of the lower Nyquist frequency",
                 ylabel="gain (dB)", title="What should pass, passes")
    stopband.plot([1, 1, 3], [20, ALIASES, ALIASES], **limit)
    stopband.text(1.04, ALIASES + 2, f"allowed: −{-ALIASES} dB from 1 on", color=limit["color"])
    stopband.set(xlim=(0, 3), ylim=(-140, 10), xlabel="tone or image, as a share of the lower Nyquist frequency",
                 ylabel="level of what comes out (dB)", title="What should not, does not (crests of the side lobes)")

    figure.suptitle("Change of sample rate: what the resampler does to full-scale sines, measured", fontsize=20)
    figure.legend(*zip(*labels), loc="lower center", ncols=2, frameon=False, prop={"family": "monospace", "size": 13},
                  title="rates (kHz), greatest ripple, loudest alias or image, longest delay")
    figure.subplots_adjust(left=0.07, right=0.98, top=0.87, bottom=0.27, wspace=0.18)
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    draw(read_pairs(sys.argv[1]), sys.argv[2])
