"""Who of those who start in a period is back in later ones, counted from bits: 64 journeys at a time."""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.bits import UInt64, popcount, transpose
from footpath.analytics.kernels.inner import inner
from footpath.analytics.kernels.lanes import COUNT, added, loaded, shared_bits, spread, stored

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
    back = np.zeros(words * 64 + COUNT, np.uint64)
    sums = np.zeros((periods, furthest + COUNT), np.int64)  # wide enough for whole lanes
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
                counts[code, period, 0] += np.int64(popcount(start[period]))
            if when in (ON, AFTER):
                _back(start, back, (periods, furthest), sums)
            else:
                _back_by(start, back, (periods, furthest), when == BEFORE, sums)
        _put(sums, counts[code])


@inner
def _put(sums: Int64, counts: Counts) -> None:
    """Add sums to the counts and begin them anew; written out, as slices take seconds to compile."""
    for period in range(counts.shape[0]):
        for k in range(sums.shape[1]):
            if k + 1 < counts.shape[1]:
                counts[period, k + 1] += sums[period, k]
            sums[period, k] = 0


@inner
def _back(start: UInt64, back: UInt64, most: tuple[int, int], sums: Int64) -> None:
    """Add how many of those who start in each period are back in each later one.

    Args:
        start, back: bits of 64 journeys by period; `back` goes on for as many periods as there are lanes.
        most: how many periods there are, and how many of the later ones are asked about.
        sums: period × later periods, and as many more as there are lanes.
    """
    periods, furthest = most
    for period in range(periods):
        if start[period]:
            those = spread(np.int64(start[period]))
            row = sums.ctypes.data + np.uintp(8 * period * sums.shape[1])
            later = back.ctypes.data + np.uintp(8 * (period + 1))
            for k in range(0, min(furthest, periods - period - 1), COUNT):
                here = np.uintp(8 * k)
                stored(row + here, added(loaded(row + here), shared_bits(those, loaded(later + here))))


@inner
def _back_by(start: UInt64, back: UInt64, most: tuple[int, int], ever: bool, sums: Int64) -> None:
    """Do the same for those who are back at all by the end of each period (`ever`), or in each up to there."""
    periods, furthest = most
    for period in range(periods):
        those = start[period]
        found = np.uint64(0) if ever else those
        for k in range(furthest if those else 0):
            if period + k + 1 < periods:
                later = those & back[period + k + 1]
                found = found | later if ever else found & later
            elif not ever:  # nobody is back in a period that has not come; who is back by now is so by its end, too
                break
            sums[period, k] += np.int64(popcount(found))


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
