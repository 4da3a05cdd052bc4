"""Funnels in any order: how many different steps a journey did within a window, each by an event of its own."""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.funnel import NONE, Events
from footpath.analytics.kernels.inner import inner


def in_any_order(
    events: Events, steps: int, window: int, *, attempts: bool, first: bool, overlapping: bool
) -> tuple[Int64, npt.NDArray[np.int16], Int64, Int64]:
    """Return how many different steps each journey (each attempt) did; the first window with the most counts.

    Args:
        window: from the first of the steps, in units of `events.clock`. No event in it may hit an exclusion.
        attempts: count every attempt: the next one starts when one is complete, stopped or out of time.
        first: only the first attempt of a journey counts.
        overlapping: whether an event can be several of the steps.

    Returns:
        The fields of `Entries` but times: level = number of steps, rows = their events in order of time.
    """
    owner, level, cuts, places = _all(events, (steps, window), (attempts, first, overlapping))
    return owner, level, cuts, events.rows[places]


@njit(nogil=True, cache=True)
def _all(
    events: Events, rules: tuple[int, int], modes: tuple[bool, bool, bool]
) -> tuple[Int64, npt.NDArray[np.int16], Int64, Int64]:
    n, steps = len(events.offsets) - 1, rules[0]
    attempts, first, overlapping = modes
    most = len(events.at) if attempts else n
    owner = np.empty(most, np.int64)
    level = np.empty(most, np.int16)
    cuts = np.zeros(most + 1, np.int64)
    rows = np.empty(len(events.at), np.int64)
    best = np.empty(steps, np.int64)
    taken = np.empty(steps, np.int64)
    count = 0
    for journey in range(n):
        hi = events.offsets[journey + 1]
        i = _next_step(events.offsets[journey], hi, events)
        reached = 0
        while i < hi:
            got, end = _window(i, hi, events, rules, taken, overlapping)
            if got > reached:
                reached = got
                best[:] = taken
            if attempts:
                i = _next_step(end, hi, events)
            elif first or reached == steps or end == hi:
                i = hi  # a window that reaches the end holds all that later ones hold
            else:
                i = _next_step(i + 1, hi, events)
            if attempts or (reached and i >= hi):
                owner[count] = journey
                level[count] = reached
                cuts[count + 1] = _put(best, cuts[count], rows)
                count += 1
                reached = 0
    return owner[:count].copy(), level[:count].copy(), cuts[: count + 1].copy(), rows[: cuts[count]].copy()


@inner
def _next_step(lo: int, hi: int, events: Events) -> int:
    for i in range(lo, hi):
        if events.bits[i] and not events.stops[i]:
            return i
    return hi


@inner
def _put(best: Int64, begin: int, rows: Int64) -> int:
    """Write the events of an attempt in order of time; return where they end."""
    end = begin
    for row in np.sort(best):
        if row != NONE:
            rows[end] = row
            end += 1
    return end


@inner
def _window(
    i: int, hi: int, events: Events, rules: tuple[int, int], taken: Int64, overlapping: bool
) -> tuple[int, int]:
    """Give the events from i on to steps, leaving in `taken` the event of each step.

    Returns:
        Number of steps done, and where the attempt ended.
    """
    steps, window = rules
    taken[:] = NONE
    got = 0
    tried = np.empty(steps, np.bool_)
    j = i
    while j < hi and events.clock[j] - events.clock[i] <= window:
        if events.stops[j]:
            return got, j + 1
        if overlapping:
            tried[:] = False
            got += _give(j, events, taken, tried)
        else:
            got += _take(j, events, taken)
        j += 1
        if got == steps:
            return got, j
    return got, j


@inner
def _take(j: int, events: Events, taken: Int64) -> int:
    for k in range(len(taken)):
        if (events.bits[j] >> np.uint64(k)) & np.uint64(1) and taken[k] == NONE:
            taken[k] = j
            return 1
    return 0


@inner
def _give(j: int, events: Events, taken: Int64, tried: npt.NDArray[np.bool_]) -> int:
    """Give event j to a step, moving other events to other steps where that makes room (Kuhn's matching)."""
    for k in range(len(taken)):
        if (events.bits[j] >> np.uint64(k)) & np.uint64(1) == 0 or tried[k]:
            continue
        tried[k] = True
        if taken[k] == NONE or _give(taken[k], events, taken, tried):
            taken[k] = j
            return 1
    return 0
