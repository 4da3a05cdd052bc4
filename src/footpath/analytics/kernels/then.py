"""What was true when an event happened: the last thing said before it."""

import numpy as np
import numpy.typing as npt
from numba import njit

Int64 = npt.NDArray[np.int64]


@njit(nogil=True, cache=True)
def then(spans: tuple[Int64, Int64], at: Int64, lines: tuple[Int64, Int64], since: Int64, code: Int64) -> Int64:
    """Return the code that held at every event: that of the journey's last entry not after it; 0 before the first.

    Args:
        spans: where the events of each journey begin and end.
        at: time of the events, ascending within a journey.
        lines: where the entries of each journey begin and end.
        since, code: of the entries, ascending within a journey.
    """
    begin, end = spans
    low, high = lines
    found = np.zeros(len(at), np.int64)
    for journey in range(len(begin)):
        line, known = low[journey], 0
        for event in range(begin[journey], end[journey]):
            while line < high[journey] and since[line] <= at[event]:
                known = code[line]
                line += 1
            found[event] = known
    return found
