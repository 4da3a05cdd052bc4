"""Who came from a start to a goal in time and who did not, and how often each did other things meanwhile."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.cutting import earliest
from footpath.analytics.kernels.inner import inner

Spans = tuple[Int64, Int64]
Keyed = tuple[np.ndarray, np.ndarray]  # what an event looks up, and the table it is looked up in
START, GOAL = 1, 2
DROPPED, CONVERTED, UNFINISHED = 0, 1, 2


class Terms(NamedTuple):
    """When a start counts as converted, and what is looked at.

    Attributes:
        window: most µs from the start to the goal.
        after: least µs from the start to the goal.
        first: µs from the start that are looked at, at most.
        whole: 1 = look at the whole window of those who converted too, 0 = only up to the goal.
        newest: µs up to which there is data; who started less than a window before is unfinished, converted or not:
            counting only those of them who have converted by then would favour what is quick.
    """

    window: int
    after: int
    first: int
    whole: int
    newest: int


class Units(NamedTuple):
    """Journeys that started.

    Attributes:
        journey: position of the journey.
        begin: the start; end: the first event that is not looked at any more.
        outcome: DROPPED, CONVERTED or UNFINISHED.
    """

    journey: Int64
    begin: Int64
    end: Int64
    outcome: npt.NDArray[np.int8]


def units_of(spans: Spans, at: Int64, marks: Keyed, terms: Terms) -> Units:
    """Return who started, once each: with the earliest start that a goal follows in time, else with the first start.

    Args:
        spans: begin and end of each journey.
        marks: (key of each event, key → 1 start + 2 goal).
    """
    n = len(spans[0])
    found = np.empty((3, n), np.int64)
    outcome = np.empty(n, np.int8)
    count = _units(spans, at, marks, terms, (found, outcome))
    journey, start, stop = found[:, :count].copy()
    return Units(journey, start, stop, outcome[:count].copy())


@njit(nogil=True, cache=True)
def _units(
    spans: Spans, at: Int64, marks: Keyed, terms: Terms, room: tuple[npt.NDArray[np.int64], npt.NDArray[np.int8]]
) -> int:
    begin, end = spans
    found, outcome = room
    count = 0
    for journey in range(len(begin)):
        start, goal = _way(begin[journey], end[journey], at, marks, terms)
        if start < 0:
            continue
        since = at[start]
        stop = earliest(at, start, end[journey], since + min(terms.window, terms.first) + 1)
        outcome[count] = DROPPED if goal < 0 else CONVERTED
        if since > terms.newest - terms.window:
            outcome[count] = UNFINISHED
        if goal >= 0 and not terms.whole:
            stop = min(stop, goal)
        found[0, count], found[1, count], found[2, count] = journey, start, stop
        count += 1
    return count


@inner
def _way(begin: int, end: int, at: Int64, marks: Keyed, terms: Terms) -> tuple[int, int]:
    """Return the start and the goal of a journey; −1 where there is none."""
    key, table = marks
    first = open_start = -1
    for i in range(begin, end):
        mark = table[key[i]]
        if mark & GOAL and open_start >= 0:
            while open_start < i and (at[i] - at[open_start] > terms.window or not table[key[open_start]] & START):
                open_start += 1
            if open_start < i and at[i] - at[open_start] >= terms.after:
                return open_start, i
            if open_start == i:
                open_start = -1
        if mark & START and open_start < 0:
            open_start = i
            if first < 0:
                first = i
    return first, -1


def times_done(units: Units, things: Keyed, most: int, *, start_too: bool) -> tuple[Int64, Int64]:
    """Return (key, units) of how many units of each outcome did each thing how often.

    The key is (thing × (most + 1) + times, at most `most`) × 2 + outcome; who did it never is in none, and who is
    unfinished is left out.

    Args:
        things: (key of each event, key → thing, 0 = none).
        start_too: whether the start itself counts.
    """
    size = int(things[1].max(initial=0)) + 1
    counts = np.zeros(size * (most + 1) * 2, np.int64)
    room = np.full(size, -1, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64)
    _times(units, things, (most, int(not start_too)), room, counts)
    keys = np.flatnonzero(counts)
    return keys, counts[keys]


@njit(nogil=True, cache=True)
def _times(units: Units, things: Keyed, rule: tuple[int, int], room: tuple[Int64, Int64, Int64], counts: Int64) -> None:
    key, table = things
    seen, times, different = room
    most, skip = rule
    for unit in range(len(units.begin)):
        outcome = units.outcome[unit]
        if outcome == UNFINISHED:
            continue
        met = 0
        for i in range(units.begin[unit] + skip, units.end[unit]):
            thing = table[key[i]]
            if thing == 0:
                continue
            if seen[thing] != unit:
                seen[thing] = unit
                times[thing] = 0
                different[met] = thing
                met += 1
            times[thing] += 1
        for place in range(met):
            thing = different[place]
            counts[(thing * (most + 1) + min(times[thing], most)) * 2 + outcome] += 1
