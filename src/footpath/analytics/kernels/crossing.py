"""All that a map's columns show of journeys, counted in one pass: nothing is copied, and each event is read once."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit

from footpath.analytics.journeys import NEVER, Int64, UInt16, UInt32
from footpath.analytics.kernels.inner import inner
from footpath.analytics.kernels.narrowing import Keeper, Keyed, counts, keep, keeper, kept
from footpath.analytics.kernels.periods import Clock, period_of

Spans = tuple[Int64, Int64]
Events = tuple[Int64, UInt32]
Place = tuple[int, int, int]  # of the columns of a journey: how many were met, still wait, reached the goal
COLUMN, TOUCHPOINT, WANTED, SUCCESS = range(4)
PERSONS, RETURNS, TO_NEXT, TO_GOAL, LOST, WAITS, NEWEST = range(7)
_SEEN, _CAME_BACK, _WENT_ON, _FIRST_AT, _ORDER, _OPEN = range(7, 13)  # beside what is counted of a column
_SUMS = 7
_LATEST = int(np.iinfo(np.int64).max)


class Kinds(NamedTuple):
    """What events of each signature are.

    Attributes:
        table: signature × (column, 0 = none; touchpoint, 0 = none; whether it counts at all; whether it is the goal).
            What does not count has neither column nor touchpoint.
        columns, touchpoints: how many there are.
        goal: column that counts as success, 0 = none.
    """

    table: UInt16
    columns: int
    touchpoints: int
    goal: int


class Crossed(NamedTuple):
    """What was counted in one bucket.

    Attributes:
        persons: with an event that counts.
        events: that count, by signature.
        columns: column × (persons; who came back after having been elsewhere; who, after first coming, reached the
            next column; who from then on reached the goal; whose last event it is without the goal's column ever, any
            last event where there is no goal; waits; µs of the newest event, 0 = none).
        moves: column × column × (how often visit b follows visit a, persons); 0 = start and end.
        trend: column × period: events.
        met: persons by touchpoint.
        cells: pair a · (columns + 1) + b, and column × how many times of moves and waits lie where, by the cuts. A
            move takes from the last event of visit a to the first of visit b; a wait is from the first event in a
            column to the first event after it in a later column.
        times: pair and µs, and column and µs, of the moves and waits that are to be kept.
    """

    persons: int
    events: Int64
    columns: Int64
    moves: Int64
    trend: Int64
    met: Int64
    cells: tuple[Int64, Int64]
    times: tuple[Keyed, Keyed]


class Totals(NamedTuple):
    """What was counted in all buckets, as in `Crossed`, each thing under its name."""

    persons: int
    events: Int64
    here: Int64
    returns: Int64
    to_next: Int64
    to_goal: Int64
    lost: Int64
    waits: Int64
    newest: Int64
    times: Int64
    moved: Int64
    trend: Int64
    met: Int64


def totals(parts: Sequence[Crossed]) -> Totals:
    """Add up what was counted in some buckets, one at least."""
    columns = np.sum([part.columns[:, :NEWEST] for part in parts], axis=0)
    newest = np.max([part.columns[:, NEWEST] for part in parts], axis=0)
    moves = np.sum([part.moves for part in parts], axis=0)
    events, trend, met = (
        np.sum([getattr(part, name) for part in parts], axis=0) for name in ("events", "trend", "met")
    )
    persons = sum(part.persons for part in parts)
    here, returns, to_next, to_goal, lost, waits = columns.T
    moved = moves[:, :, 1]
    return Totals(
        persons, events, here, returns, to_next, to_goal, lost, waits, newest, moves[:, :, 0], moved, trend, met
    )


@njit(nogil=True, cache=True)
def spanned(spans: Spans, events: Events, kinds: Kinds) -> tuple[np.int64, np.int64, np.int64]:
    """Return µs of the oldest and the newest event on a column, the first later where there is none; and of any event.

    Args:
        spans: begin and end of each journey.
        events: at and signature.
        kinds: what events are.
    """
    begin, end = spans
    at, signature = events
    oldest, newest, last = np.int64(_LATEST), np.int64(NEVER), np.int64(NEVER)
    for journey in range(len(begin)):
        lo, hi = begin[journey], end[journey]
        if lo == hi:
            continue
        last = max(last, at[hi - 1])
        while lo < hi and kinds.table[signature[lo], COLUMN] == 0:
            lo += 1
        while lo < hi and kinds.table[signature[hi - 1], COLUMN] == 0:
            hi -= 1
        if lo < hi:
            oldest, newest = min(oldest, at[lo]), max(newest, at[hi - 1])
    return oldest, newest, last


@njit(nogil=True, cache=True)
def crossed(spans: Spans, events: Events, kinds: Kinds, clock: Clock, cuts: tuple[Int64, Int64]) -> Crossed:
    """Count what a map shows of the journeys of one bucket.

    Args:
        spans: begin and end of each journey.
        events: at and signature.
        kinds: what events are.
        clock: periods of the trend, which hold all events on columns.
        cuts: between which times of moves (none = they are not wanted) and waits are to be kept, see `narrowing`.
    """
    begin, end = spans
    at, signature = events
    table, goal, k = kinds.table, kinds.goal, kinds.columns + 1
    seen, columns, moves, trend, met = _empty(kinds, len(clock.bounds) - 1)
    room = (end - begin).sum()
    moved, waited, timed = keeper(cuts[0], room), keeper(cuts[1], room), len(cuts[0]) > 0
    persons = 0
    for journey in range(len(begin)):
        there, before, last, place = 0, 0, np.int64(0), (0, 0, 0)
        for i in range(begin[journey], end[journey]):
            kind = signature[i]
            if table[kind, WANTED] == 0:
                continue
            there = 1
            seen[kind] += 1
            _mark(met, table[kind, TOUCHPOINT], journey)
            code, now = int(table[kind, COLUMN]), at[i]
            if code == 0:
                continue
            trend[code, period_of(now, clock)] += 1
            columns[code, NEWEST] = max(columns[code, NEWEST], now)
            if code != before:
                _move(moves, journey, before, code)
                if timed and before:
                    keep(moved, before * k + code, now - last)
                place = _arrive(columns, (journey, code, now), _end_waits(columns, waited, code, now, place))
            if table[kind, SUCCESS]:
                place = _credit(columns, place)
            before, last = code, now
        persons += there
        if before:
            _move(moves, journey, before, 0)
            columns[before, LOST] += goal == 0 or columns[goal, _SEEN] != journey
    sums, move_sums = columns[:, :_SUMS].copy(), moves[:, :, :2].copy()
    cells, times = (counts(moved), counts(waited)), (kept(moved), kept(waited))
    return Crossed(persons, seen, sums, move_sums, trend, met[:, 0].copy(), cells, times)


@inner
def _empty(kinds: Kinds, periods: int) -> tuple[Int64, Int64, Int64, Int64, Int64]:
    """Return room to count in; what says who was there last is -1, for nobody was."""
    k = kinds.columns + 1
    columns, moves = np.zeros((k, _OPEN + 1), np.int64), np.zeros((k, k, 3), np.int64)
    met = np.zeros((kinds.touchpoints + 1, 2), np.int64)
    columns[:, _SUMS:], moves[:, :, 2], met[:, 1] = -1, -1, -1
    return np.zeros(len(kinds.table), np.int64), columns, moves, np.zeros((k, periods), np.int64), met


@inner
def _mark(met: Int64, touchpoint: int, journey: int) -> None:
    met[touchpoint, 0] += met[touchpoint, 1] != journey
    met[touchpoint, 1] = journey


@inner
def _move(moves: Int64, journey: int, before: int, code: int) -> None:
    moves[before, code, 0] += 1
    moves[before, code, 1] += moves[before, code, 2] != journey
    moves[before, code, 2] = journey


@inner
def _end_waits(columns: Int64, waited: Keeper, code: int, now: int, place: Place) -> Place:
    """End the waits of the columns before one that is met.

    A column waits for a later one. Those that wait are in descending order, for whoever is met ends the waits of all
    that are less: the last one is the least.
    """
    met, open_, credited = place
    while open_ > 0 and columns[open_ - 1, _OPEN] < code:
        open_ -= 1
        waiting = columns[open_, _OPEN]
        columns[waiting, WAITS] += 1
        keep(waited, waiting, now - columns[waiting, _FIRST_AT])
    return met, open_, credited


@inner
def _arrive(columns: Int64, visit: tuple[int, int, int], place: Place) -> Place:
    """Begin a visit."""
    journey, code, now = visit
    met, open_, credited = place
    if columns[code, _SEEN] != journey:
        columns[code, _SEEN] = journey
        columns[code, _FIRST_AT] = now
        columns[code, PERSONS] += 1
        columns[met, _ORDER] = code
        columns[open_, _OPEN] = code
        met, open_ = met + 1, open_ + 1
    else:
        columns[code, RETURNS] += columns[code, _CAME_BACK] != journey
        columns[code, _CAME_BACK] = journey
    # Without a branch, which would be guessed wrong too often.
    came_from = columns[code - 1, _SEEN] == journey
    columns[code - 1, TO_NEXT] += came_from & (columns[code - 1, _WENT_ON] != journey)
    columns[code - 1, _WENT_ON] = journey if came_from else columns[code - 1, _WENT_ON]
    return met, open_, credited


@inner
def _credit(columns: Int64, place: Place) -> Place:
    """Count that the goal was reached after every column that was met so far."""
    met, open_, credited = place
    for i in range(credited, met):
        columns[columns[i, _ORDER], TO_GOAL] += 1
    return met, open_, met
