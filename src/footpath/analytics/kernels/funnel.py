"""What funnels are made of: the events that are steps or exclusions, and the ways in that were found."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64, UInt32
from footpath.analytics.kernels.inner import inner

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
        at: µs of those events, not cut to a resolution; of no meaning where a step was skipped.
    """

    owner: Int64
    level: Int16
    cuts: Int64
    rows: Int64
    at: Int64


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


@inner
def longest(spans: Spans) -> int:
    """Return the number of events of the longest journey."""
    most = np.int64(0)
    for journey in range(len(spans[0])):
        most = max(most, spans[1][journey] - spans[0][journey])
    return int(most)


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


def timed(entries: tuple[Int64, Int16, Int64, Int64], at: Int64) -> Entries:
    """Return entries with the times of their events, `at` being those of all events."""
    return Entries(*entries, at[entries[3]])


def together(one: Entries, other: Entries) -> Entries:
    """Return the entries of different journeys in order of journeys."""
    if not len(other.owner):
        return one
    owner, level = np.concatenate((one.owner, other.owner)), np.concatenate((one.level, other.level))
    lengths = np.concatenate((np.diff(one.cuts), np.diff(other.cuts)))
    begins = np.concatenate((one.cuts[:-1], other.cuts[:-1] + len(one.rows)))
    order = np.argsort(owner, kind="stable")
    cuts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths[order])))
    places = np.repeat(begins[order] - cuts[:-1], lengths[order]) + np.arange(cuts[-1])
    rows, at = np.concatenate((one.rows, other.rows)), np.concatenate((one.at, other.at))
    return Entries(owner[order], level[order], cuts, rows[places], at[places])
