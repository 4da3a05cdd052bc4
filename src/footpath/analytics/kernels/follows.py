"""Which code directly follows which, how often, for how many persons, and after how long."""

import numpy as np
from numba import njit

from footpath.analytics.journeys import Int64, UInt16


@njit(nogil=True, cache=True)
def follows(offsets: Int64, codes: UInt16, k: int) -> tuple[Int64, Int64]:
    """Return (times, persons), both (k + 1) × (k + 1): how often b came right after a, and for how many persons.

    Row 0 counts journeys that start with b, column 0 those that end with a. A person without events counts nowhere.
    Add the matrices of several buckets: persons are disjoint.
    """
    times = np.zeros((k + 1, k + 1), np.int64)
    persons = np.zeros((k + 1, k + 1), np.int64)
    seen = np.full((k + 1, k + 1), -1, np.int64)
    for person in range(len(offsets) - 1):
        begin, end = offsets[person], offsets[person + 1]
        if begin == end:
            continue
        before = 0
        for position in range(begin, end + 1):
            now = codes[position] if position < end else 0
            times[before, now] += 1
            if seen[before, now] != person:
                seen[before, now] = person
                persons[before, now] += 1
            before = now
    return times, persons


@njit(nogil=True, cache=True)
def follow_times(offsets: Int64, first: Int64, last: Int64, codes: UInt16, k: int) -> tuple[Int64, Int64]:
    """Return (pair, µs) of every move between visits, pair = a · (k + 1) + b, in order of persons.

    The time runs from the last event of visit a to the first of visit b. Concatenate over buckets, then take quantiles.
    """
    moves = 0
    for person in range(len(offsets) - 1):
        moves += max(0, offsets[person + 1] - offsets[person] - 1)
    pair = np.empty(moves, np.int64)
    micros = np.empty(moves, np.int64)
    write = 0
    for person in range(len(offsets) - 1):
        for position in range(offsets[person] + 1, offsets[person + 1]):
            pair[write] = np.int64(codes[position - 1]) * (k + 1) + codes[position]
            micros[write] = first[position] - last[position - 1]
            write += 1
    return pair, micros
