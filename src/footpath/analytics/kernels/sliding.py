"""Codes and moves period by period, in one pass."""

import numpy as np
from numba import njit

from footpath.analytics.journeys import Int64, UInt16

Track = tuple[Int64, Int64, UInt16]


@njit(nogil=True, cache=True)
def in_periods(track: Track, k: int, starts: Int64) -> tuple[Int64, Int64, Int64]:
    """Return (events, persons, movers) of codes 1…k by period.

    Events and persons are (k + 1) × periods, row 0 of persons counts anybody; movers is (k + 1) × (k + 1) × periods:
    persons who went from visit a to visit b, in the period in which b began.

    Args:
        track: offsets, at, codes of events in order of time within a person.
        starts: when each period begins, and when the last one ends; all events lie within.
    """
    offsets, at, codes = track
    count = len(starts) - 1
    events = np.zeros((k + 1, count), np.int64)
    persons = np.zeros((k + 1, count), np.int64)
    movers = np.zeros((k + 1, k + 1, count), np.int64)
    seen = np.full(k + 1, -1, np.int64)
    went = np.full((k + 1, k + 1), -1, np.int64)
    for person in range(len(offsets) - 1):
        period = 0
        for i in range(offsets[person], offsets[person + 1]):
            while at[i] >= starts[period + 1]:
                period += 1
            mark = person * count + period
            code = codes[i]
            events[code, period] += 1
            if seen[code] != mark:
                seen[code] = mark
                persons[code, period] += 1
            if seen[0] != mark:
                seen[0] = mark
                persons[0, period] += 1
            if i > offsets[person] and codes[i - 1] != code and went[codes[i - 1], code] != mark:
                went[codes[i - 1], code] = mark
                movers[codes[i - 1], code, period] += 1
    return events, persons, movers
