"""Who returns after a start, event by event: for windows from the start, for brackets, and for lists of people."""

from typing import NamedTuple

import numpy as np
from numba import njit

from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.bits import UInt64
from footpath.analytics.kernels.cohorts import AFTER, BEFORE, STREAK, Counts
from footpath.analytics.kernels.cutting import earliest
from footpath.analytics.kernels.inner import inner
from footpath.analytics.kernels.periods import RETURN, Bool, Clock, Marks, Spans, next_start, period_of


class Rule(NamedTuple):
    """How returns are counted.

    Attributes:
        since: µs before which events only say that a journey had begun.
        least: returns in a bracket that make it one returned in.
        first: 1 = only the first start ever, where it is not before `since`; 0 = the first start in every period.
        width: µs of a period that runs from the start; 0 = calendar periods.
        resolution: µs that starts are cut to where periods run from them.
        when: ON, AFTER, BEFORE or STREAK.
        everyone: 1 = the bracket of the start holds everyone, and nobody's return.
    """

    since: int
    least: int
    first: int
    width: int
    resolution: int
    when: int
    everyone: int


class Asked(NamedTuple):
    """What is counted, and what is kept.

    Attributes:
        bracket: of each number of periods after the start; `brackets` = of none.
        beyond: bracket of larger numbers; `brackets` = of none.
        brackets: how many there are, with those that are only looked at for AFTER.
        codes: one a journey.
        keep: journeys whose starts are returned one by one.
        counts: code × period × (1 + brackets that are counted), added to.
    """

    bracket: Int64
    beyond: int
    brackets: int
    codes: Int64
    keep: Bool
    counts: Counts


class Starts(NamedTuple):
    """Starts of the journeys kept.

    Attributes:
        owner: position of the journey.
        period: calendar period of the start.
        at: µs of the start.
        back: bit b % 64 of word b // 64 = counted as returned in bracket b.
    """

    owner: Int64
    period: Int64
    at: Int64
    back: UInt64


class Room(NamedTuple):
    """What is used again for every journey.

    Attributes:
        later, place: of its returns after the first start: µs (or calendar period) and position.
        seen: returns by bracket.
        bits: brackets returned in.
    """

    later: Int64
    place: Int64
    seen: Int64
    bits: UInt64


def follow(spans: Spans, at: Int64, marks: Marks, clock: Clock, rule: Rule, asked: Asked) -> Starts:
    """Add up starts and returns, and return the starts of the journeys kept.

    Args:
        spans, at, marks, clock: as in `periods.active`.
        rule: how returns are counted.
        asked: what is counted and kept; its counts are added to.
    """
    starts, kept = _follow(spans, at, marks, clock, rule, asked)
    owner, period, started, back = starts
    return Starts(owner[:kept].copy(), period[:kept].copy(), started[:kept].copy(), back[:kept].copy())


@njit(nogil=True, cache=True)
def _follow(spans: Spans, at: Int64, marks: Marks, clock: Clock, rule: Rule, asked: Asked) -> tuple[Starts, int]:
    begin, end = spans
    key, table = marks
    room, starts = _room(spans, asked, rule, len(clock.bounds))
    kept = 0
    for journey in range(len(begin)):
        stop = end[journey]
        i = _first_start((begin[journey], stop), at, marks, rule)
        count = _list_returns((i, stop), at, marks, clock, rule.width, room)
        newest, unseen = -1, 0  # period of the last start counted; the first return after the start
        while i < stop:
            period = int(period_of(at[i], clock))
            if period > newest:
                newest = period
                while unseen < count and room.place[unseen] <= i:
                    unseen += 1
                born = at[i] - at[i] % rule.resolution if rule.width else period
                _mark(room.later[unseen:count], born, rule, asked, room)
                _decide(room.bits, rule)
                _count(room.bits, asked.counts[asked.codes[journey], period])
                if asked.keep[journey]:
                    starts.owner[kept], starts.period[kept], starts.at[kept] = journey, period, at[i]
                    for word in range(starts.back.shape[1]):
                        starts.back[kept, word] = room.bits[word]
                    kept += 1
            i = stop if rule.first else next_start(key[:stop], table, i + 1)
    return starts, kept


