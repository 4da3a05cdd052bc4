"""Funnels in order under every rule: ties, optional steps, direct steps, windows, exclusions and re-entry.

A walk goes over a journey's events once. For each step it keeps the newest attempt that got there: a newer start can
do whatever an older one can, so nothing is lost. `start[k]` is that attempt's first event, `path[k]` its events.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.funnel import EXCLUDED, NONE, Entries, Events

STORED, LATER, ANY = 0, 1, 2
FIRST, NEWEST, LONGEST = 0, 1, 2
_CONVERTED, _STOPPED, _TIMED_OUT, _OVER = 0, 1, 2, 3
_FAR_ENOUGH = 256  # how far back to look for another event of a step when the last one is in use already


class Rules(NamedTuple):
    """The rules of a funnel in order.

    Attributes:
        steps: how many.
        ties: 0 stored order decides, 1 a step must be strictly later, 2 steps within `grace` may come in either order.
        grace: µs.
        previous: 1 = windows run from the previous step, 0 = from the first.
        leaves: 1 = who hits an exclusion in the furthest attempt leaves the whole funnel, 0 = the attempt stops there.
        reentry: 0 only the first start counts, 1 the newest, 2 the earliest of those that get furthest.
        attempts: 1 = every attempt is counted, 0 = each journey once.
        optional, direct: bit k = step k may be skipped, must be the very next event that is no repeat.
        windows: how long after the anchor each step may come.
        first, last: exclusion e holds for who got to step first[e] and not yet to last[e].
    """

    steps: int
    ties: int
    grace: int
    previous: int
    leaves: int
    reentry: int
    attempts: int
    optional: np.uint64
    direct: np.uint64
    windows: Int64
    first: Int64
    last: Int64


class _Walk(NamedTuple):
    """Where a walk stands.

    Attributes:
        start, path, fresh, barred: of the newest attempt that got to each step: its first event, its events, whether
            the next event would follow directly, whether it is excluded.
        last: the last event of each step.
        best: events of the attempt that got furthest first.
        info: the furthest level; 1 = who got there is excluded; 1 = an exclusion is among the events of this instant.
    """

    start: Int64
    path: npt.NDArray[np.int64]
    fresh: npt.NDArray[np.bool_]
    barred: npt.NDArray[np.bool_]
    last: Int64
    best: Int64
    info: Int64


def walk(events: Events, rules: Rules) -> Entries:
    """Return how far each journey (each attempt) got; `rows` are positions in the bucket."""
    owner, level, cuts, places = _all(events, rules)
    rows = np.where(places >= 0, events.rows[places], NONE) if len(places) else places
    return Entries(owner, level, cuts, rows)


@njit(nogil=True, cache=True)
def _all(events: Events, rules: Rules) -> tuple[Int64, np.ndarray, Int64, Int64]:
    n, steps = len(events.offsets) - 1, rules.steps
    most = len(events.at) if rules.attempts else n
    owner = np.empty(most, np.int64)
    level = np.empty(most, np.int16)
    cuts = np.zeros(most + 1, np.int64)
    rows = np.empty(len(events.at) + steps, np.int64)
    w = _Walk(
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


@njit(nogil=True, cache=True)
def _next_start(lo: int, hi: int, events: Events) -> int:
    for i in range(lo, hi):
        if events.bits[i] & np.uint64(1):
            return i
    return hi


@njit(nogil=True, cache=True)
def _journey(position: int, hi: int, floor: int, events: Events, rules: Rules, w: _Walk) -> None:
    """Leave in `w.best` the attempt of a journey that counts."""
    if rules.reentry == FIRST:
        _go((position, hi, floor, position), events, rules, w)
        return
    _go((position, hi, floor, NONE), events, rules, w)
    if rules.reentry == NEWEST or w.info[1]:
        return
    furthest = w.info[0]
    while position < hi:
        _go((position, hi, floor, position), events, rules, w)
        if w.info[0] >= furthest and not w.info[1]:
            return
        position = _next_start(position + 1, hi, events)
    _go((_next_start(floor, hi, events), hi, floor, NONE), events, rules, w)


@njit(nogil=True, cache=True)
def _attempt(position: int, hi: int, floor: int, events: Events, rules: Rules, w: _Walk) -> int:
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


@njit(nogil=True, cache=True)
def _go(span: tuple[int, int, int, int], events: Events, rules: Rules, w: _Walk) -> tuple[int, int]:
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


@njit(nogil=True, cache=True)
def _take(i: int, j: int, span: tuple[int, int, int, int], events: Events, rules: Rules, w: _Walk) -> None:
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


@njit(nogil=True, cache=True)
def _timed_out(i: int, events: Events, rules: Rules, w: _Walk) -> bool:
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


@njit(nogil=True, cache=True)
def _one_by_one(i: int, only: int, floor: int, events: Events, rules: Rules, w: _Walk) -> None:
    """Take one event in stored order."""
    if rules.direct and events.broken[i]:
        w.fresh[:] = False
    if rules.ties == STORED and events.stops[i]:
        _hit(i, i, events, rules, w)
    bits = events.bits[i]
    k = rules.steps - 1
    while k >= 0:
        k = _highest(bits, k)
        if k < 0:
            break
        if _reach(k, i, only, events, rules, w) and rules.ties == ANY:
            _look_back(k, floor, events, rules, w)
        w.last[k] = i
        k -= 1
    if rules.direct:
        _keep_fresh(bits, i, events, rules, w)


@njit(nogil=True, cache=True)
def _highest(bits: np.uint64, k: int) -> int:
    """Return the highest step of an event that is not above k, or −1."""
    while k >= 0 and not (bits >> np.uint64(k)) & np.uint64(1):
        k -= 1
    return k


@njit(nogil=True, cache=True)
def _keep_fresh(bits: np.uint64, i: int, events: Events, rules: Rules, w: _Walk) -> None:
    """Mark the attempts that the next event could follow directly: those whose last step this event is or repeats."""
    for k in range(rules.steps):
        w.fresh[k] = w.start[k] != NONE and (bits >> np.uint64(k)) & np.uint64(1) != 0
    if rules.ties == ANY:
        _refresh(i, events, rules, w)


@njit(nogil=True, cache=True)
def _refresh(i: int, events: Events, rules: Rules, w: _Walk) -> None:
    """Keep those fresh whose last step came within the grace: in which order it was stored does not matter."""
    for k in range(rules.steps):
        if w.start[k] != NONE and w.path[k, k] < i and _in_use(k, i, w):
            w.fresh[k] = events.at[i] - events.at[w.path[k, k]] <= rules.grace


@njit(nogil=True, cache=True)
def _together(i: int, j: int, only: int, events: Events, rules: Rules, w: _Walk) -> None:
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
                    _reach(k, e, only, events, rules, w)
                    if only < 0 or k > 0:
                        break
    for k in range(rules.steps):
        matches = (union >> np.uint64(k)) & np.uint64(1)
        w.fresh[k] = (w.start[k] != NONE) if matches else (w.fresh[k] and not rules.direct)


@njit(nogil=True, cache=True)
def _reach(k: int, i: int, only: int, events: Events, rules: Rules, w: _Walk) -> bool:
    """Take event i as step k if an attempt allows it; say whether one did."""
    if k == 0:
        if only >= 0 and i != only:
            return False
        w.start[0] = i
        w.path[0, 0] = i
        w.barred[0] = False
        _record(0, w)
        return True
    p = _before(k, i, events, rules, w)
    return p >= 0 and _advance(p, k, i, rules, w)


@njit(nogil=True, cache=True)
def _advance(p: int, k: int, i: int, rules: Rules, w: _Walk) -> bool:
    """Move the attempt at step p on to step k with event i, unless it got there already or is excluded."""
    if w.start[k] == w.start[p] and not rules.previous and (w.fresh[k] or not rules.direct) and not w.info[2]:
        return False
    if rules.ties == ANY and _in_use(p, i, w):
        return False
    if rules.previous and w.start[k] != NONE and w.path[k, k] >= i:
        return False
    if w.barred[p]:
        if k + 1 > w.info[0] or (k + 1 == w.info[0] and w.info[1]):
            w.info[0] = k + 1
            w.info[1] = 1
        return False
    w.start[k] = w.start[p]
    w.path[k, : p + 1] = w.path[p, : p + 1]
    w.path[k, p + 1 : k] = NONE
    w.path[k, k] = i
    w.barred[k] = False
    w.fresh[k] = True
    _record(k, w)
    return True


@njit(nogil=True, cache=True)
def _record(k: int, w: _Walk) -> None:
    if k + 1 > w.info[0] or (k + 1 == w.info[0] and w.info[1]):
        w.info[0] = k + 1
        w.info[1] = 0
        w.best[: k + 1] = w.path[k, : k + 1]


@njit(nogil=True, cache=True)
def _before(k: int, i: int, events: Events, rules: Rules, w: _Walk) -> int:
    """Return the step from which event i can take an attempt to step k, −1 when there is none."""
    p = k - 1
    while p >= 0:
        if w.start[p] != NONE and _in_time(p, k, i, events, rules, w):
            return p
        if not (rules.optional >> np.uint64(p)) & np.uint64(1):
            return -1
        p -= 1
    return -1


@njit(nogil=True, cache=True)
def _in_time(p: int, k: int, i: int, events: Events, rules: Rules, w: _Walk) -> bool:
    anchor = w.path[p, p] if rules.previous else w.start[p]
    if events.clock[i] - events.clock[anchor] > rules.windows[k]:
        return False
    if rules.ties == LATER and events.at[i] <= events.at[w.path[p, p]]:
        return False
    return w.fresh[p] or not (rules.direct >> np.uint64(k)) & np.uint64(1)


@njit(nogil=True, cache=True)
def _in_use(p: int, i: int, w: _Walk) -> bool:
    for step in range(p + 1):  # noqa: SIM110 - compiled
        if w.path[p, step] == i:
            return True
    return False


@njit(nogil=True, cache=True)
def _remember(floor: int, lo: int, events: Events, rules: Rules, w: _Walk) -> None:
    """Note the last event of each step before the walk, as far back as one step after the other can go."""
    i = lo - 1
    while i >= floor and events.at[lo] - events.at[i] <= rules.grace * rules.steps:
        for k in range(rules.steps):
            if (events.bits[i] >> np.uint64(k)) & np.uint64(1) and w.last[k] == NONE:
                w.last[k] = i
        i -= 1


@njit(nogil=True, cache=True)
def _look_back(k: int, floor: int, events: Events, rules: Rules, w: _Walk) -> None:
    """Move the attempt that just got to step k on with events stored before, as long as they are within the grace."""
    later = k + 1
    while later < rules.steps:
        i = _unused(k, later, floor, events, rules, w)
        if i >= 0 and _advance(k, later, i, rules, w):
            k = later
        elif not (rules.optional >> np.uint64(later)) & np.uint64(1):
            return
        later += 1


@njit(nogil=True, cache=True)
def _unused(k: int, later: int, floor: int, events: Events, rules: Rules, w: _Walk) -> int:
    """Return the newest event of step `later` within the grace that the attempt at step k has not used, or −1."""
    i = int(w.last[later])
    if i < 0 or not _in_use(k, i, w):
        return i if i >= 0 and events.at[w.path[k, k]] - events.at[i] <= rules.grace else -1
    lowest = max(floor, i - _FAR_ENOUGH)
    while i >= lowest and events.at[w.path[k, k]] - events.at[i] <= rules.grace:
        if (events.bits[i] >> np.uint64(later)) & np.uint64(1) and not _in_use(k, i, w):
            return i
        i -= 1
    return -1


@njit(nogil=True, cache=True)
def _hits(i: int, j: int, events: Events, rules: Rules, w: _Walk) -> None:
    """Let the exclusions of one instant hit the attempts that were there before it."""
    for e in range(i, j):
        if events.stops[e] and rules.ties != STORED:
            _hit(e, i, events, rules, w)


@njit(nogil=True, cache=True)
def _hit(i: int, before: int, events: Events, rules: Rules, w: _Walk) -> None:
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
