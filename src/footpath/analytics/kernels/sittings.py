"""Sessions of each journey in one pass: cut at pauses, at midnight and at other campaigns; and what they add up to."""

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


class Asked(NamedTuple):
    """What is asked of sessions.

    Attributes:
        since: µs; sessions that begin before do not count.
        few, short: a bounce has fewer events than this, and is shorter than this many µs.
        key, code: a key an event, and the code of a key, told of first and last events.
        codes: how many codes there are.
        drawn: journeys whose durations are returned apart.
        rows: 1 = return every session.
    """

    since: int
    few: int
    short: int
    key: Key
    code: Int64
    codes: int
    drawn: Bool
    rows: int


class Rows(NamedTuple):
    """Sessions, one row each.

    Attributes:
        duration: µs.
        events: how many.
        first, last: positions of the first and the last event.
        journey: whose it is.
        bounce, goal: whether it is one, has one.
    """

    duration: Int64
    events: Int64
    first: Int64
    last: Int64
    journey: Int64
    bounce: Bool
    goal: Bool


class Sums(NamedTuple):
    """What sessions add up to.

    Attributes:
        rows: of every session; only duration and events unless rows are asked for.
        per_journey: number of sessions of each journey that has any.
        squares: over journeys, of sessions n, bounces b and goals g: Σ n², Σ nb, Σ b², Σ ng, Σ g², Σ b, Σ g.
        ends: code × (entries, exits, bounces that enter there, goals that enter there).
        drawn, drawn_journey: durations of the journeys drawn, and whose they are.
        newest: µs of the newest event, `NEVER` when there is none.
    """

    rows: Rows
    per_journey: Int64
    squares: Int64
    ends: npt.NDArray[np.int64]
    drawn: Int64
    drawn_journey: Int64
    newest: int


def sittings(spans: Spans, at: Int64, marks: Marks, breaks: Breaks, asked: Asked) -> Sums:
    """Return the sessions of some journeys, added up.

    Args:
        marks: a key an event, and what a key is: 0 = not there, 1 = counted, 3 = counted, and the goal; an empty table
            = all are counted.
    """
    rows, sums, counts = _sittings(spans, at, marks, breaks, asked)
    n, journeys, drawn = counts[0], counts[1], counts[2]
    kept = n if asked.rows else 0
    told = Rows(
        rows.duration[:n], rows.events[:n], rows.first[:kept], rows.last[:kept], rows.journey[:kept],
        rows.bounce[:kept], rows.goal[:kept],
    )  # fmt: skip
    return Sums(
        rows=told,
        per_journey=sums.per_journey[:journeys],
        squares=sums.squares,
        ends=sums.ends,
        drawn=sums.drawn[:drawn],
        drawn_journey=sums.drawn_journey[:drawn],
        newest=int(counts[3]),
    )


class _Cut(NamedTuple):
    """The sessions of one journey: first and last position, number of events, 1 = with a goal."""

    first: Int64
    last: Int64
    events: Int64
    goal: Int64


@njit(nogil=True, cache=True)
def _sittings(
    spans: Spans, at: Int64, marks: Marks, breaks: Breaks, asked: Asked
) -> tuple[Rows, Sums, npt.NDArray[np.int64]]:
    """Return rows and sums with room to spare, and how much is used: sessions, journeys, drawn; and the newest time."""
    begin, end = spans
    plain = len(marks[1]) == 0 and len(breaks.days) == 0 and len(breaks.campaign) == 0
    rows, sums, cut = _room(begin, end, asked)
    used = np.zeros(4, np.int64)
    used[3] = NEVER
    for journey in range(len(begin)):
        lo, hi = begin[journey], end[journey]
        if lo == hi:
            continue
        used[3] = max(used[3], at[hi - 1])
        count = _at_pauses(lo, at[lo:hi], breaks.gap, cut) if plain else _by_rules(lo, hi, at, marks, breaks, cut)
        before = used[0]
        bounces, goals = 0, 0
        for i in range(count):
            if at[cut.first[i]] < asked.since:
                continue
            row = used[0]
            used[0] += 1
            bounce = _tell(i, row, at, (cut, rows), asked, sums.ends)
            bounces += bounce
            goals += cut.goal[i]
            if asked.rows:
                rows.first[row], rows.last[row], rows.journey[row] = cut.first[i], cut.last[i], journey
                rows.bounce[row], rows.goal[row] = bounce, cut.goal[i] > 0
            if asked.drawn[journey]:
                sums.drawn[used[2]], sums.drawn_journey[used[2]] = rows.duration[row], journey
                used[2] += 1
        if used[0] > before:
            sums.per_journey[used[1]] = used[0] - before
            used[1] += 1
            _add_squares(sums.squares, used[0] - before, bounces, goals)
    return rows, sums, used


