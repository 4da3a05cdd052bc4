"""Visits: what is left of a journey when events off the map are dropped and repeats in a row are one."""

import numpy as np
import numpy.typing as npt
from numba import njit

Int64 = npt.NDArray[np.int64]
Int32 = npt.NDArray[np.int32]
Bool = npt.NDArray[np.bool_]


@njit(nogil=True, cache=True)
def visits(offsets: Int64, column: Int32) -> tuple[Int64, Int64, Int64]:
    """Return each person's maximal runs of one column, dropping events on no column (code 0).

    Args:
        offsets: persons + 1 positions; person i owns events offsets[i]:offsets[i+1].
        column: code of each event's column.

    Returns:
        (visit offsets by person, first event of each visit, last event of each visit).
    """
    persons = len(offsets) - 1
    bounds = np.zeros(persons + 1, dtype=np.int64)
    first = np.empty(len(column), dtype=np.int64)
    last = np.empty(len(column), dtype=np.int64)
    found = 0
    for person in range(persons):
        at = 0
        for event in range(offsets[person], offsets[person + 1]):
            here = column[event]
            if here == 0:
                continue
            if here != at:
                first[found] = event
                found += 1
                at = here
            last[found - 1] = event
        bounds[person + 1] = found
    return bounds, first[:found].copy(), last[:found].copy()


@njit(nogil=True, cache=True)
def carry(offsets: Int64, codes: Int32) -> Int32:
    """Return the codes with unknowns (0) filled from the person's last known value, else from their first known one."""
    filled = codes.copy()
    for person in range(len(offsets) - 1):
        known = 0
        for event in range(offsets[person], offsets[person + 1]):
            if codes[event] != 0:
                if known == 0:
                    filled[offsets[person] : event] = codes[event]
                known = codes[event]
            else:
                filled[event] = known
    return filled


@njit(nogil=True, cache=True)
def next_marked(offsets: Int64, marked: Bool) -> Int64:
    """Return for each event the person's next marked event after it, −1 where there is none."""
    following = np.full(len(marked), -1, dtype=np.int64)
    for person in range(len(offsets) - 1):
        ahead = -1
        for event in range(offsets[person + 1] - 1, offsets[person] - 1, -1):
            following[event] = ahead
            if marked[event]:
                ahead = event
    return following
