"""What funnels add up to: how many at each step, and how long each step took."""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.funnel import Entries
from footpath.analytics.kernels.inner import inner


@njit(nogil=True, cache=True)
def step_counts(entries: Entries, codes: Int64, shape: tuple[int, int]) -> npt.NDArray[np.int64]:
    """Return how many entries of each code came to each step; a negative code is left out.

    Args:
        shape: (codes, steps).
    """
    counts = np.empty(shape, np.int64)
    counts[:] = 0
    for entry in range(len(entries.level)):
        if codes[entry] < 0:
            continue
        begin = entries.cuts[entry]
        for place in range(begin, entries.cuts[entry + 1]):
            if entries.rows[place] >= 0:
                counts[codes[entry], place - begin] += 1
    return counts


@njit(nogil=True, cache=True)
def waits(
    entries: Entries, codes: Int64, steps: int, between: tuple[int, int]
) -> tuple[Int64, Int64, npt.NDArray[np.int32]]:
    """Return (cuts, µs, code) of how long each step took, grouped by kind of wait.

    Kind 0 is the whole way of those who converted, kind k (1 … steps − 1) from the last step done before step k (from
    0) to it, kind `steps` between the two steps asked about. Ties in either order can make a time negative: that is 0.

    Args:
        between: (from, to), steps from 0.

    Returns:
        Kinds + 1 positions in the other two.
    """
    ends, rows, at = entries.cuts, entries.rows, entries.at
    cuts = np.empty(steps + 2, np.int64)
    cuts[:] = 0
    for entry in range(len(codes)):
        if codes[entry] >= 0:
            _count(ends[entry], ends[entry + 1], rows, steps, between, cuts)
    for kind in range(steps + 1):
        cuts[kind + 1] += cuts[kind]
    fill, micros, whose = cuts.copy(), np.empty(cuts[-1], np.int64), np.empty(cuts[-1], np.int32)
    for entry in range(len(codes)):
        begin, end, code = ends[entry], ends[entry + 1], codes[entry]
        if code < 0 or begin == end:
            continue
        before = begin
        for place in range(begin + 1, end):
            if rows[place] >= 0:
                _put(place - begin, at[place] - at[before], code, fill, micros, whose)
                before = place
        if end - begin == steps:
            _put(0, at[end - 1] - at[begin], code, fill, micros, whose)
        first, last = begin + between[0], begin + between[1]
        if last < end and rows[first] >= 0 and rows[last] >= 0:
            _put(steps, at[last] - at[first], code, fill, micros, whose)
    return cuts, micros, whose


@inner
def _count(begin: int, end: int, rows: Int64, steps: int, between: tuple[int, int], cuts: Int64) -> None:
    """Count the waits of an entry, those of kind k in cuts[k + 1]."""
    if begin == end:
        return
    for place in range(begin + 1, end):
        cuts[place - begin + 1] += rows[place] >= 0
    cuts[1] += end - begin == steps
    first, last = begin + between[0], begin + between[1]
    cuts[steps + 1] += last < end and rows[first] >= 0 and rows[last] >= 0


@inner
def _put(kind: int, micros: int, code: int, fill: Int64, all_micros: Int64, whose: npt.NDArray[np.int32]) -> None:
    all_micros[fill[kind]] = max(0, micros)
    whose[fill[kind]] = code
    fill[kind] += 1
