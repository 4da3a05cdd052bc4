"""Which calendar periods a journey is active in, as bits: one pass, no search and no memory an event."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import NEVER, Int64, UInt32
from footpath.analytics.kernels.bits import UInt64, upper_half
from footpath.analytics.kernels.cutting import earliest
from footpath.analytics.kernels.inner import inner

Spans = tuple[Int64, Int64]
Marks = tuple[UInt32, npt.NDArray[np.uint8]]
Bool = npt.NDArray[np.bool_]
START, RETURN = 1, 2
_LATEST = int(np.iinfo(np.int64).max)


class Clock(NamedTuple):
    """Calendar periods, found from a time by one multiplication where all are equally long, by two look-ups elsewhere.

    For look-ups time is cut into cells of 2^shift µs, none longer than a period: a cell lies in one period, or in one
    up to an edge and in another from there on.

    Attributes:
        bounds: µs each period begins at, and at which the last ends.
        factor: 2^(64 + down) / length of a period, rounded up; 0 = they differ.
        down: period of a time = (time − bounds[0]) · factor >> 64 + down.
        shift: cell of a time = (time − bounds[0]) >> shift.
        edge: µs of the first bound after each cell's start.
        period: of each cell up to the edge, and from the edge on (2 × cells).
    """

    bounds: Int64
    factor: np.uint64
    down: np.uint64
    shift: int
    edge: Int64
    period: npt.NDArray[np.int32]


class Rule(NamedTuple):
    """What makes a period count.

    Attributes:
        since: µs before which events only say that a journey had begun.
        least: returns in a period that make it one returned in.
        first: 1 = only the period of the first start ever counts as a start.
        every: 1 = every event is a start and a return, so that keys need not be read.
    """

    since: int
    least: int
    first: int
    every: int


class Active(NamedTuple):
    """Periods as bits: period p is bit p % 64 of word p // 64.

    Attributes:
        starts, returns: journeys × words.
        before: whether a journey had a start before `since`.
    """

    starts: UInt64
    returns: UInt64
    before: Bool


@njit(nogil=True, cache=True)
def extent(spans: Spans, at: Int64) -> tuple[np.int64, np.int64]:
    """Return µs of the oldest and the newest event in journeys; the first is later where there is none."""
    begin, end = spans
    oldest, newest = np.int64(_LATEST), np.int64(NEVER)
    for journey in range(len(begin)):
        if end[journey] > begin[journey]:
            first, last = at[begin[journey]], at[end[journey] - 1]
            oldest = min(oldest, first)
            newest = max(newest, last)
    return oldest, newest


@njit(nogil=True, cache=True)
def period_of(t: int, clock: Clock) -> np.uint64:
    """Return the period of a time within the clock's bounds."""
    since = np.uint64(t - clock.bounds[0])
    if clock.factor:
        return np.uint64(upper_half(since, clock.factor) >> clock.down)
    cell = since >> np.uint64(clock.shift)
    return np.uint64(clock.period[np.uint64(2) * cell + np.uint64(t >= clock.edge[cell])])


