"""Cells: sums of whole numbers by a key of which only few are in use, kept in an open-addressing table.

Whole numbers add up to the same whatever the order. Amounts are held as two: 10⁻⁶ units above and below one, so that
they neither round nor overflow.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64

Sums = npt.NDArray[np.int64]  # cells × columns
FREE = -1
MICROS = 1_000_000


Cells = tuple[Int64, Sums]


def filled(fill: Callable[[Int64, Sums, Int64], bool], columns: int) -> Cells:
    """Return the cells in use, by key, of a table that `fill` has filled.

    Args:
        fill: takes the table, and (where it goes on, cells in use), which it keeps up to date; False = it needs room.
            Kernels never change which table they work on: counting references to it would cost more than the sums.
        columns: of the sums.
    """
    keys, sums = np.full(4096, FREE, np.int64), np.zeros((4096, columns), np.int64)
    walk = np.zeros(2, np.int64)
    while not fill(keys, sums, walk):
        keys, sums = _grown(keys, sums)
    used = np.flatnonzero(keys != FREE)
    used = used[np.argsort(keys[used])]
    return keys[used], sums[used]


def gathered(tables: Sequence[Cells]) -> Cells:
    """Return the cells of several tables added up, by key."""
    keys = np.concatenate([keys for keys, _ in tables])
    order = np.argsort(keys, kind="stable")
    sums = np.concatenate([sums for _, sums in tables])[order]
    firsts = np.flatnonzero(np.diff(keys[order], prepend=-1))
    return keys[order][firsts], np.add.reduceat(sums, firsts, axis=0) if len(firsts) else sums


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
def _grown(keys: Int64, sums: Sums) -> Cells:
    """Return the table with room for twice as many cells."""
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
def lacks(keys: Int64, used: int, most: int) -> bool:
    """Say whether `most` more cells would fill more than half of the table."""
    return bool(2 * (used + most) > len(keys))


@njit(nogil=True, cache=True)
def count(keys: Int64, sums: Sums, used: int, key: int) -> int:
    """Add one to the first column of a cell; return how many cells are in use now."""
    place = place_of(keys, key)
    if keys[place] == FREE:
        keys[place] = key
        used += 1
    sums[place, 0] += 1
    return used


@njit(nogil=True, cache=True)
def add(keys: Int64, sums: Sums, used: int, key: int, worth: tuple[int, int, int]) -> int:
    """Add to the first three columns of a cell; return how many cells are in use now."""
    place = place_of(keys, key)
    if keys[place] == FREE:
        keys[place] = key
        used += 1
    for column in range(3):
        sums[place, column] += worth[column]
    return used
