"""Whether a person's marked events meet a condition: often enough, dense enough, in order."""

import numpy as np
from numba import njit

from footpath.analytics.journeys import Int64


@njit(nogil=True, cache=True)
def count_marked(offsets: Int64, at: Int64, bits: np.ndarray, least: int, window: int) -> tuple[Int64, np.ndarray]:
    """Return each person's number of marked events, and whether `least` of them lie within `window` µs.

    Args:
        bits: uint64 an event, marked where not 0.
    """
    n = len(offsets) - 1
    total = np.zeros(n, np.int64)
    dense = np.zeros(n, np.bool_)
    for person in range(n):
        left, inside = offsets[person], 0
        dense[person] = least <= 0
        for i in range(offsets[person], offsets[person + 1]):
            if bits[i] == 0:
                continue
            total[person] += 1
            inside += 1
            while at[i] - at[left] > window or bits[left] == 0:
                inside -= bits[left] != 0
                left += 1
            if inside >= least:
                dense[person] = True
    return total, dense


@njit(nogil=True, cache=True)
def in_order(offsets: Int64, at: Int64, bits: np.ndarray, steps: int, window: int) -> np.ndarray:
    """Return whether each person did step 0, 1, … in stored order, the last at most `window` µs after the first.

    Args:
        bits: bit k of an event = it is step k.
    """
    n = len(offsets) - 1
    found = np.zeros(n, np.bool_)
    entered = np.empty(max(steps, 1), np.int64)  # start of the newest run that got to the step
    for person in range(n):
        reached = 0
        for i in range(offsets[person], offsets[person + 1]):
            for k in range(min(reached, steps - 1), -1, -1):
                if not (bits[i] >> np.uint64(k)) & np.uint64(1):
                    continue
                start = at[i] if k == 0 else entered[k - 1]
                if at[i] - start <= window:
                    entered[k] = start
                    reached = max(reached, k + 1)
            if reached == steps:
                found[person] = True
                break
    return found
