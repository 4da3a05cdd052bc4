"""Chains: the labels of a bucket's events one after the other, a byte each, with a zero before and after every journey.

Whatever counts neighbours reads nothing else: starts and ends are pairs like any other.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64, UInt16

UInt8 = npt.NDArray[np.uint8]
MOST = 31  # labels whose triples fit in a table of 32 × 32 × 32, most of which stays in a core's own cache
_AT_ONCE = 1 << 9  # triples numbered together: the next ones come from memory while these are counted


def chain(spans: tuple[Int64, Int64], key: np.ndarray, lookup: UInt16) -> UInt8:
    """Return the labels lookup[key[i]] of all events in journeys, those without one (0) left out; ends in zeros."""
    begin, end = spans
    made = np.zeros(-(-(int((end - begin).sum()) + len(begin) + 4) // 2) * 2, np.uint8)
    length = _write(begin, end, key, lookup.astype(np.uint8), made)
    return made[: -(-(length + 3) // 2) * 2].copy() if length < len(made) // 2 else made


@njit(nogil=True, cache=True)
def _write(begin: Int64, end: Int64, key: np.ndarray, lookup: UInt8, made: UInt8) -> int:
    """Write the chain and return its length without the zeros behind it."""
    place = np.uint64(1)
    for journey in range(len(begin)):
        for i in range(np.uint64(begin[journey]), np.uint64(end[journey])):
            label = lookup[key[i]]
            made[place] = label
            place += np.uint64(label != 0)
        made[place] = 0
        place += np.uint64(1)
    made[place:] = 0
    return int(place)


@njit(nogil=True, cache=True)
def chain_counts(pairs: UInt16, k: int) -> Int64:
    """Return (k + 1) × (k + 1) counts: how often b came right after a; row 0 = starts with b, column 0 = ends with a.

    Three labels are counted at a time, every second one shared, so that two pairs cost one addition. Numbering the
    triples is done for many at once by the compiler's vectors. About 0.2 ns an event.

    Args:
        pairs: a chain of labels up to 31, seen as pairs of bytes.
    """
    triples = np.zeros(1 << 15, np.uint32)
    number = np.empty(_AT_ONCE, np.uint16)
    low, high, five, one = np.uint32(31), np.uint32(31 << 5), np.uint32(3), np.uint64(1)
    done, stop = np.uint64(0), np.uint64(len(pairs) - 1)
    while done < stop:
        many = min(np.uint64(_AT_ONCE), stop - done)
        for i in range(many):
            here, behind = np.uint32(pairs[done + i]), np.uint32(pairs[done + i + one])
            number[i] = np.uint16((here & low) | ((here >> five) & high) | ((behind & low) << np.uint32(10)))
        for i in range(many):
            triples[number[i]] += np.uint32(1)
        done += many
    counts = np.zeros((k + 1, k + 1), np.int64)
    for third in range(k + 1):
        for second in range(k + 1):
            for first in range(k + 1):
                many_times = np.int64(triples[third << 10 | second << 5 | first])
                counts[first, second] += many_times
                counts[second, third] += many_times
    counts[0, 0] = 0
    return counts
