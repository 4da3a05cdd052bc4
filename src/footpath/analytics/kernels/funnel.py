"""How far each journey gets through ordered steps: one pass a person, for every rule of order, window, tie and re-entry.

An event's `bits` say which steps it matches (bit k = step k, at most 64) and `stop` which exclusions it hits. Times are µs.
All kernels write, per journey: `level` (steps reached, 0…k; −1 = excluded) and `path` (time of each reached step, else −1).
"""

import numpy as np
from numba import njit

from footpath.analytics.journeys import Int64

NEVER = np.int64(-1)


@njit(nogil=True, cache=True)
def _clear(starts: Int64, paths: Int64, barred: Int64) -> None:
    starts[:] = NEVER
    paths[:, :] = NEVER
    barred[:] = 0


@njit(nogil=True, cache=True)
def _before(k: int, optional: np.uint64, paths: Int64) -> int:
    """Return the furthest entered step that k may follow directly: k − 1, or earlier when all between are optional."""
    p = k - 1
    while p >= 0:
        if paths[p, p] != NEVER:
            return p
        if not (optional >> np.uint64(p)) & np.uint64(1):
            return -1
        p -= 1
    return -1


@njit(nogil=True, cache=True)
def ordered(
    offsets: Int64,
    at: Int64,
    bits: np.ndarray,
    stop: np.ndarray,
    rules: Int64,
    spans: Int64,
) -> tuple[np.ndarray, Int64]:
    """Any events may come between the steps; the newest start wins while later steps are not reached.

    Args:
        offsets, at: journeys (or sessions) in order of time.
        bits, stop: uint64 an event; `stop` bit e set = hits exclusion e.
        rules: (steps, window µs, anchor 0 first | 1 previous, strictly later 0|1, optional bit set, persistent 0|1).
        spans: rows (first step, last step) of each exclusion.
    """
    steps, window, anchor, later = rules[0], rules[1], rules[2], rules[3]
    optional, leaves = np.uint64(rules[4]), rules[5]
    n = len(offsets) - 1
    level = np.zeros(n, np.int16)
    path = np.full((n, steps), NEVER, np.int64)
    starts = np.empty(steps, np.int64)
    paths = np.empty((steps, steps), np.int64)
    barred = np.empty(steps, np.int64)
    for person in range(n):
        _clear(starts, paths, barred)
        best, excluded = 0, False
        for i in range(offsets[person], offsets[person + 1]):
            if stop[i] != 0:
                for e in range(len(spans)):
                    if (stop[i] >> np.uint64(e)) & np.uint64(1):
                        for k in range(spans[e, 0], spans[e, 1]):
                            if paths[k, k] != NEVER and at[i] - starts[k] <= window:
                                barred[k] = 1
            mask = bits[i]
            if mask == 0:
                continue
            t = at[i]
            for k in range(steps - 1, -1, -1):
                if not (mask >> np.uint64(k)) & np.uint64(1):
                    continue
                if k == 0:
                    starts[0] = t
                    paths[0, 0] = t
                    barred[0] = 0
                    if best == 0:
                        best = 1
                        path[person, 0] = t
                    continue
                p = _before(k, optional, paths)
                if p < 0:
                    continue
                since = starts[p] if anchor == 0 else paths[p, p]
                if t - since > window or (later == 1 and t <= paths[p, p]):
                    continue
                starts[k] = starts[p]
                barred[k] = barred[p]
                paths[k, : p + 1] = paths[p, : p + 1]
                paths[k, p + 1 : k] = NEVER
                paths[k, k] = t
                if k + 1 > best:
                    if barred[k] == 1:
                        excluded = True
                        continue
                    best = k + 1
                    path[person] = NEVER
                    path[person, : k + 1] = paths[k, : k + 1]
            if best == steps:
                break
        level[person] = -1 if excluded and leaves == 1 and best < steps else best
    return level, path
