"""Sessions of each journey in one pass: cut at pauses, at midnight and at other campaigns."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import NEVER, Int64, UInt16
from footpath.analytics.kernels.cutting import earliest
from footpath.analytics.kernels.periods import Bool, Marks, Spans

Key = npt.NDArray[np.integer]
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


class Sums(NamedTuple):
    """What sessions add up to.

    Attributes:
        duration: µs of each session.
        bounce: whether each is one.
        per_journey: number of sessions of each journey that has any.
        squares: over journeys, of sessions n, bounces b and goals g: Σ n², Σ nb, Σ b², Σ ng, Σ g², Σ b, Σ g.
        ends: code × (entries, exits, bounces that enter there, goals that enter there).
    """

    duration: Int64
    bounce: Bool
    per_journey: Int64
    squares: Int64
    ends: npt.NDArray[np.int64]


def sittings(spans: Spans, at: Int64, marks: Marks, breaks: Breaks) -> Sittings:
    """Return the sessions of some journeys.

    Args:
        marks: a key an event, and what a key is: 0 = not there, 1 = counted, 3 = counted, and the goal; an empty table
            = all are counted.
    """
    if not (len(marks[1]) or len(breaks.days) or len(breaks.campaign)):
        return _plain(spans, at, breaks.gap)
    found, count = _sittings(spans, at, marks, breaks)
    first, last, events, goal, journey = found
    return Sittings(first[:count], last[:count], events[:count], goal[:count], journey[:count])


def _plain(spans: Spans, at: Int64, gap: int) -> Sittings:
    """Return the sessions where only pauses end them and every event counts."""
    first, cuts = _pauses(spans, at, gap)
    first = first[: cuts[-1]]
    last = np.empty_like(first)
    last[:-1] = first[1:] - 1
    some = cuts[1:] > cuts[:-1]
    last[cuts[1:][some] - 1] = spans[1][some] - 1
    journey = np.repeat(np.arange(len(some)), np.diff(cuts))
    return Sittings(first, last, last - first + 1, np.zeros(len(first), np.uint8), journey)


@njit(nogil=True, cache=True)
def _pauses(spans: Spans, at: Int64, gap: int) -> tuple[Int64, Int64]:
    """Return where sessions begin, and journeys + 1 positions in them."""
    begin, end = spans
    size = 0
    for journey in range(len(begin)):
        size += end[journey] - begin[journey]
    first = np.empty(size + 1, np.int64)
    cuts = np.zeros(len(begin) + 1, np.int64)
    count = 0
    for journey in range(len(begin)):
        lo, times = begin[journey], at[begin[journey] : end[journey]]
        if len(times):
            first[count] = lo
            count += 1
        for i in range(1, len(times)):
            first[count] = lo + i  # stays only where the count goes on: no branch to guess
            count += times[i] - times[i - 1] > gap
        cuts[journey + 1] = count
    return first, cuts


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


@njit(nogil=True, cache=True)
def summed(found: Sittings, at: Int64, ends: tuple[Key, Int64], codes: int, rule: tuple[int, int]) -> Sums:
    """Return what sessions add up to.

    Args:
        found: sessions, journey by journey.
        ends: a key an event, and the code of a key.
        codes: how many there are.
        rule: a bounce has fewer events than this, and is shorter than this many µs.
    """
    key, table = ends
    few, short = rule
    n = len(found.first)
    duration, bounce = np.empty(n, np.int64), np.empty(n, np.bool_)
    per_journey = np.zeros(n, np.int64)
    squares, counts = np.zeros(7, np.int64), np.zeros((codes, 4), np.int64)
    journeys, bounces, goals = 0, 0, 0
    for i in range(n):
        first, last = found.first[i], found.last[i]
        duration[i] = at[last] - at[first]
        bounce[i] = found.events[i] < few and duration[i] < short and not found.goal[i]
        entry = table[key[first]]
        counts[entry, 0] += 1
        counts[table[key[last]], 1] += 1
        counts[entry, 2] += bounce[i]
        counts[entry, 3] += found.goal[i]
        per_journey[journeys] += 1
        bounces += bounce[i]
        goals += found.goal[i]
        if i + 1 == n or found.journey[i + 1] != found.journey[i]:
            sessions = per_journey[journeys]
            squares[0] += sessions * sessions
            squares[1] += sessions * bounces
            squares[2] += bounces * bounces
            squares[3] += sessions * goals
            squares[4] += goals * goals
            squares[5] += bounces
            squares[6] += goals
            journeys += 1
            bounces, goals = 0, 0
    return Sums(duration, bounce, per_journey[:journeys], squares, counts)
