"""A plan as a graph: which moves between its steps are planned, and what every other move is."""

from collections import deque

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics.kernels.fitness import NO_WAY
from footpath.analytics.kernels.variants import UInt64

KINDS = ("planned", "skip", "repeat", "back", "leave", "late", "jump")
PLANNED, SKIP, REPEAT, BACK, LEAVE, LATE, JUMP = range(7)
Bool = npt.NDArray[np.bool_]


class Graph(Struct, frozen=True):
    """Steps 1…k; row 0 is the start of a journey, column 0 its end.

    Attributes:
        allowed: (k + 1) × (k + 1), which moves are planned.
        gap: how many steps the shortest planned way from one step to another passes between; `NO_WAY` = there is none.
        between: bit c − 1 = that way passes step c.
        kind: what a move is, an index of `KINDS`.
    """

    allowed: Bool
    gap: npt.NDArray[np.int32]
    between: UInt64
    kind: npt.NDArray[np.uint8]

    @property
    def shortest(self) -> int:
        """How many visits the shortest planned way has; `NO_WAY` when none leads to an end."""
        return int(self.gap[0, 0])


def in_order(k: int) -> Bool:
    """Return the moves from the start to the first of k steps, from each to the next, and from the last to the end."""
    allowed = np.zeros((k + 1, k + 1), np.bool_)
    for step in range(k + 1):
        allowed[step, (step + 1) % (k + 1)] = True
    return allowed


def graph_of(allowed: Bool, *, to_end: bool = True) -> Graph:
    """Return the plan with these moves.

    Args:
        to_end: whether a way has to be walked to an end.
    """
    size = len(allowed)
    gap = np.full((size, size), NO_WAY, np.int32)
    between = np.zeros((size, size), np.uint64)
    for step in range(size):
        for after, passed in _nearest(allowed, step).items():
            gap[step, after] = len(passed)
            between[step, after] = sum(1 << (one - 1) for one in passed)
    if not to_end:
        gap[:, 0] = 0
    kind = np.array([[_kind(allowed, gap, a, b) for b in range(size)] for a in range(size)], np.uint8)
    return Graph(allowed, gap, between, kind)


def _nearest(allowed: Bool, step: int) -> dict[int, tuple[int, ...]]:
    """Return the steps passed on the shortest planned way to everywhere; of equal ones that by the lower numbers."""
    found: dict[int, tuple[int, ...]] = {}
    waiting: deque[tuple[int, tuple[int, ...]]] = deque([(step, ())])
    while waiting:
        here, passed = waiting.popleft()
        for after in np.flatnonzero(allowed[here]).tolist():
            if after not in found:
                found[after] = passed
                if after:
                    waiting.append((after, (*passed, after)))
    return found


def _kind(allowed: Bool, gap: npt.NDArray[np.int32], before: int, after: int) -> int:
    if allowed[before, after]:
        return PLANNED
    if after == 0:
        return LEAVE
    if before == 0:
        return LATE
    if after <= before:
        return REPEAT if after == before else BACK
    return SKIP if gap[before, after] < NO_WAY else JUMP
