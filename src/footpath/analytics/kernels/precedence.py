"""In which order persons meet things for the first time."""

import numpy as np
from numba import njit

from footpath.analytics.journeys import Int64, UInt16


@njit(nogil=True, cache=True)
def precedence(offsets: Int64, codes: UInt16, k: int) -> Int64:
    """Return (k + 1) × (k + 1): persons who met a for the first time before they first met b; both were met.

    Events of equal time keep their order in the source. Row and column 0 stay 0. Add over buckets.
    """
    before = np.zeros((k + 1, k + 1), np.int64)
    seen = np.full(k + 1, -1, np.int64)
    met = np.empty(k + 1, np.int64)
    for person in range(len(offsets) - 1):
        count = 0
        for position in range(offsets[person], offsets[person + 1]):
            code = codes[position]
            if seen[code] == person:
                continue
            seen[code] = person
            for earlier in range(count):
                before[met[earlier], code] += 1
            met[count] = code
            count += 1
    return before