@njit(nogil=True, cache=True)
def _room(begin: Int64, end: Int64, asked: Asked) -> tuple[Rows, Sums, _Cut]:
    """Return arrays that hold a session an event; no memory is used before it is written to."""
    size, longest, drawn = 0, 0, 0
    for journey in range(len(begin)):
        length = end[journey] - begin[journey]
        size += length
        longest = max(longest, length)
        drawn += length * asked.drawn[journey]
    kept = size if asked.rows else 0
    rows = Rows(
        np.empty(size, np.int64), np.empty(size, np.int64), np.empty(kept, np.int64), np.empty(kept, np.int64),
        np.empty(kept, np.int64), np.empty(kept, np.bool_), np.empty(kept, np.bool_),
    )  # fmt: skip
    sums = Sums(
        rows, np.empty(len(begin), np.int64), np.zeros(7, np.int64), np.zeros((asked.codes, 4), np.int64),
        np.empty(drawn, np.int64), np.empty(drawn, np.int64), 0,
    )  # fmt: skip
    room = longest + 1
    cut = _Cut(np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.int64), np.zeros(room, np.int64))
    return rows, sums, cut


@njit(nogil=True, cache=True)
def _at_pauses(lo: int, times: Int64, gap: int, cut: _Cut) -> int:
    """Cut where a pause is too long, and every event counts; return how many sessions there are."""
    cut.first[0] = lo
    count = 1
    for i in range(1, len(times)):
        cut.first[count] = lo + i  # stays only where the count goes on: no branch to guess
        count += times[i] - times[i - 1] > gap
    for i in range(count):
        cut.last[i] = cut.first[i + 1] - 1 if i + 1 < count else lo + len(times) - 1
        cut.events[i] = cut.last[i] - cut.first[i] + 1
    return count


@njit(nogil=True, cache=True)
def _by_rules(lo: int, hi: int, at: Int64, marks: Marks, breaks: Breaks, cut: _Cut) -> int:
    """Cut by every rule; return how many sessions there are."""
    key, table = marks
    count = 0
    until, midnight, known, broken = NEVER, NEVER, 0, False
    for i in range(lo, hi):
        if len(breaks.campaign) and breaks.campaign[i]:
            broken = broken or breaks.campaign[i] != known
            known = breaks.campaign[i]
        bits = table[key[i]] if len(table) else np.uint8(COUNTED)
        if not bits:
            continue
        if broken or at[i] > until:
            cut.first[count], cut.events[count], cut.goal[count] = i, 0, 0
            count += 1
            midnight = _midnight(at[i], breaks.days)
            broken = False
        cut.last[count - 1] = i
        cut.events[count - 1] += 1
        cut.goal[count - 1] |= bits >> 1
        until = min(at[i] + breaks.gap, midnight)
    return count


@njit(nogil=True, cache=True)
def _midnight(t: int, days: Int64) -> int:
    """Return the last µs of the day of a time."""
    if len(days) == 0:
        return _NEVER_ENDS
    return int(days[earliest(days, 0, len(days), t + 1)]) - 1


@njit(nogil=True, cache=True)
def _tell(i: int, row: int, at: Int64, held: tuple[_Cut, Rows], asked: Asked, ends: npt.NDArray[np.int64]) -> bool:
    """Put a session where it belongs, and return whether it is a bounce."""
    cut, rows = held
    first, last = cut.first[i], cut.last[i]
    duration = at[last] - at[first]
    bounce = (cut.events[i] < asked.few) & (duration < asked.short) & (cut.goal[i] == 0)
    rows.duration[row], rows.events[row] = duration, cut.events[i]
    entry = asked.code[asked.key[first]]
    ends[entry, 0] += 1
    ends[asked.code[asked.key[last]], 1] += 1
    ends[entry, 2] += bounce
    ends[entry, 3] += cut.goal[i]
    return bool(bounce)


@njit(nogil=True, cache=True)
def _add_squares(squares: Int64, n: int, bounces: int, goals: int) -> None:
    squares[0] += n * n
    squares[1] += n * bounces
    squares[2] += bounces * bounces
    squares[3] += n * goals
    squares[4] += goals * goals
    squares[5] += bounces
    squares[6] += goals
