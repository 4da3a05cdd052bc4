"""Funnels, the quick way: the common rules in one pass over all events; and leaving out what no step asks about."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64, UInt32

UInt64 = npt.NDArray[np.uint64]
Int16 = npt.NDArray[np.int16]
Spans = tuple[Int64, Int64]
NONE = -1
EXCLUDED = -1  # level of who leaves the whole funnel


class Entries(NamedTuple):
    """Ways into a funnel, one a journey that got in (or one an attempt).

    Attributes:
        owner: position of the journey.
        level: the furthest step, 1…k; −1 = excluded from the whole funnel.
        cuts: entries + 1 positions in `rows`.
        rows: the event of each step up to the furthest; −1 = an optional step that was skipped.
    """

    owner: Int64
    level: Int16
    cuts: Int64
    rows: Int64


class Events(NamedTuple):
    """Events that are a step or an exclusion.

    Attributes:
        offsets: journeys + 1.
        at: µs, as exact as ties are told apart.
        clock: what windows are measured with: µs, or ordinals of sessions.
        bits: bit k = it is step k.
        stops: bit e = it hits exclusion e.
        broken: 1 = other events came between the one before and this one.
        rows: position of the event in the bucket.
    """

    offsets: Int64
    at: Int64
    clock: Int64
    bits: UInt64
    stops: UInt64
    broken: npt.NDArray[np.uint8]
    rows: Int64


def matched(spans: Spans, key: UInt32, tables: tuple[UInt64, UInt64], at: Int64, clock: Int64) -> Events:
    """Return the events that are a step or an exclusion.

    Args:
        spans: begin and end of each journey.
        key: one an event; `tables` say which steps and which exclusions a key is.
        at, clock: as in `Events`.
    """
    steps, stops = tables
    cuts, rows, broken = _matched(spans, key, steps | stops)
    keys = key[rows]
    clocks = at[rows] if clock is at else clock[rows]
    return Events(cuts, at[rows], clocks, steps[keys], stops[keys], broken, rows)


@njit(nogil=True, cache=True)
def _matched(spans: Spans, key: UInt32, asked: UInt64) -> tuple[Int64, Int64, npt.NDArray[np.uint8]]:
    begin, end = spans
    n = len(begin)
    cuts = np.zeros(n + 1, np.int64)
    rows = np.empty(len(key), np.int64)
    broken = np.empty(len(key), np.uint8)
    count = 0
    for journey in range(n):
        last = begin[journey] - 1
        for i in range(begin[journey], end[journey]):
            if asked[key[i]]:
                rows[count] = i
                broken[count] = i - last > 1
                last = i
                count += 1
        cuts[journey + 1] = count
    return cuts, rows[:count].copy(), broken[:count].copy()


def quick(spans: Spans, at: Int64, key: UInt32, table: UInt64, rules: tuple[int, int]) -> Entries:
    """Return how far each journey got: steps in stored order, the newest start counts, window from the first step.

    Args:
        spans: begin and end of each journey.
        key, table: bit k of table[key[i]] = event i is step k.
        rules: (steps, window in µs).
    """
    return Entries(*_quick(spans, at, key, table, rules))


@njit(nogil=True, cache=True)
def _quick(
    spans: Spans, at: Int64, key: UInt32, table: UInt64, rules: tuple[int, int]
) -> tuple[Int64, Int16, Int64, Int64]:
    begin, end = spans
    n, steps = len(begin), rules[0]
    owner = np.empty(n, np.int64)
    level = np.empty(n, np.int16)
    cuts = np.zeros(n + 1, np.int64)
    rows = np.empty(min(len(at), n * steps), np.int64)
    path = np.empty((steps, steps), np.int64)  # row k: the newest attempt that got to step k
    best = np.empty(steps, np.int64)
    count = 0
    for journey in range(n):
        reached = 0
        asked = np.uint64(1)  # the steps that can be reached next, or again
        for i in range(begin[journey], end[journey]):
            bits = table[key[i]] & asked
            if bits == 0:
                continue
            further = _move(bits, i, reached, at, rules, (path, best))
            if further > reached:
                reached = further
                if reached == steps:
                    break
                asked = (np.uint64(2) << np.uint64(reached)) - np.uint64(1)
        if reached:
            owner[count] = journey
            level[count] = reached
            cuts[count + 1] = cuts[count] + reached
            rows[cuts[count] : cuts[count + 1]] = best[:reached]
            count += 1
    return owner[:count].copy(), level[:count].copy(), cuts[: count + 1].copy(), rows[: cuts[count]].copy()


@njit(nogil=True, cache=True)
def _move(
    bits: np.uint64, i: int, reached: int, at: Int64, rules: tuple[int, int], room: tuple[npt.NDArray[np.int64], Int64]
) -> int:
    """Move every attempt that event i takes on; return the furthest step reached so far, and keep its events."""
    steps, window = rules
    path, best = room
    for k in range(min(reached, steps - 1), 0, -1):
        if (bits >> np.uint64(k)) & np.uint64(1) == 0:
            continue
        start = path[k - 1, 0]
        if at[i] - at[start] > window or (k < reached and path[k, 0] == start):
            continue
        for step in range(k):
            path[k, step] = path[k - 1, step]
        path[k, k] = i
        if k == reached:
            reached += 1
            for step in range(reached):
                best[step] = path[k, step]
    if bits & np.uint64(1):
        path[0, 0] = i
        if reached == 0:
            best[0] = i
            return 1
    return reached
