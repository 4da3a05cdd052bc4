"""Where in each journey something is for the first and the last time, and who went straight from one to another."""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64, UInt16

Bool = npt.NDArray[np.bool_]


@njit(nogil=True, cache=True)
def positions(offsets: Int64, codes: UInt16, code: int) -> tuple[Int64, Int64]:
    """Return the first and the last position of a code in each journey, −1 where it is not."""
    first = np.full(len(offsets) - 1, -1, np.int64)
    last = np.full(len(offsets) - 1, -1, np.int64)
    for journey in range(len(offsets) - 1):
        for i in range(offsets[journey], offsets[journey + 1]):
            if codes[i] == code:
                if first[journey] < 0:
                    first[journey] = i
                last[journey] = i
    return first, last


@njit(nogil=True, cache=True)
def moved(offsets: Int64, codes: UInt16, before: int, after: int) -> Bool:
    """Return which journeys have `after` right behind `before`; 0 in the place of `after` is the end."""
    found = np.zeros(len(offsets) - 1, np.bool_)
    for journey in range(len(offsets) - 1):
        begin, end = offsets[journey], offsets[journey + 1]
        for i in range(begin, end):
            follower = codes[i + 1] if i + 1 < end else 0
            if codes[i] == before and follower == after:
                found[journey] = True
    return found
