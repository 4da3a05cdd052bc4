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
    ends, rows = entries.cuts, entries.rows
    # first how many came how far, then all steps up to there, then those that were passed over are taken off again
    reached = np.zeros((shape[0] + 1, shape[1] + 1), np.int64)
    skipped = np.int64(0)
    for entry in range(len(codes)):
        reached[max(codes[entry], -1) + 1, ends[entry + 1] - ends[entry]] += 1
    for place in range(len(rows)):
        skipped |= rows[place]
    counts = reached[1:, 1:].copy()
    for step in range(shape[1] - 2, -1, -1):
        counts[:, step] += counts[:, step + 1]
    if skipped < 0:
        for entry in range(len(codes)):
            for place in range(ends[entry], ends[entry + 1]):
                if codes[entry] >= 0 and rows[place] < 0:
                    counts[codes[entry], place - ends[entry]] -= 1
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
    room = len(rows) + 2 * len(codes) + 1  # every place is written before it is known whether there is a wait
    micros, whose, cuts = np.empty(room, np.int64), np.empty(room, np.int32), np.empty(steps + 2, np.int64)
    top, count = len(rows) - 1, 0
    cuts[0] = 0
    for kind in range(steps + 1):
        if kind == 0:
            first, last = 0, steps - 1
        elif kind == steps:
            first, last = between
        else:
            first, last = kind - 1, kind
        for entry in range(len(codes)):
            begin, end, code = ends[entry], ends[entry + 1], codes[entry]
            before, place = min(begin + first, top), min(begin + last, top)
            if 0 < kind < steps:
                while before > begin and rows[before] < 0:
                    before -= 1
            micros[count] = max(0, at[place] - at[before])
            whose[count] = code
            count += (code >= 0) & (begin + last < end) & (rows[place] >= 0) & (rows[before] >= 0)
        cuts[kind + 1] = count
    return cuts, micros[:count], whose[:count]
