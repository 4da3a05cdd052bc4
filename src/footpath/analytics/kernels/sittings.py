"""Sessions of each journey in one pass: cut at pauses, at midnight and at other campaigns."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import NEVER, Int64, UInt16
from footpath.analytics.kernels.cutting import earliest
from footpath.analytics.kernels.periods import Marks, Spans

COUNTED, GOAL = 1, 2
_NEVER_ENDS = int(np.iinfo(np.int64).max)


class Breaks(NamedTuple):
    """What ends a session.

    Attributes:
        gap: a pause longer than this many µs.
        days: µs at which days begin and sessions end; empty = they may go on.
        campaign: code of every event, 0 = unknown; another known one than before begins a session; empty = it does not.
    """

    gap: int
    days: Int64
    campaign: UInt16


class Sittings(NamedTuple):
    """One row a session.

    Attributes:
        first, last: positions of its first and its last event.
        events: how many it has.
        goal: whether one of them is the goal.
        journey: whose it is.
    """

    first: Int64
    last: Int64
    events: Int64
    goal: npt.NDArray[np.uint8]
    journey: Int64


def sittings(spans: Spans, at: Int64, marks: Marks, breaks: Breaks) -> Sittings:
    """Return the sessions of some journeys.

    Args:
        marks: a key an event, and what a key is: 0 = not there, 1 = counted, 3 = counted, and the goal; an empty table
            = all are counted.
    """
    found, count = _sittings(spans, at, marks, breaks)
    first, last, events, goal, journey = found
    return Sittings(first[:count], last[:count], events[:count], goal[:count], journey[:count])


@njit(nogil=True, cache=True)
def _sittings(spans: Spans, at: Int64, marks: Marks, breaks: Breaks) -> tuple[Sittings, int]:
    begin, end = spans
    key, table = marks
    size = 0
    for journey in range(len(begin)):
        size += end[journey] - begin[journey]
    # no memory is used before it is written to
    first, last, events = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.int64)
    goal, owner = np.empty(size, np.uint8), np.empty(size, np.int64)
    count = 0
    for journey in range(len(begin)):
        lo, hi = begin[journey], end[journey]
        times, keys = at[lo:hi], key[lo:hi]
        campaigns = breaks.campaign[lo:hi] if len(breaks.campaign) else breaks.campaign
        until, midnight, known, broken = NEVER, NEVER, 0, False
        for i in range(len(times)):
            if len(campaigns) and campaigns[i]:
                broken = broken or campaigns[i] != known
                known = campaigns[i]
            bits = table[keys[i]] if len(table) else np.uint8(COUNTED)
            if not bits:
                continue
            if broken or times[i] > until:
                first[count], events[count], goal[count], owner[count] = lo + i, 0, 0, journey
                count += 1
                midnight = _midnight(times[i], breaks.days)
                broken = False
            last[count - 1] = lo + i
            events[count - 1] += 1
            goal[count - 1] |= bits >> 1
            until = min(times[i] + breaks.gap, midnight)
    return Sittings(first, last, events, goal, owner), count


@njit(nogil=True, cache=True)
def _midnight(t: int, days: Int64) -> int:
    """Return the last µs of the day of a time."""
    if len(days) == 0:
        return _NEVER_ENDS
    return int(days[earliest(days, 0, len(days), t + 1)]) - 1
