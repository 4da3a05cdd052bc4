"""Who came where, how early, how often, and where they were last."""

from typing import NamedTuple

import numpy as np
from numba import njit

from footpath.analytics.journeys import Float64, Int64, UInt16


class Reach(NamedTuple):
    """Sums over persons, one entry a code (index 0 unused); add them over buckets.

    Attributes:
        events: events.
        persons: persons with at least one.
        starts, ends: persons whose first (last) event it is.
        returns: persons who came back to it after having been elsewhere.
        position: sum over its persons of the relative place of its first event, 0 (first) … 1 (last).
    """

    events: Int64
    persons: Int64
    starts: Int64
    ends: Int64
    returns: Int64
    position: Float64


def reach(offsets: Int64, codes: UInt16, k: int) -> Reach:
    """Return what every code was for the persons of one bucket; `codes` are 1…k."""
    return Reach(*_reach(offsets, codes, k))


@njit(nogil=True, cache=True)
def _reach(offsets: Int64, codes: UInt16, k: int) -> tuple[Int64, Int64, Int64, Int64, Int64, Float64]:
    events = np.zeros(k + 1, np.int64)
    persons = np.zeros(k + 1, np.int64)
    starts = np.zeros(k + 1, np.int64)
    ends = np.zeros(k + 1, np.int64)
    returns = np.zeros(k + 1, np.int64)
    position_sum = np.zeros(k + 1, np.float64)
    seen = np.full(k + 1, -1, np.int64)
    returned = np.full(k + 1, -1, np.int64)
    for person in range(len(offsets) - 1):
        begin, end = offsets[person], offsets[person + 1]
        if begin == end:
            continue
        starts[codes[begin]] += 1
        ends[codes[end - 1]] += 1
        span = max(1, end - begin - 1)
        for position in range(begin, end):
            code = codes[position]
            events[code] += 1
            if seen[code] != person:
                seen[code] = person
                persons[code] += 1
                position_sum[code] += (position - begin) / span
            elif codes[position - 1] != code and returned[code] != person:
                returned[code] = person
                returns[code] += 1
    return events, persons, starts, ends, returns, position_sum
