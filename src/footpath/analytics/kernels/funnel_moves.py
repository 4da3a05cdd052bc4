"""How events move the attempts of a funnel in order from step to step; `funnel_walk` says which events, and when.

For each step the newest attempt that got there is kept: a newer start can do whatever an older one can.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.funnel import NONE, Events
from footpath.analytics.kernels.inner import inner

STORED, LATER, ANY = 0, 1, 2
FIRST, NEWEST, LONGEST = 0, 1, 2


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


class Walk(NamedTuple):
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


@njit(nogil=True, cache=True)
def reach(k: int, i: int, only: int, events: Events, rules: Rules, w: Walk) -> bool:
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
    return p >= 0 and advance(p, k, i, events, rules, w)


@njit(nogil=True, cache=True)
def advance(p: int, k: int, i: int, events: Events, rules: Rules, w: Walk) -> bool:
    """Move the attempt at step p on to step k with event i, unless it got there already or is excluded."""
    if w.start[k] == w.start[p] and not rules.previous and (w.fresh[k] or not rules.direct) and not w.info[2]:
        return False
    if rules.ties == ANY and (in_use(p, i, w) or _missed_stop(p, i, events, rules, w)):
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


@inner
def _record(k: int, w: Walk) -> None:
    if k + 1 > w.info[0] or (k + 1 == w.info[0] and w.info[1]):
        w.info[0] = k + 1
        w.info[1] = 0
        w.best[: k + 1] = w.path[k, : k + 1]


@inner
def _before(k: int, i: int, events: Events, rules: Rules, w: Walk) -> int:
    """Return the step from which event i can take an attempt to step k, −1 when there is none."""
    p = k - 1
    while p >= 0:
        if w.start[p] != NONE and _in_time(p, k, i, events, rules, w):
            return p
        if not (rules.optional >> np.uint64(p)) & np.uint64(1):
            return -1
        p -= 1
    return -1


@inner
def _in_time(p: int, k: int, i: int, events: Events, rules: Rules, w: Walk) -> bool:
    anchor = w.path[p, p] if rules.previous else w.start[p]
    if events.clock[i] - events.clock[anchor] > rules.windows[k]:
        return False
    if rules.ties == LATER and events.at[i] <= events.at[w.path[p, p]]:
        return False
    return w.fresh[p] or not (rules.direct >> np.uint64(k)) & np.uint64(1)


@njit(nogil=True, cache=True)
def in_use(p: int, i: int, w: Walk) -> bool:
    """Say whether the attempt at step p has used event i."""
    for step in range(p + 1):  # noqa: SIM110 - compiled
        if w.path[p, step] == i:
            return True
    return False


@njit(nogil=True, cache=True)
def highest(bits: np.uint64, k: int) -> int:
    """Return the highest step of an event that is not above k, or −1."""
    while k >= 0 and not (bits >> np.uint64(k)) & np.uint64(1):
        k -= 1
    return k


@inner
def _missed_stop(p: int, i: int, events: Events, rules: Rules, w: Walk) -> bool:
    """Say whether an exclusion lies between step p and event i that came before the attempt was known to be there."""
    if len(rules.first) == 0:
        return False
    here, known = w.path[p, p], w.path[p, p]
    for step in range(p):
        known = max(known, w.path[p, step])
    for other in range(here + 1, known):
        if events.at[here] < events.at[other] < events.at[i] and events.stops[other]:
            for e in range(len(rules.first)):
                if (events.stops[other] >> np.uint64(e)) & np.uint64(1) and rules.first[e] <= p < rules.last[e]:
                    return True
    return False
