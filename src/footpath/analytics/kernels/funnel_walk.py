"""Funnels in order under every rule: ties, optional steps, direct steps, windows, exclusions and re-entry.

A walk goes over a journey's events once and keeps the newest attempt that got to each step (see `funnel_moves`).
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.funnel import EXCLUDED, NONE, Events
from footpath.analytics.kernels.funnel_moves import (
    ANY,
    FIRST,
    LATER,
    NEWEST,
    STORED,
    Rules,
    Walk,
    advance,
    highest,
    in_use,
    reach,
)
from footpath.analytics.kernels.inner import inner

_CONVERTED, _STOPPED, _TIMED_OUT, _OVER = 0, 1, 2, 3
_FAR_ENOUGH = 256  # how far back to look for another event of a step when the last one is in use already


def walk(events: Events, rules: Rules) -> tuple[Int64, npt.NDArray[np.int16], Int64, Int64]:
    """Return how far each journey (each attempt) got: the fields of `Entries` but times."""
    owner, level, cuts, places = _all(events, rules)
    rows = np.where(places >= 0, events.rows[places], NONE) if len(places) else places
    return owner, level, cuts, rows


@njit(nogil=True, cache=True)
def _all(events: Events, rules: Rules) -> tuple[Int64, np.ndarray, Int64, Int64]:
    n, steps = len(events.offsets) - 1, rules.steps
    most = len(events.at) if rules.attempts else n
    owner = np.empty(most, np.int64)
    level = np.empty(most, np.int16)
    cuts = np.zeros(most + 1, np.int64)
    rows = np.empty(len(events.at) + steps, np.int64)
    w = Walk(
        np.empty(steps, np.int64), np.empty((steps, steps), np.int64), np.empty(steps, np.bool_),
        np.empty(steps, np.bool_), np.empty(steps, np.int64), np.empty(steps, np.int64), np.zeros(3, np.int64),
    )  # fmt: skip
    count = 0
    for journey in range(n):
        floor, hi = events.offsets[journey], events.offsets[journey + 1]
        position = _next_start(floor, hi, events)
        while position < hi:
            if rules.attempts:
                position = _attempt(position, hi, floor, events, rules, w)
            else:
                _journey(position, hi, floor, events, rules, w)
                position = hi
            reached = w.info[0]
            owner[count] = journey
            level[count] = EXCLUDED if w.info[1] else reached
            kept = 0 if w.info[1] else reached
            cuts[count + 1] = cuts[count] + kept
            if cuts[count + 1] > len(rows):
                rows = np.concatenate((rows, np.empty(len(rows) + steps, np.int64)))
            rows[cuts[count] : cuts[count + 1]] = w.best[:kept]
            count += 1
            if position < hi:
                floor = position if reached > 1 or rules.reentry == FIRST else floor
                position = _next_start(position, hi, events)
    return owner[:count].copy(), level[:count].copy(), cuts[: count + 1].copy(), rows[: cuts[count]].copy()


@inner
def _next_start(lo: int, hi: int, events: Events) -> int:
    for i in range(lo, hi):
        if events.bits[i] & np.uint64(1):
            return i
    return hi


@inner
def _journey(position: int, hi: int, floor: int, events: Events, rules: Rules, w: Walk) -> None:
    """Leave in `w.best` the attempt of a journey that counts."""
    if rules.reentry == FIRST:
        _go((position, hi, floor, position), events, rules, w)
        return
    _go((position, hi, floor, int(np.int64(NONE))), events, rules, w)  # a literal would be compiled apart
    if rules.reentry == NEWEST or w.info[1]:
        return
    furthest = w.info[0]
    while position < hi:
        _go((position, hi, floor, position), events, rules, w)
        if w.info[0] >= furthest and not w.info[1]:
            return
        position = _next_start(position + 1, hi, events)
    _go((_next_start(floor, hi, events), hi, floor, int(np.int64(NONE))), events, rules, w)


@inner
def _attempt(position: int, hi: int, floor: int, events: Events, rules: Rules, w: Walk) -> int:
    """Leave in `w.best` the attempt that starts at `position`; return where the next one may start.

    With the newest start, starts up to the second step are one attempt, the last of them; those that time out before
    count as attempts that failed.
    """
    end, why = _go((position, hi, floor, position), events, rules, w)
    if rules.reentry == FIRST or why == _STOPPED:
        return end
    if w.info[0] == 1:
        return position + 1
    second = w.best[1]
    if second == NONE:
        return end
    newest = position
    for i in range(position + 1, second):
        if events.bits[i] & np.uint64(1):
            newest = i
    if newest != position:
        end, why = _go((newest, hi, floor, newest), events, rules, w)
    return end


@inner
def _go(span: tuple[int, int, int, int], events: Events, rules: Rules, w: Walk) -> tuple[int, int]:
    """Walk along a journey.

    Args:
        span: (first event, end, how far back steps stored before may lie, only event that may start an attempt or −1).

    Returns:
        Where the walk ended, and why.
    """
    lo, hi, floor, only = span
    w.start[:] = NONE
    w.last[:] = NONE
    w.barred[:] = False
    w.fresh[:] = False
    w.info[:] = 0
    if rules.ties == ANY:
        _remember(floor, lo, events, rules, w)
    i = lo
    while i < hi:
        if only >= 0 and i > only and _timed_out(i, events, rules, w):
            return i, _TIMED_OUT
        j = i + 1
        if rules.ties != STORED:
            while j < hi and events.at[j] == events.at[i]:
                j += 1
        _take(i, j, span, events, rules, w)
        if w.info[0] == rules.steps and not w.info[1]:
            return j, _CONVERTED
        _hits(i, j, events, rules, w)
        if rules.attempts and w.info[0] > 0 and w.start[w.info[0] - 1] == NONE:
            return j, _STOPPED
        i = j
    return hi, _OVER


@inner
def _take(i: int, j: int, span: tuple[int, int, int, int], events: Events, rules: Rules, w: Walk) -> None:
    """Take the events of one instant (one event, where stored order decides)."""
    if rules.ties != STORED:
        w.info[2] = 0
        for e in range(i, j):
            if events.stops[e]:
                w.info[2] = 1  # a step as late as the exclusion is not hit: take it instead of an earlier one
    if rules.ties == LATER:
        _together(i, j, span[3], events, rules, w)
        return
    for e in range(i, j):
        _one_by_one(e, span[3], span[2], events, rules, w)


@inner
def _timed_out(i: int, events: Events, rules: Rules, w: Walk) -> bool:
    """Say whether no step can be reached any more at event i."""
    for k in range(rules.steps - 1):
        if w.start[k] == NONE:
            continue
        anchor = w.path[k, k] if rules.previous else w.start[k]
        for later in range(k + 1, rules.steps):
            if events.clock[i] - events.clock[anchor] <= rules.windows[later]:
                return False
            if not rules.previous:
                continue
            if not (rules.optional >> np.uint64(later)) & np.uint64(1):
                break
    return True


@inner
def _one_by_one(i: int, only: int, floor: int, events: Events, rules: Rules, w: Walk) -> None:
    """Take one event in stored order."""
    if rules.direct and events.broken[i]:
        w.fresh[:] = False
    if rules.ties == STORED and events.stops[i]:
        _hit(i, i, events, rules, w)
    bits = events.bits[i]
    k = rules.steps - 1
    while k >= 0:
        k = highest(bits, k)
        if k < 0:
            break
        if reach(k, i, only, events, rules, w) and rules.ties == ANY:
            _look_back(k, floor, events, rules, w)
        w.last[k] = i
        k -= 1
    if rules.direct:
        _keep_fresh(bits, i, events, rules, w)


@inner
def _keep_fresh(bits: np.uint64, i: int, events: Events, rules: Rules, w: Walk) -> None:
    """Mark the attempts that the next event could follow directly: those whose last step this event is or repeats."""
    for k in range(rules.steps):
        w.fresh[k] = w.start[k] != NONE and (bits >> np.uint64(k)) & np.uint64(1) != 0
    if rules.ties == ANY:
        _refresh(i, events, rules, w)


@inner
def _refresh(i: int, events: Events, rules: Rules, w: Walk) -> None:
    """Keep those fresh whose last step came within the grace: in which order it was stored does not matter."""
    for k in range(rules.steps):
        if w.start[k] != NONE and w.path[k, k] < i and in_use(k, i, w):
            w.fresh[k] = events.at[i] - events.at[w.path[k, k]] <= rules.grace


@inner
def _together(i: int, j: int, only: int, events: Events, rules: Rules, w: Walk) -> None:
    """Take the events of one instant: each attempt moves by one step at most."""
    union = np.uint64(0)
    for e in range(i, j):
        union |= events.bits[e]
        if events.broken[e]:
            w.fresh[:] = False
    for k in range(rules.steps - 1, -1, -1):
        if (union >> np.uint64(k)) & np.uint64(1):
            for e in range(i, j):
                if (events.bits[e] >> np.uint64(k)) & np.uint64(1):
                    reach(k, e, only, events, rules, w)
                    if only < 0 or k > 0:
                        break
    for k in range(rules.steps):
        matches = (union >> np.uint64(k)) & np.uint64(1)
        w.fresh[k] = (w.start[k] != NONE) if matches else (w.fresh[k] and not rules.direct)


@inner
def _remember(floor: int, lo: int, events: Events, rules: Rules, w: Walk) -> None:
    """Note the last event of each step before the walk, as far back as one step after the other can go."""
    i = lo - 1
    while i >= floor and events.at[lo] - events.at[i] <= rules.grace * rules.steps:
        for k in range(rules.steps):
            if (events.bits[i] >> np.uint64(k)) & np.uint64(1) and w.last[k] == NONE:
                w.last[k] = i
        i -= 1


@inner
def _look_back(k: int, floor: int, events: Events, rules: Rules, w: Walk) -> None:
    """Move the attempt that just got to step k on with events stored before, as long as they are within the grace."""
    later = k + 1
    while later < rules.steps:
        i = _unused(k, later, floor, events, rules, w)
        if i >= 0 and advance(k, later, i, events, rules, w):
            k = later
        elif not (rules.optional >> np.uint64(later)) & np.uint64(1):
            return
        later += 1


@inner
def _unused(k: int, later: int, floor: int, events: Events, rules: Rules, w: Walk) -> int:
    """Return the newest event of step `later` within the grace that the attempt at step k has not used, or −1."""
    i = int(w.last[later])
    if i < 0 or not in_use(k, i, w):
        return i if i >= 0 and events.at[w.path[k, k]] - events.at[i] <= rules.grace else -1
    lowest = max(floor, i - _FAR_ENOUGH)
    while i >= lowest and events.at[w.path[k, k]] - events.at[i] <= rules.grace:
        if (events.bits[i] >> np.uint64(later)) & np.uint64(1) and not in_use(k, i, w):
            return i
        i -= 1
    return -1


@inner
def _hits(i: int, j: int, events: Events, rules: Rules, w: Walk) -> None:
    """Let the exclusions of one instant hit the attempts that were there before it."""
    for e in range(i, j):
        if events.stops[e] and rules.ties != STORED:
            _hit(e, i, events, rules, w)


@inner
def _hit(i: int, before: int, events: Events, rules: Rules, w: Walk) -> None:
    """Let event i stop (or bar) the attempts it excludes whose last step is older than event `before`."""
    for e in range(len(rules.first)):
        if not (events.stops[i] >> np.uint64(e)) & np.uint64(1):
            continue
        for k in range(rules.first[e], rules.last[e]):
            if w.start[k] == NONE or (rules.ties != STORED and events.at[w.path[k, k]] >= events.at[before]):
                continue
            anchor = w.path[k, k] if rules.previous else w.start[k]
            if events.clock[i] - events.clock[anchor] > rules.windows[k + 1]:
                continue
            if not rules.leaves:
                w.start[k] = NONE
                continue
            if w.info[0] == k + 1 and not w.barred[k]:
                w.info[1] = 1
            w.barred[k] = True