@inner
def _room(spans: Spans, asked: Asked, rule: Rule, most: int) -> tuple[Room, Starts]:
    """Return room for one journey, and for every start there can be of the journeys kept."""
    begin, end = spans
    size, longest = 0, 0
    for journey in range(len(begin)):
        length = end[journey] - begin[journey]
        longest = max(longest, length)
        if asked.keep[journey]:
            size += min(length, 1 if rule.first else most)
    words, shown = asked.brackets // 64 + 1, (asked.counts.shape[2] + 62) // 64
    room = Room(
        np.empty(longest, np.int64),
        np.empty(longest, np.int64),
        np.zeros(asked.brackets + 1, np.int64),
        np.zeros(words, np.uint64),
    )
    back = np.zeros((size, shown), np.uint64)
    return room, Starts(np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.int64), back)


@njit(nogil=True, cache=True, inline="always")
def _first_start(span: tuple[int, int], at: Int64, marks: Marks, rule: Rule) -> int:
    """Return the position of the first start that counts, the end where there is none."""
    first, stop = span
    key, table = marks
    since = first if first == stop or at[first] >= rule.since else earliest(at, first, stop, rule.since)
    if rule.first and next_start(key[:since], table, first) < since:
        return stop
    return next_start(key[:stop], table, since)


@njit(nogil=True, cache=True, inline="always")
def _list_returns(span: tuple[int, int], at: Int64, marks: Marks, clock: Clock, width: int, room: Room) -> int:
    """List the returns after the first start; return how many there are."""
    key, table = marks
    count = 0
    for i in range(span[0] + 1, span[1]):
        room.place[count] = i
        room.later[count] = at[i] if width else int(period_of(at[i], clock))
        count += (table[key[i]] & RETURN) >> 1
    return count


@njit(nogil=True, cache=True, inline="always")
def _mark(later: Int64, born: int, rule: Rule, asked: Asked, room: Room) -> None:
    """Set the bit of every bracket with enough of the returns."""
    width = np.uint64(max(rule.width, 1))
    for word in range(len(room.bits)):
        room.bits[word] = 0
    for one in range(len(room.seen)):
        room.seen[one] = 0
    for i in range(len(later)):
        k = np.uint64(later[i] - born) // width
        if k >= np.uint64(len(asked.bracket)):
            if len(later) - i >= rule.least:
                room.bits[asked.beyond >> 6] |= np.uint64(1) << np.uint64(asked.beyond & 63)
            break
        bracket = np.uint64(asked.bracket[k])
        room.seen[bracket] += 1
        enough = np.uint64(room.seen[bracket] >= rule.least)
        room.bits[bracket >> np.uint64(6)] |= enough << (bracket & np.uint64(63))
    room.bits[asked.brackets >> 6] &= ~(np.uint64(1) << np.uint64(asked.brackets & 63))


@njit(nogil=True, cache=True, inline="always")
def _decide(bits: UInt64, rule: Rule) -> None:
    """Turn the brackets returned in into those that count as returned in."""
    one = np.uint64(1)
    if rule.everyone:
        bits[0] = bits[0] | one if rule.when == STREAK else bits[0] & ~one
    if rule.when == AFTER:
        _fill_down(bits)
    elif rule.when == BEFORE:
        _fill_up(bits)
    elif rule.when == STREAK:
        _keep_run(bits)
    if rule.everyone:
        bits[0] |= one


@inner
def _fill_down(bits: UInt64) -> None:
    """Set every bit below one that is set."""
    above = False
    for word in range(len(bits) - 1, -1, -1):
        held = bits[word]
        for width in (1, 2, 4, 8, 16, 32):
            held |= held >> np.uint64(width)
        bits[word] = ~np.uint64(0) if above else held
        above = above or held != 0


@inner
def _fill_up(bits: UInt64) -> None:
    """Set every bit above one that is set."""
    below = False
    for word in range(len(bits)):
        held = bits[word]
        bits[word] = ~np.uint64(0) if below else held | (~held + np.uint64(1))
        below = below or held != 0


@inner
def _keep_run(bits: UInt64) -> None:
    """Keep the bits from the lowest up to the first that is not set."""
    over = False
    for word in range(len(bits)):
        gap = ~bits[word] & (bits[word] + np.uint64(1))
        bits[word] = np.uint64(0) if over else gap - np.uint64(1)
        over = over or gap != 0


@njit(nogil=True, cache=True, inline="always")
def _count(bits: UInt64, row: Int64) -> None:
    row[0] += 1
    for first in range(0, len(row) - 1, 64):
        word = bits[first >> 6]
        shown = row[1 + first : min(65 + first, len(row))]
        for b in range(len(shown)):
            shown[b] += np.int64((word >> np.uint64(b)) & np.uint64(1))
