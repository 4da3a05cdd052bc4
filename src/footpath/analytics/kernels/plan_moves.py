"""Visits to a plan's steps: how many move from which to which, pass over, come back, and how long that takes."""

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from footpath.analytics.journeys import Int64, UInt16
from footpath.analytics.kernels.inner import inner
from footpath.analytics.kernels.variants import UInt64
from footpath.analytics.kernels.way_visits import Visits

SKIP, BACK, JUMP = 1, 3, 6  # kinds of moves, as `conforming.plan` numbers them
REPEATED = 2


class PlanCounts(NamedTuple):
    """Sums over journeys; add them over buckets. Index 0 of the first five is unused.

    Attributes:
        reached, visits: journeys with a visit to the step; visits to it.
        again: journeys with several.
        skipped: journeys that passed over it and never came to it.
        passed: journeys that passed over it.
        times, movers: (k + 1) × (k + 1): how often, and in how many journeys, step b was visited right after step a;
            row 0 the start, column 0 the end.
        kinds: journeys; bit i = it has a move of kind i, bit 2 also where a step was visited again.
    """

    reached: Int64
    visits: Int64
    again: Int64
    skipped: Int64
    passed: Int64
    times: Int64
    movers: Int64
    kinds: np.ndarray


def plan_counts(visits: Visits, kind: np.ndarray, between: UInt64) -> PlanCounts:
    """Count moves and visits.

    Args:
        kind: uint8, (k + 1) × (k + 1): what each move is.
        between: the steps it passes over, bit c − 1 = step c.
    """
    return PlanCounts(*_counts(visits.offsets, visits.codes, kind, between))


@njit(nogil=True, cache=True)
def _counts(offsets: Int64, codes: UInt16, kind: np.ndarray, between: UInt64) -> tuple[Any, ...]:
    size = len(kind)
    by_step = np.zeros((5, size), np.int64)
    times = np.zeros((size, size), np.int64)
    movers = np.zeros((size, size), np.int64)
    mover = np.full((size, size), -1, np.int64)
    kinds = np.zeros(len(offsets) - 1, np.uint8)
    for journey in range(len(offsets) - 1):
        begin, end = offsets[journey], offsets[journey + 1]
        if begin == end:
            continue
        seen, twice, over = np.uint64(0), np.uint64(0), np.uint64(0)
        before = 0
        for position in range(begin, end + 1):
            now = codes[position] if position < end else 0
            times[before, now] += 1
            if mover[before, now] != journey:
                mover[before, now] = journey
                movers[before, now] += 1
            what = kind[before, now]
            kinds[journey] |= np.uint8(1 << what)
            if what == SKIP:
                over |= between[before, now]
            if now != 0:
                bit = np.uint64(1) << np.uint64(now - 1)
                twice |= seen & bit
                seen |= bit
                by_step[1, now] += 1
            before = now
        if twice != np.uint64(0):
            kinds[journey] |= np.uint8(1 << REPEATED)
        _add(seen, by_step[0])
        _add(twice, by_step[2])
        _add(over & ~seen, by_step[3])
        _add(over, by_step[4])
    return by_step[0], by_step[1], by_step[2], by_step[3], by_step[4], times, movers, kinds


@inner
def _add(bits: np.uint64, counts: Int64) -> None:
    """Count each bit at the step it stands for."""
    step = 1
    while bits != np.uint64(0):
        counts[step] += np.int64(bits & np.uint64(1))
        bits >>= np.uint64(1)
        step += 1


@njit(nogil=True, cache=True)
def move_times(offsets: Int64, codes: UInt16, spans: tuple[Int64, Int64], k: int) -> tuple[Int64, Int64]:
    """Return (cuts, µs): the times of move a → b stand at cuts[a · (k + 1) + b] and on, in order of journeys.

    A time runs from the last event of visit a to the first of visit b.

    Args:
        spans: µs of the first and the last event of each visit.
    """
    first, last = spans
    width = k + 1
    cuts = np.zeros(width * width + 1, np.int64)
    for journey in range(len(offsets) - 1):
        for position in range(offsets[journey] + 1, offsets[journey + 1]):
            cuts[np.int64(codes[position - 1]) * width + codes[position] + 1] += 1
    cuts = np.cumsum(cuts)
    write = cuts[:-1].copy()
    micros = np.empty(cuts[-1], np.int64)
    for journey in range(len(offsets) - 1):
        for position in range(offsets[journey] + 1, offsets[journey + 1]):
            pair = np.int64(codes[position - 1]) * width + codes[position]
            micros[write[pair]] = first[position] - last[position - 1]
            write[pair] += 1
    return cuts, micros


@njit(nogil=True, cache=True)
def stay_times(codes: UInt16, spans: tuple[Int64, Int64], k: int) -> tuple[Int64, Int64]:
    """Return (cuts, µs): how long visits to step c took, where that was any time, at cuts[c] and on."""
    first, last = spans
    cuts = np.zeros(k + 2, np.int64)
    for visit in range(len(codes)):
        cuts[codes[visit] + 1] += last[visit] > first[visit]
    cuts = np.cumsum(cuts)
    write = cuts[:-1].copy()
    micros = np.empty(cuts[-1], np.int64)
    for visit in range(len(codes)):
        if last[visit] > first[visit]:
            micros[write[codes[visit]]] = last[visit] - first[visit]
            write[codes[visit]] += 1
    return cuts, micros
