"""Whether a person's marked events meet a condition: often enough, dense enough, in order."""

import numpy as np
from numba import njit

from footpath.analytics.journeys import Int64


@njit(nogil=True, cache=True)
def count_marked(
    begin: Int64, end: Int64, at: Int64, bits: np.ndarray, rule: tuple[int, int]
) -> tuple[Int64, np.ndarray]:
    """Return each journey's number of marked events, and whether enough of them lie close together.

    Args:
        bits: uint64 an event, marked where not 0.
        rule: how many, and within how many µs.
    """
    least, window = rule
    n = len(begin)
    total = np.zeros(n, np.int64)
    dense = np.zeros(n, np.bool_)
    for person in range(n):
        left, inside = begin[person], 0
        dense[person] = least <= 0
        for i in range(begin[person], end[person]):
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
def in_order(begin: Int64, end: Int64, at: Int64, bits: np.ndarray, rule: tuple[int, int]) -> np.ndarray:
    """Return whether each journey did step 0, 1, … in stored order, the last soon enough after the first.

    Args:
        bits: bit k of an event = it is step k.
        rule: how many steps, and the most µs from first to last.
    """
    steps, window = rule
    n = len(begin)
    found = np.zeros(n, np.bool_)
    entered = np.empty(max(steps, 1), np.int64)  # start of the newest run that got to the step
    for person in range(n):
        reached = 0
        for i in range(begin[person], end[person]):
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


@njit(nogil=True, cache=True)
def known_code(begin: Int64, end: Int64, codes: np.ndarray, last: bool) -> Int64:
    """Return each journey's first (or last) code that is not 0; 0 where all are."""
    found = np.zeros(len(begin), np.int64)
    for journey in range(len(begin)):
        for i in range(begin[journey], end[journey]):
            if codes[i] != 0:
                found[journey] = codes[i]
                if not last:
                    break
    return found
