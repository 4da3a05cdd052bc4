"""Who of those who start in a period is back in later ones, counted from bits: 64 journeys at a time."""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.bits import UInt64, popcount, transpose
from footpath.analytics.kernels.inner import inner

Counts = npt.NDArray[np.int64]  # code × period of start × (1 + periods after it): [..., 0] = journeys that start
ON, AFTER, BEFORE, STREAK = 0, 1, 2, 3


@njit(nogil=True, cache=True)
def count_back(starts: UInt64, returns: UInt64, groups: tuple[Int64, Int64], when: int, counts: Counts) -> None:
    """Add up how many journeys start in a period, and how many of them count as back k ≥ 1 periods later.

    Rows of 64 journeys are turned into columns, one word a period; what two periods share is then one "and" and one
    count of bits for 64 journeys.

    Args:
        starts, returns: journeys × words, from `periods.active`; one array for both is turned once.
        groups: journeys sorted by code, and codes + 1 positions in them.
        when: ON = back in the k-th period, AFTER = in it or a later one, BEFORE = in one of the first k, STREAK = in
            each of them.
        counts: code × period × (1 + K).
    """
    order, cuts = groups
    same = starts.ctypes.data == returns.ctypes.data
    words = starts.shape[1]
    periods, furthest = counts.shape[1], counts.shape[2] - 1
    start = np.zeros(words * 64, np.uint64)
    back = np.zeros(words * 64, np.uint64)
    for code in range(len(cuts) - 1):
        for first in range(cuts[code], cuts[code + 1], 64):
            some = order[first : min(first + 64, cuts[code + 1])]
            _columns(starts, some, start)
            if same:
                for period in range(periods):
                    back[period] = start[period]
            else:
                _columns(returns, some, back)
            if when == AFTER:
                for period in range(periods - 1, 0, -1):
                    back[period - 1] |= back[period]
            for period in range(periods):
                those = start[period]
                if those:
                    row = counts[code, period]
                    row[0] += np.int64(popcount(those))
                    _add(those, back[period + 1 : min(period + furthest + 1, periods)], when, row[1:])


@njit(nogil=True, cache=True, inline="always")
def _add(those: np.uint64, later: UInt64, when: int, row: Int64) -> None:
    if when == BEFORE:
        back = np.uint64(0)
        for k in range(len(later)):
            back |= those & later[k]
            row[k] += np.int64(popcount(back))
        for k in range(len(later), len(row)):  # also by the end of periods that have not come yet
            row[k] += np.int64(popcount(back))
    elif when == STREAK:
        for k in range(len(later)):
            those &= later[k]
            row[k] += np.int64(popcount(those))
    else:
        for k in range(len(later)):
            row[k] += np.int64(popcount(those & later[k]))


@inner
def _columns(rows: UInt64, some: Int64, columns: UInt64) -> None:
    """Put bit p of up to 64 chosen rows into word p."""
    for word in range(rows.shape[1]):
        block = columns[word * 64 : word * 64 + 64]
        together = np.uint64(0)
        for i in range(len(some)):
            block[i] = rows[some[i], word]
            together |= block[i]
        for i in range(len(some), 64):
            block[i] = 0
        if together:
            transpose(block)
