"""Cells: sums of whole numbers by a key of which only few are in use, kept in an open-addressing table.

Whole numbers add up to the same whatever the order. Amounts are held as two: 10⁻⁶ units above and below one, so that
they neither round nor overflow.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64

Sums = npt.NDArray[np.int64]  # cells × columns
FREE = -1
MICROS = 1_000_000


Cells = tuple[Int64, Sums]


def empty(columns: int) -> Cells:
    """Return a table without cells."""
    return np.full(1024, FREE, np.int64), np.zeros((1024, columns), np.int64)


def packed(cells: Cells) -> Cells:
    """Return the cells in use, by key."""
    keys, sums = cells
    used = np.flatnonzero(keys != FREE)
    used = used[np.argsort(keys[used])]
    return keys[used], sums[used]


@njit(nogil=True, cache=True)
def place_of(keys: Int64, key: int) -> np.int64:
    """Return where the key is, or where it belongs if it is not there yet."""
    mask = len(keys) - 1
    mixed = np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)
    place = np.int64(mixed >> np.uint64(20)) & mask
    while keys[place] != FREE and keys[place] != key:
        place = (place + 1) & mask
    return place


@njit(nogil=True, cache=True)
def roomy(keys: Int64, sums: Sums, used: int) -> Cells:
    """Return the table, twice as large when it is more than half full."""
    if 2 * used <= len(keys):
        return keys, sums
    larger = np.full(2 * len(keys), FREE, np.int64)
    moved = np.zeros((2 * len(keys), sums.shape[1]), np.int64)
    for old in range(len(keys)):
        if keys[old] != FREE:
            place = place_of(larger, keys[old])
            larger[place] = keys[old]
            for column in range(sums.shape[1]):
                moved[place, column] = sums[old, column]
    return larger, moved


@njit(nogil=True, cache=True)
def add(cells: Cells, used: int, key: int, count: int, whole: int, micro: int) -> int:
    """Add a count and an amount to the first three columns of a cell; return how many cells are in use now."""
    keys, sums = cells
    place = place_of(keys, key)
    if keys[place] == FREE:
        keys[place] = key
        used += 1
    sums[place, 0] += count
    sums[place, 1] += whole
    sums[place, 2] += micro
    return used
