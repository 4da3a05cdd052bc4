"""Sessions of each journey in one pass: cut at pauses, at midnight and at other campaigns; and what they add up to."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import NEVER, Int64, UInt16
from footpath.analytics.kernels.inner import inner
from footpath.analytics.kernels.periods import Bool, Clock, Marks, Spans, period_of

Key = npt.NDArray[np.integer]
COUNTED, GOAL = 1, 2
_NEVER_ENDS = int(np.iinfo(np.int64).max)


class Breaks(NamedTuple):
    """What ends a session.

    Attributes:
        gap: a pause longer than this many µs.
        days: calendar days; midnight: 1 = sessions end with them.
        campaign: code of every event, 0 = unknown; another known one than before begins a session; empty = it does not.
    """

    gap: int
    days: Clock
    midnight: int
    campaign: UInt16


class Asked(NamedTuple):
    """What is asked of sessions.

    Attributes:
        since: µs; sessions that begin before do not count.
        few, short: a bounce has fewer events than this, and is shorter than this many µs.
        key, code: a key an event, and the code of a key, told of first and last events.
        codes: how many codes there are.
        drawn: journeys whose durations are returned apart.
        rows: 1 = say where every session lies.
    """

    since: int
    few: int
    short: int
    key: Key
    code: Int64
    codes: int
    drawn: Bool
    rows: int


class Sums(NamedTuple):
    """What sessions add up to.

    Attributes:
        duration: µs of each.
        per_session: place n: sessions with n events.
        per_journey: number of sessions of each journey that has any.
        squares: over journeys, of sessions n, bounces b and goals g: Σ n², Σ nb, Σ b², Σ ng, Σ g², Σ b, Σ g.
        ends: code × (entries, exits, bounces that enter there, goals that enter there).
        drawn: positions of the sessions of the journeys drawn; drawn_journey: whose they are.
        first, last, journey, goal: positions of first and last event, whose each session is, 1 = has a goal; empty
            unless rows are asked for.
    """

    duration: Int64
    per_session: Int64
    per_journey: Int64
    squares: Int64
    ends: npt.NDArray[np.int64]
    drawn: Int64
    drawn_journey: Int64
    first: Int64
    last: Int64
    journey: Int64
    goal: npt.NDArray[np.uint8]


class _Cut(NamedTuple):
    """The sessions of one journey: first and last position, number of events, 1 = with a goal."""

    first: Int64
    last: Int64
    events: Int64
    goal: Int64


def sittings(spans: Spans, at: Int64, marks: Marks, breaks: Breaks, asked: Asked) -> Sums:
    """Return the sessions of some journeys, added up.

    Args:
        marks: a key an event, and what a key is: 0 = not there, 1 = counted, 3 = counted, and the goal; an empty table
            = all are counted.
    """
    lengths = spans[1] - spans[0]
    size, longest = int(lengths.sum()), int(lengths.max(initial=0))
    kept, drawn = size if asked.rows else 0, int(lengths[asked.drawn].sum())
    # room for a session an event; no memory is used before it is written to
    room = Sums(
        duration=np.empty(size, np.int64),
        per_session=np.zeros(longest + 1, np.int64),
        per_journey=np.empty(len(lengths), np.int64),
        squares=np.zeros(7, np.int64),
        ends=np.zeros((asked.codes, 4), np.int64),
        drawn=np.empty(drawn, np.int64),
        drawn_journey=np.empty(drawn, np.int64),
        first=np.empty(kept, np.int64),
        last=np.empty(kept, np.int64),
        journey=np.empty(kept, np.int64),
        goal=np.empty(kept, np.uint8),
    )
    cut = _Cut(*(np.zeros(longest + 1, np.int64) for _ in range(4)))
    n, journeys, apart = _sittings(spans, at, marks, breaks, asked, (cut, room))
    rows = n if asked.rows else 0
    return Sums(
        room.duration[:n], room.per_session, room.per_journey[:journeys], room.squares, room.ends,
        room.drawn[:apart], room.drawn_journey[:apart], room.first[:rows], room.last[:rows], room.journey[:rows],
        room.goal[:rows],
    )  # fmt: skip


@njit(nogil=True, cache=True)
def _sittings(
    spans: Spans, at: Int64, marks: Marks, breaks: Breaks, asked: Asked, held: tuple[_Cut, Sums]
) -> tuple[int, int, int]:
    """Fill the room; return how many sessions, journeys with any, and sessions of those drawn there are."""
    begin, end = spans
    cut, sums = held
    plain = len(marks[1]) == 0 and breaks.midnight == 0 and len(breaks.campaign) == 0
    row, journeys, apart = 0, 0, 0
    for journey in range(len(begin)):
        lo, hi = begin[journey], end[journey]
        count = _at_pauses(lo, at[lo:hi], breaks.gap, cut) if plain else _by_rules(lo, hi, at, marks, breaks, cut)
        n = _tell(row, count, at, cut, asked, sums)
        if n == 0:
            continue
        sums.per_journey[journeys] = n
        journeys += 1
        if asked.drawn[journey]:
            for i in range(n):
                sums.drawn[apart], sums.drawn_journey[apart] = row + i, journey
                apart += 1
        if asked.rows:
            sums.journey[row : row + n] = journey
        row += n
    return row, journeys, apart


@njit(nogil=True, cache=True, inline="always")
def _at_pauses(lo: int, times: Int64, gap: int, cut: _Cut) -> int:
    """Cut where a pause is too long, and every event counts; return how many sessions there are."""
    cut.first[0] = lo
    count = min(len(times), 1)
    for i in range(1, len(times)):
        cut.first[count] = lo + i  # stays only where the count goes on: no branch to guess
        count += times[i] - times[i - 1] > gap
    cut.first[count] = lo + len(times)
    for i in range(count):
        cut.last[i] = cut.first[i + 1] - 1
        cut.events[i] = cut.first[i + 1] - cut.first[i]
    return count


@inner
def _by_rules(lo: int, hi: int, at: Int64, marks: Marks, breaks: Breaks, cut: _Cut) -> int:
    """Cut by every rule; return how many sessions there are."""
    key, table = marks
    count, last, events, goal = 0, lo, 0, 0
    until, midnight, known, broken = NEVER, NEVER, 0, False
    for i in range(lo, hi):
        if len(breaks.campaign) and breaks.campaign[i]:
            broken = broken or breaks.campaign[i] != known
            known = breaks.campaign[i]
        bits = table[key[i]] if len(table) else np.uint8(COUNTED)
        if not bits:
            continue
        if broken or at[i] > until:
            _close(cut, count, last, events, goal)
            cut.first[count] = i
            count, events, goal, broken = count + 1, 0, 0, False
            midnight = _end_of_day(at[i], breaks)
        last, events, goal = i, events + 1, goal | int(bits >> 1)
        until = min(at[i] + breaks.gap, midnight)
    _close(cut, count, last, events, goal)
    return count


@njit(nogil=True, cache=True, inline="always")
def _close(cut: _Cut, count: int, last: int, events: int, goal: int) -> None:
    """Write down how the session before ended; there is none where the count is 0."""
    place = max(count - 1, 0)
    cut.last[place], cut.events[place], cut.goal[place] = last, events, goal


@inner
def _end_of_day(t: int, breaks: Breaks) -> int:
    """Return the last µs of the day of a time, where sessions end with it."""
    if breaks.midnight == 0:
        return _NEVER_ENDS
    return int(breaks.days.bounds[period_of(t, breaks.days) + np.uint64(1)]) - 1


@njit(nogil=True, cache=True, inline="always")
def _tell(row: int, count: int, at: Int64, cut: _Cut, asked: Asked, sums: Sums) -> int:
    """Put the sessions of a journey where they belong; return how many count."""
    bounces, goals, n = 0, 0, 0
    for i in range(count):
        first, last, events, goal = cut.first[i], cut.last[i], cut.events[i], cut.goal[i]
        if at[first] < asked.since:
            continue
        duration = at[last] - at[first]
        bounce = int((events < asked.few) & (duration < asked.short) & (goal == 0))
        sums.duration[row + n] = duration
        sums.per_session[events] += 1
        entry = asked.code[asked.key[first]]
        sums.ends[entry, 0] += 1
        sums.ends[asked.code[asked.key[last]], 1] += 1
        sums.ends[entry, 2] += bounce
        sums.ends[entry, 3] += goal
        if asked.rows:
            sums.first[row + n], sums.last[row + n], sums.goal[row + n] = first, last, goal
        bounces += bounce
        goals += goal
        n += 1
    terms = (n * n, n * bounces, bounces * bounces, n * goals, goals * goals, bounces, goals)
    for place in range(7):
        sums.squares[place] += terms[place]
    return n
