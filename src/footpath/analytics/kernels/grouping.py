"""Points put into groups around centres."""

import numpy as np
from numba import njit

from footpath.analytics.journeys import Float64, Int64


@njit(nogil=True, cache=True)
def k_means(points: Float64, start: Float64, steps: int) -> tuple[Int64, Float64, float]:
    """Return (group of each point, centres, sum of squared distances) when no point changes its group any more.

    Lloyd's algorithm: each point to the nearest centre (the first of equal ones), each centre to the mean of its
    points; a centre without any stays where it is.

    Args:
        start: centres to begin with.
        steps: most rounds.
    """
    size, width = points.shape
    groups = len(start)
    centres = start.copy()
    group = np.full(size, -1, np.int64)
    total = 0.0
    for _ in range(steps):
        sums = np.zeros((groups, width))
        counts = np.zeros(groups, np.int64)
        changed = False
        total = 0.0
        for point in range(size):
            nearest, best = 0, np.inf
            for one in range(groups):
                apart = 0.0
                for axis in range(width):
                    apart += (points[point, axis] - centres[one, axis]) ** 2
                if apart < best:
                    nearest, best = one, apart
            changed |= group[point] != nearest
            group[point] = nearest
            counts[nearest] += 1
            sums[nearest] += points[point]
            total += best
        if not changed:
            break
        for one in range(groups):
            if counts[one] > 0:
                centres[one] = sums[one] / counts[one]
    return group, centres, total
