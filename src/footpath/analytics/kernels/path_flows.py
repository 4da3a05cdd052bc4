"""Flows: moves by position, from the 1st step of a walk to the 2nd, to the 3rd, …"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64, UInt16
from footpath.analytics.kernels.inner import inner
from footpath.analytics.kernels.path_steps import gather, room_for
from footpath.analytics.kernels.path_walks import Bool, Spans

VISITS, STARTED, LEFT, BEYOND, REACHED = 0, 1, 2, 3, 4


class FlowRule(NamedTuple):
    """Which part of a journey is a walk, and how its steps are numbered.

    Attributes:
        labels: k.
        collapse, waits: as in `path_walks.Rule`.
        within: longest µs from the walk's first step to a step, or back from its end.
        steps: most steps of a walk.
        right: number steps so that walks finish at the same position, not begin.
    """

    labels: int
    collapse: bool
    within: int
    waits: int
    steps: int
    right: bool


class Flows(NamedTuple):
    """Moves and steps of walks.

    Attributes:
        edge: (position · (k + 2) + before) · (k + 2) + after of each move; positions from 0; k + 1 = what was left out.
        wait: µs of each move.
        nodes: positions × (k + 2) × 5: walks that come by, begin there, end there because the journey does, end there
            by a limit, end there because it is where they were to end.
    """

    edge: Int64
    wait: Int64
    nodes: npt.NDArray[np.int64]


def flows(spans: Spans, at: Int64, key: np.ndarray, lookup: UInt16, ends: tuple[Bool, Bool], rule: FlowRule) -> Flows:
    """Return the moves of walks by position.

    Args:
        spans, at, key, lookup: as in `gather`.
        ends: bool a label: where walks begin, and where they end; none at all = with the journey. With both, a walk
            that is too long keeps its first and its last half, with one step between for what is left out.
    """
    both = len(ends[0]) > 0 and len(ends[1]) > 0
    positions = max(rule.steps, 2 * (rule.steps // 2) + 1) if both else rule.steps
    size = int(np.minimum(spans[1] - spans[0], positions).sum())
    nodes = np.zeros((positions, rule.labels + 2, 5), np.int64)
    found = Flows(np.empty(size, np.int64), np.empty(size, np.int64), nodes)
    given = (*room_for(spans, rule.collapse), np.empty(positions, np.int64))
    count = _flow((spans, at, key, lookup), given, ends, rule, found)
    return Flows(found.edge[:count].copy(), found.wait[:count].copy(), nodes)


@njit(nogil=True, cache=True)
def _flow(
    events: tuple[Spans, Int64, np.ndarray, UInt16],
    given: tuple[Int64, Int64, UInt16, Int64],
    ends: tuple[Bool, Bool],
    rule: FlowRule,
    found: Flows,
) -> int:
    """Write the moves, count the steps, and return how many moves there are."""
    (begin, end), at, key, lookup = events
    first_us, last_us, labels, path = given
    room = (first_us, last_us, labels)
    arrive = last_us if rule.waits == 2 else first_us
    leave = first_us if rule.waits == 1 else last_us
    enough = rule.steps + 1 if len(ends[0]) == 0 and len(ends[1]) == 0 else 0
    both = len(ends[0]) > 0 and len(ends[1]) > 0
    width = rule.labels + 2
    write = 0
    for journey in range(len(begin)):
        n = gather((begin[journey], end[journey]), at, key, lookup, (rule.collapse, enough), room)
        low, high = _stretch(first_us, labels, n, ends, rule)
        if high <= low:
            continue
        length, gap = _shown((low, high), both, rule.steps, path)
        shift = len(path) - length if rule.right else 0
        before = np.int64(0)
        for i in range(length):
            here = np.int64(width - 1) if i == gap else np.int64(labels[path[i]])
            found.nodes[shift + i, here, VISITS] += 1
            if i == 0:
                found.nodes[shift, here, STARTED] += 1
            else:
                found.edge[write] = ((shift + i - 1) * width + before) * width + here
                found.wait[write] = arrive[path[i]] - leave[path[i - 1]]
                write += 1
            before = here
        over = LEFT if path[length - 1] == n - 1 else BEYOND
        found.nodes[shift + length - 1, before, REACHED if len(ends[1]) > 0 else over] += 1
    return write


@inner
def _stretch(first: Int64, codes: UInt16, n: int, ends: tuple[Bool, Bool], rule: FlowRule) -> tuple[int, int]:
    """Return the steps low:high of a journey that are its walk; the same twice when it has none."""
    starts, stops = ends
    low = 0
    while len(starts) > 0 and low < n and not starts[codes[low]]:
        low += 1
    if len(stops) == 0:
        high = n
        while high > low and first[high - 1] - first[low] > rule.within:
            high -= 1
        return low, high
    last = low
    while last < n and not stops[codes[last]]:
        last += 1
    if last >= n:
        return 0, 0
    if len(starts) > 0:
        return (low, last + 1) if first[last] - first[low] <= rule.within else (0, 0)
    while first[last] - first[low] > rule.within:
        low += 1
    return max(low, last + 1 - rule.steps), last + 1


@inner
def _shown(span: tuple[int, int], both: bool, steps: int, path: Int64) -> tuple[int, int]:
    """Write the steps that are shown; return how many, and which of them stands for those left out (−1 = none)."""
    low, high = span
    length = min(high - low, steps)
    for i in range(length):
        path[i] = low + i
    if not both or high - low <= steps:
        return length, -1
    half = steps // 2
    for i in range(half + 1):
        path[half + i] = low + half if i == 0 else high - half + i - 1
    return 2 * half + 1, half
