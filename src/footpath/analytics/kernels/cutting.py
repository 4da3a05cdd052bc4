"""Cutting journeys: the part within a period, the persons chosen, the visits (sessions) a journey falls into."""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64

Bool = npt.NDArray[np.bool_]


@njit(nogil=True, cache=True)
def cut(begin: Int64, end: Int64, at: Int64, keep: Bool, period: tuple[int, int]) -> tuple[Int64, Int64, Int64]:
    """Return (journeys, begin, end): kept journeys with events in the period, and the span of those events.

    Args:
        keep: bool a journey.
        period: first µs, and the µs it ends before.
    """
    since, until = period
    chosen = np.empty(len(begin), np.int64)
    first = np.empty(len(begin), np.int64)
    last = np.empty(len(begin), np.int64)
    left = 0
    for journey in range(len(begin)):
        if not keep[journey]:
            continue
        lo = earliest(at, begin[journey], end[journey], since)
        hi = earliest(at, lo, end[journey], until)
        if hi > lo:
            chosen[left] = journey
            first[left] = lo
            last[left] = hi
            left += 1
    return chosen[:left].copy(), first[:left].copy(), last[:left].copy()


@njit(nogil=True, cache=True)
def earliest(at: Int64, lo: int, hi: int, instant: int) -> int:
    """Return the first position from `lo` to `hi` whose event is not before `instant`; `at` ascends there."""
    while lo < hi:
        middle = (lo + hi) // 2
        if at[middle] < instant:
            lo = middle + 1
        else:
            hi = middle
    return lo


@njit(nogil=True, cache=True)
def sessions(begin: Int64, end: Int64, at: Int64, gap: int, breaks: Bool) -> tuple[Int64, Int64, Int64]:
    """Return (begin, end, journey) of the visits: cut where the pause is longer than `gap` µs or `breaks` says so.

    Args:
        breaks: bool an event: a new visit begins here; empty = nowhere.
    """
    size = (end - begin).sum()
    first = np.empty(size, np.int64)
    last = np.empty(size, np.int64)
    owner = np.empty(size, np.int64)
    count = 0
    for journey in range(len(begin)):
        for i in range(begin[journey], end[journey]):
            if i == begin[journey] or at[i] - at[i - 1] > gap or (len(breaks) > 0 and breaks[i]):
                first[count] = i
                owner[count] = journey
                count += 1
            last[count - 1] = i + 1
    return first[:count].copy(), last[:count].copy(), owner[:count].copy()


@njit(nogil=True, cache=True)
def spread(begin: Int64, end: Int64, values: Int64, size: int) -> Int64:
    """Return an array of `size` events with each journey's value at its events, 0 elsewhere."""
    found = np.zeros(size, np.int64)
    for journey in range(len(begin)):
        found[begin[journey] : end[journey]] = values[journey]
    return found
