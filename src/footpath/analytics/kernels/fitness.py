"""How far ways are from the nearest planned one: visits to add and visits to take away."""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64, UInt16
from footpath.analytics.kernels.inner import inner

Int32 = npt.NDArray[np.int32]
NO_WAY = 1 << 20
_FAR = 1 << 60


@njit(nogil=True, cache=True)
def plan_costs(offsets: Int64, codes: UInt16, gap: Int32) -> Int64:
    """Return each way's cost: the fewest visits to add or take away that make it a planned way.

    A visit may be kept (after one kept before, adding what the plan has between) or taken away. For each step the
    least cost of having kept it last is enough to know; costs are counted less one for every visit so far, so that
    taking a visit away changes nothing. Source: alignments of Adriansyah, "Aligning observed and modeled behavior",
    2014, with unit costs, on a plan whose shortest ways are known beforehand.

    Args:
        offsets, codes: the ways, steps 1…k, in compressed sparse rows.
        gap: (k + 1) × (k + 1): steps to add between; row 0 the start, column 0 the end; `NO_WAY` = none leads there.
    """
    size = len(gap)
    found = np.empty(len(offsets) - 1, np.int64)
    best = np.empty(size, np.int64)
    kept = np.empty(size, np.int64)  # steps that were kept last by some way so far, the start among them
    for way in range(len(offsets) - 1):
        best[:] = _FAR
        best[0] = 0
        kept[0] = 0
        count = 1
        for position in range(offsets[way], offsets[way + 1]):
            here = codes[position]
            least = _least(best, kept[:count], gap[:, here])
            if least == _FAR:
                continue
            if best[here] == _FAR:
                kept[count] = here
                count += 1
            best[here] = min(best[here], least - 1)
        found[way] = _least(best, kept[:count], gap[:, 0]) + offsets[way + 1] - offsets[way]
    return found


@inner
def _least(best: Int64, kept: Int64, gap: Int32) -> int:
    least = np.int64(_FAR)
    for step in kept:
        if gap[step] < NO_WAY:
            least = min(least, best[step] + gap[step])
    return int(least)
