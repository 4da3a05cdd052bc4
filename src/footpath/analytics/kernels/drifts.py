"""What comparing two sets of journeys needs: journeys of one length, and the work of turning one set into the other."""

import numpy as np
from numba import njit

from footpath.analytics.journeys import Float64, Int64
from footpath.analytics.kernels.cutting import earliest
from footpath.analytics.kernels.inner import inner

_FAR = np.inf


@njit(nogil=True, cache=True)
def cut_short(begin: Int64, end: Int64, at: Int64, length: int) -> Int64:
    """Return the ends of journeys cut to `length` µs after their first event, the bound inside."""
    ends = np.empty(len(begin), np.int64)
    for journey in range(len(begin)):
        ends[journey] = earliest(at, begin[journey], end[journey], at[begin[journey]] + length + 1)
    return ends


@njit(nogil=True, cache=True)
def transport_cost(have: Int64, want: Int64, cost: Float64) -> float:
    """Return the least cost of carrying what there is to where it is wanted (earth mover's distance, not divided).

    Successive shortest paths with potentials: each carries as much as it can on the cheapest way there is.
    Source: Ahuja, Magnanti, Orlin, Network Flows, 1993, ch. 9.

    Args:
        have, want: of equal sum, not negative; one entry a place.
        cost: places × places, not negative, of carrying one from one place to another.
    """
    n = len(have)
    left, open_want = have.copy(), want.copy()
    carried = np.zeros((n, n), np.int64)
    above = np.zeros(2 * n)  # potentials: places to carry from, then places to carry to
    total = 0.0
    while open_want.sum() > 0:
        near, came = _nearest(left, carried, cost, above)
        goal = -1
        for place in range(n):
            if open_want[place] > 0 and (goal < 0 or near[n + place] < near[n + goal]):
                goal = place
        for node in range(2 * n):
            above[node] += min(near[node], near[n + goal])
        load = open_want[goal]
        node = n + goal
        while came[node] >= 0:
            if node < n:
                load = min(load, carried[node, came[node] - n])
            node = came[node]
        load = min(load, left[node])
        left[node] -= load
        open_want[goal] -= load
        node = n + goal
        while came[node] >= 0:
            if node < n:
                carried[node, came[node] - n] -= load
                total -= load * cost[node, came[node] - n]
            else:
                carried[came[node], node - n] += load
                total += load * cost[came[node], node - n]
            node = came[node]
    return total


@inner
def _nearest(left: Int64, carried: Int64, cost: Float64, above: Float64) -> tuple[Float64, Int64]:
    """Return how near each node is to a place with something left, by reduced costs, and where the way came from."""
    n = len(left)
    near = np.full(2 * n, _FAR)
    came = np.full(2 * n, -1, np.int64)
    done = np.zeros(2 * n, np.bool_)
    for place in range(n):
        if left[place] > 0:
            near[place] = 0.0
    for _ in range(2 * n):
        here = _closest(near, done)
        if here < 0:
            break
        done[here] = True
        for place in range(n):
            if here < n:
                node, step = n + place, cost[here, place] + above[here] - above[n + place]
            elif carried[place, here - n] > 0:
                node, step = place, above[here] - above[place] - cost[place, here - n]
            else:
                continue
            # rounding may leave a reduced cost a hair below nothing
            if not done[node] and near[here] + max(step, 0.0) < near[node]:
                near[node] = near[here] + max(step, 0.0)
                came[node] = here
    return near, came


@inner
def _closest(near: Float64, done: np.ndarray) -> int:
    """Return the nearest node that is not done and can be reached, −1 where there is none."""
    here = -1
    for node in range(len(near)):
        if not done[node] and near[node] < _FAR and (here < 0 or near[node] < near[here]):
            here = node
    return here
