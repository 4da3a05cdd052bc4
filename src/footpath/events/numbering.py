"""Numbers for ids, and pairs of ids with when they were first seen, in hash tables that are plain arrays.

An id is told from others by two hashes of 64 bits; that two of a hundred million ids share both is less likely than a
wrong bit in memory. So texts are touched once, when they come for the first time.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

Bool = npt.NDArray[np.bool_]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt64 = npt.NDArray[np.uint64]
_FEWEST = 1024
_FREE = np.uint64(0xFFFF_FFFF_FFFF_FFFF)  # no pair: numbers have 31 bits
_MIX = np.uint64(0x9E37_79B9_7F4A_7C15)  # 2**64 / golden ratio: spreads what lies side by side (Knuth, TAOCP 6.4)


class Numbers:
    """Numbers ids from 0 in the order in which they first come."""

    def __init__(self) -> None:
        self._slots = np.full(_FEWEST, -1, np.int32)
        self._first = np.empty(_FEWEST, np.uint64)
        self._second = np.empty(_FEWEST, np.uint64)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def of(self, first: UInt64, second: UInt64, there: Bool) -> tuple[Int32, Bool]:
        """Return the number of each id, and whether it came for the first time.

        Args:
            first, second: its hashes.
            there: whether there is one; the number of none is -1.
        """
        self._grow(self._count + len(first))
        codes, fresh = np.full(len(first), -1, np.int32), np.zeros(len(first), np.bool_)
        known = (self._slots, self._first, self._second)
        self._count = _number(known, self._count, (first, second, there), codes, fresh)
        return codes, fresh

    def _grow(self, count: int) -> None:
        size = _size_for(count, len(self._slots))
        if size > len(self._slots):
            more = size - len(self._slots)
            self._first = np.append(self._first, np.empty(more, np.uint64))
            self._second = np.append(self._second, np.empty(more, np.uint64))
            self._slots = np.full(size, -1, np.int32)
            _place(self._slots, self._first[: self._count])


class Pairs:
    """Pairs of numbers, and the least instant each came with."""

    def __init__(self) -> None:
        self._keys = np.full(_FEWEST, _FREE, np.uint64)
        self._at = np.empty(_FEWEST, np.int64)
        self._count = 0

    def add(self, left: Int32, right: Int32, at: Int64) -> None:
        """Add pairs; of no account are those with a number below 0."""
        size = _size_for(self._count + len(left), len(self._keys))
        if size > len(self._keys):
            keys, instants = self._keys, self._at
            self._keys, self._at = np.full(size, _FREE, np.uint64), np.empty(size, np.int64)
            _refill(self._keys, self._at, keys, instants)
        self._count = _pair(self._keys, self._at, self._count, (left, right), at)

    def all(self) -> tuple[Int32, Int32, Int64]:
        """Return left and right numbers and instants, each pair once, in no order."""
        there = self._keys != _FREE
        keys = self._keys[there]
        return (keys >> np.uint64(32)).astype(np.int32), keys.astype(np.uint32).astype(np.int32), self._at[there]


def _size_for(count: int, size: int) -> int:
    """Return a power of two, of which at most six tenths are taken by so many."""
    while count * 10 > size * 6:
        size *= 2
    return size


@njit(nogil=True, cache=True)
def _number(
    known: tuple[Int32, UInt64, UInt64], count: int, ids: tuple[UInt64, UInt64, Bool], codes: Int32, fresh: Bool
) -> int:
    slots, first, second = known
    firsts, seconds, there = ids
    last = len(slots) - 1
    for i in range(len(firsts)):
        if not there[i]:
            continue
        place = np.int64(firsts[i] & np.uint64(last))
        while slots[place] >= 0 and (first[slots[place]] != firsts[i] or second[slots[place]] != seconds[i]):
            place = (place + 1) & last
        if slots[place] < 0:
            slots[place], first[count], second[count], fresh[i] = count, firsts[i], seconds[i], True
            count += 1
        codes[i] = slots[place]
    return count


@njit(nogil=True, cache=True)
def _place(slots: Int32, first: UInt64) -> None:
    last = len(slots) - 1
    for code in range(len(first)):
        place = np.int64(first[code] & np.uint64(last))
        while slots[place] >= 0:
            place = (place + 1) & last
        slots[place] = code


@njit(nogil=True, cache=True)
def _slot(keys: UInt64, key: np.uint64) -> int:
    """Return where a pair is, or the free place where it would be."""
    last = len(keys) - 1
    place = np.int64(((key * _MIX) >> np.uint64(20)) & np.uint64(last))
    while keys[place] not in (_FREE, key):
        place = (place + 1) & last
    return int(place)


@njit(nogil=True, cache=True)
def _pair(keys: UInt64, instants: Int64, count: int, both: tuple[Int32, Int32], at: Int64) -> int:
    left, right = both
    for i in range(len(at)):
        if left[i] < 0 or right[i] < 0:
            continue
        key = (np.uint64(left[i]) << np.uint64(32)) | np.uint64(right[i])
        place = _slot(keys, key)
        if keys[place] == _FREE:
            keys[place], instants[place] = key, at[i]
            count += 1
        elif at[i] < instants[place]:
            instants[place] = at[i]
    return count


@njit(nogil=True, cache=True)
def _refill(keys: UInt64, instants: Int64, old: UInt64, at: Int64) -> None:
    for i in range(len(old)):
        if old[i] != _FREE:
            place = _slot(keys, old[i])
            keys[place], instants[place] = old[i], at[i]
