"""Two samples of times held against each other."""

from math import sqrt

import numpy as np
from msgspec import Struct

from footpath.analytics.journeys import Float64
from footpath.core.stats import Interval, median_interval


class Shift(Struct, frozen=True):
    """How the times of a second sample differ from those of a first.

    Attributes:
        medians: of both.
        interval: of the second median less the first, 95 %; None where there are too few.
        z: about standard normal if neither tends to be longer; positive where the second does.
        longer: chance that a time of the second is longer than one of the first, ties counting half.
    """

    medians: tuple[float, float]
    interval: Interval | None
    z: float
    longer: float


def shift(first: Float64, second: Float64) -> Shift:
    """Compare two samples that are not empty: Wilcoxon, Mann and Whitney's test with ties corrected.

    The interval of the difference of medians is made from those of both (MOVER: Zou and Donner 2008).
    """
    a, b = np.sort(first), np.sort(second)
    below = np.searchsorted(a, b, side="left").sum() + np.searchsorted(a, b, side="right").sum()
    n, m = len(a), len(b)
    longer = float(below) / 2 / n / m
    ordered = np.sort(np.concatenate([a, b]), kind="stable")  # two runs in order are merged in one pass
    ties = np.diff(np.concatenate([[-1], np.flatnonzero(np.diff(ordered)), [n + m - 1]])).astype(np.float64)
    spread = ((n + m + 1) - (ties**3 - ties).sum() / ((n + m) * max(n + m - 1, 1))) / 12
    z = (longer - 0.5) * sqrt(n * m) / sqrt(spread) if spread > 0 else 0.0
    medians = (float(np.median(a)), float(np.median(b)))
    return Shift(medians, _between(medians, median_interval(a), median_interval(b)), z, longer)


def _between(medians: tuple[float, float], first: Interval | None, second: Interval | None) -> Interval | None:
    if first is None or second is None:
        return None
    change = medians[1] - medians[0]
    below = sqrt((medians[1] - second[0]) ** 2 + (first[1] - medians[0]) ** 2)
    above = sqrt((second[1] - medians[1]) ** 2 + (medians[0] - first[0]) ** 2)
    return change - below, change + above
