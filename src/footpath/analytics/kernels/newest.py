"""The newest event of journeys."""

import numpy as np
from numba import njit

from footpath.analytics.journeys import NEVER, Int64


@njit(nogil=True, cache=True)
def newest(begin: Int64, end: Int64, at: Int64) -> np.int64:
    """Return the µs of the newest event in a journey, `NEVER` when there is none: one line of memory a journey."""
    best = np.int64(NEVER)
    for journey in range(len(begin)):
        if end[journey] > begin[journey]:
            best = max(best, at[end[journey] - 1])
    return best