@njit(nogil=True, cache=True)
def active(spans: Spans, at: Int64, marks: Marks, clock: Clock, rule: Rule) -> Active:
    """Return the periods each journey starts and returns in.

    Args:
        spans: begin and end of each journey.
        at: µs; none from `rule.since` on is outside the clock's bounds.
        marks: a key an event, and what a key is: 1 = a start, 2 = a return, 3 = both.
        clock: periods.
        rule: what counts.
    """
    begin, end = spans
    key, table = marks
    n, words = len(begin), (len(clock.bounds) + 62) // 64
    starts = np.zeros((n, words), np.uint64)
    returns = np.zeros((n, words), np.uint64)
    before = np.zeros(n, np.bool_)
    for journey in range(n):
        lo, hi = begin[journey], end[journey]
        if lo < hi and at[lo] < rule.since:
            lo = earliest(at, lo, hi, rule.since)
            before[journey] = next_start(key[:lo], table, begin[journey]) < lo
        if lo >= hi:
            continue
        if words == 1 and rule.least == 1 and rule.every:
            returns[journey, 0] = _one_word_of_all(at[lo:hi], clock)
            starts[journey, 0] = returns[journey, 0]
        elif words == 1 and rule.least == 1:
            starts[journey, 0], returns[journey, 0] = _one_word(at[lo:hi], key[lo:hi], table, clock)
        elif rule.least == 1:
            _many_words(at[lo:hi], (key[lo:hi], table), clock, (starts[journey], returns[journey]))
        else:
            _often(at[lo:hi], (key[lo:hi], table), clock, rule.least, (starts[journey], returns[journey]))
        if rule.first:
            _keep_lowest(starts, journey, before[journey])
    return Active(starts, returns, before)


@inner
def next_start(key: UInt32, table: npt.NDArray[np.uint8], i: int) -> int:
    """Return the position of the first start from `i` on, the end where there is none."""
    while i < len(key) and not table[key[i]] & START:
        i += 1
    return i


@njit(nogil=True, cache=True, inline="always")
def _one_word(at: Int64, key: UInt32, table: npt.NDArray[np.uint8], clock: Clock) -> tuple[np.uint64, np.uint64]:
    """Return both sets of periods where 64 hold them all and one return is enough: no branches."""
    starts, returns = np.uint64(0), np.uint64(0)
    for i in range(len(at)):
        place = period_of(at[i], clock)
        bits = np.uint64(table[key[i]])
        starts |= (bits & np.uint64(1)) << place
        returns |= (bits >> np.uint64(1)) << place
    return starts, returns


@njit(nogil=True, cache=True, inline="always")
def _one_word_of_all(at: Int64, clock: Clock) -> np.uint64:
    periods = np.uint64(0)
    for i in range(len(at)):
        periods |= np.uint64(1) << period_of(at[i], clock)
    return periods


@inner
def _many_words(at: Int64, marks: Marks, clock: Clock, found: tuple[UInt64, UInt64]) -> None:
    """Set the bits of both sets of periods where one return is enough."""
    key, table = marks
    word, starts, returns = np.uint64(0), np.uint64(0), np.uint64(0)
    for i in range(len(at)):
        place = period_of(at[i], clock)
        bits = np.uint64(table[key[i]])
        if place >> np.uint64(6) != word:
            found[0][word], found[1][word] = starts, returns
            word, starts, returns = place >> np.uint64(6), np.uint64(0), np.uint64(0)
        starts |= (bits & np.uint64(1)) << (place & np.uint64(63))
        returns |= (bits >> np.uint64(1)) << (place & np.uint64(63))
    found[0][word], found[1][word] = starts, returns


@inner
def _often(at: Int64, marks: Marks, clock: Clock, least: int, found: tuple[UInt64, UInt64]) -> None:
    """Set the bits of both sets of periods where it takes several returns."""
    key, table = marks
    starts, returns = found
    here, times = np.uint64(1 << 40), np.uint64(0)
    for i in range(len(at)):
        place = period_of(at[i], clock)
        bits = np.uint64(table[key[i]])
        times = times * np.uint64(place == here) + (bits >> np.uint64(1))  # a branch would be guessed wrong too often
        here = place
        word, bit = place >> np.uint64(6), place & np.uint64(63)
        starts[word] |= (bits & np.uint64(1)) << bit
        returns[word] |= np.uint64(times >= least) << bit


@njit(nogil=True, cache=True, inline="always")
def _keep_lowest(words: UInt64, row: int, none: bool) -> None:
    """Leave only the lowest bit of a row, or `none`."""
    done = none
    for w in range(words.shape[1]):
        held = np.uint64(0) if done else words[row, w] & (~words[row, w] + np.uint64(1))
        words[row, w] = held
        done = done or held != 0
