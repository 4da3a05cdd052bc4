"""What funnels add up to: how many at each step, and how long each step took."""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.funnel import Entries


@njit(nogil=True, cache=True)
def step_counts(entries: Entries, codes: Int64, shape: tuple[int, int]) -> npt.NDArray[np.int64]:
    """Return how many entries of each code came to each step; a negative code is left out.

    Args:
        shape: (codes, steps).
    """
    counts = np.zeros(shape, np.int64)
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
    entries: Entries, at: Int64, codes: Int64, steps: int, between: tuple[int, int]
) -> tuple[Int64, Int64, npt.NDArray[np.int32]]:
    """Return (cuts, µs, code) of how long each step took, grouped by kind of wait.

    Kind 0 is the whole way of those who converted, kind k (1 … steps − 1) from the last step done before step k (from
    0) to it, kind `steps` between the two steps asked about. Ties in either order can make a time negative: that is 0.

    Args:
        between: (from, to), steps from 0.

    Returns:
        Kinds + 1 positions in the other two.
    """
    sizes = np.zeros(steps + 2, np.int64)
    total = len(entries.rows) + 2 * len(entries.level)
    micros = np.empty(total, np.int64)
    kind = np.empty(total, np.int16)
    whose = np.empty(total, np.int32)
    room = (micros, kind, whose)
    count = 0
    for entry in range(len(entries.level)):
        begin, end = entries.cuts[entry], entries.cuts[entry + 1]
        if codes[entry] < 0 or begin == end:
            continue
        path = entries.rows[begin:end]
        before = 0
        for step in range(1, len(path)):
            if path[step] >= 0:
                count = _add(count, (step, codes[entry]), at[path[step]] - at[path[before]], room)
                before = step
        if len(path) == steps:
            count = _add(count, (0, codes[entry]), at[path[-1]] - at[path[0]], room)
        if len(path) > between[1] and path[between[0]] >= 0 and path[between[1]] >= 0:
            count = _add(count, (steps, codes[entry]), at[path[between[1]]] - at[path[between[0]]], room)
    for i in range(count):
        sizes[kind[i] + 1] += 1
    cuts = np.cumsum(sizes)
    fill = cuts[:-1].copy()
    sorted_micros = np.empty(count, np.int64)
    sorted_codes = np.empty(count, np.int32)
    for i in range(count):
        place = fill[kind[i]]
        fill[kind[i]] += 1
        sorted_micros[place] = micros[i]
        sorted_codes[place] = whose[i]
    return cuts, sorted_micros, sorted_codes


@njit(nogil=True, cache=True)
def _add(
    count: int, label: tuple[int, int], micros: int, room: tuple[Int64, npt.NDArray[np.int16], npt.NDArray[np.int32]]
) -> int:
    room[0][count] = max(0, micros)
    room[1][count] = label[0]
    room[2][count] = label[1]
    return count + 1
