"""Putting sorted stretches of a person's events into one order."""

import numpy as np
from numba import njit

from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.inner import inner


@njit(nogil=True, cache=True)
def merged(offsets: Int64, at: Int64, rank: Int64, row: Int64, seq: Int64) -> Int64:
    """Return the order of each person's events by (at, rank, row, seq): positions, person by person.

    The events of a person are a few stretches that are in order already; those are merged two by two.

    Args:
        offsets: persons + 1.
        at, rank, row, seq: what decides, one an event.
    """
    order = np.arange(len(at))
    room = np.empty(len(at), np.int64)
    cuts = np.empty(len(at) + 1, np.int64)
    for person in range(len(offsets) - 1):
        begin, end = offsets[person], offsets[person + 1]
        count = 0
        for i in range(begin, end):
            if i == begin or _before(i, i - 1, at, rank, row, seq):
                cuts[count] = i
                count += 1
        cuts[count] = end
        while count > 1:
            kept = 0
            for first in range(0, count, 2):
                lo, hi = cuts[first], cuts[min(first + 2, count)]
                if first + 1 < count:
                    _merge((lo, cuts[first + 1], hi), order, room, (at, rank, row, seq))
                cuts[kept] = lo
                kept += 1
            cuts[kept] = end
            count = kept
    return order


@inner
def _before(i: int, j: int, at: Int64, rank: Int64, row: Int64, seq: Int64) -> bool:
    if at[i] != at[j]:
        return bool(at[i] < at[j])
    if rank[i] != rank[j]:
        return bool(rank[i] < rank[j])
    if row[i] != row[j]:
        return bool(row[i] < row[j])
    return bool(seq[i] < seq[j])


@inner
def _merge(span: tuple[int, int, int], order: Int64, room: Int64, keys: tuple[Int64, Int64, Int64, Int64]) -> None:
    lo, middle, hi = span
    at, rank, row, seq = keys
    left, right, write = lo, middle, lo
    while left < middle and right < hi:
        if _before(order[right], order[left], at, rank, row, seq):
            room[write] = order[right]
            right += 1
        else:
            room[write] = order[left]
            left += 1
        write += 1
    room[write : write + middle - left] = order[left:middle]
    write += middle - left
    room[write : write + hi - right] = order[right:hi]
    order[lo:hi] = room[lo:hi]
