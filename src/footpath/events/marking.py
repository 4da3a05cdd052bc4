"""Which of some sorted keys are among others, sorted too."""

import numpy as np
import numpy.typing as npt
from numba import njit

UInt64 = npt.NDArray[np.uint64]
Bool = npt.NDArray[np.bool_]


@njit(nogil=True, cache=True)
def mark(high: UInt64, low: UInt64, keys: tuple[UInt64, UInt64], found: Bool) -> None:
    """Mark the keys that a run holds. Both are sorted, so each is looked for from where the one before it would be."""
    size, place = np.int64(len(high)), np.int64(0)
    for number in range(len(keys[0])):
        key, step = keys[0][number], np.int64(1)
        while place + step < size and high[place + step] < key:
            place += step
            step <<= 1
        while step > 0:
            if place + step < size and high[place + step] < key:
                place += step
            step >>= 1
        here = place if place < size and high[place] >= key else place + 1
        while here < size and high[here] == key:  # more than once only where keys have the same upper half
            found[number] |= low[here] == keys[1][number]
            here += 1
