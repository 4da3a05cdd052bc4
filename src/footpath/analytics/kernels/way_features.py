"""Ways as features, to be grouped by: how often each step comes, and each move, start and end included."""

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Float64, Int64, UInt16
from footpath.analytics.kernels.inner import inner

MOST = 4096  # features told apart; beyond, moves share them by hash
Float32 = npt.NDArray[np.float32]
Int16 = npt.NDArray[np.int16]
Whole = int | np.signedinteger[Any]


def feature_count(k: int) -> int:
    """Return how many features ways over k steps have."""
    return min((k + 1) ** 2, MOST)


@inner
def _feature(before: Whole, after: Whole, k: int, size: int) -> Whole:
    """Return the feature of a move; that of a step is the move to itself, which ways without repeats do not have."""
    pair = before * (k + 1) + after
    if (k + 1) * (k + 1) <= size:
        return pair
    return np.int64((np.uint64(pair) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(52))


@inner
def _count(way: UInt16, k: int, counts: Int64, touched: Int64) -> Whole:
    """Count the features of a way into `counts`, note which in `touched`, and return how many those are."""
    found: Whole = 0
    before = np.int64(0)
    for position in range(len(way) + 1):
        after = np.int64(way[position]) if position < len(way) else np.int64(0)
        found = _add(_feature(before, after, k, len(counts)), counts, touched, found)
        if after != 0:
            found = _add(_feature(after, after, k, len(counts)), counts, touched, found)
        before = after
    return found


@inner
def _add(feature: Whole, counts: Int64, touched: Int64, found: Whole) -> Whole:
    if counts[feature] == 0:
        touched[found] = feature
        found += 1
    counts[feature] += 1
    return found


@njit(nogil=True, cache=True)
def way_features(offsets: Int64, codes: UInt16, k: int, size: int) -> Float32:
    """Return (ways × size): square roots of how often each feature comes, of length 1; nothing for an empty way.

    The root keeps what comes often from hiding everything else (Hellinger distance).
    """
    found = np.zeros((len(offsets) - 1, size), np.float32)
    counts = np.zeros(size, np.int64)
    touched = np.empty(size, np.int64)
    for row in range(len(found)):
        way = codes[offsets[row] : offsets[row + 1]]
        if len(way) == 0:
            continue
        total = 2 * len(way) + 1
        for place in range(_count(way, k, counts, touched)):
            found[row, touched[place]] = np.sqrt(counts[touched[place]] / total)
            counts[touched[place]] = 0
    return found


@njit(nogil=True, cache=True)
def nearest_centre(offsets: Int64, codes: UInt16, k: int, centres: Float64) -> tuple[Int16, Float64]:
    """Return each way's nearest centre (the first of equal ones) and the square of its distance; −1 for an empty way.

    Args:
        centres: (size × centres), as the mean of rows of `way_features`.
    """
    size, groups = centres.shape
    nearest = np.full(len(offsets) - 1, -1, np.int16)
    apart = np.zeros(len(offsets) - 1, np.float64)
    counts = np.zeros(size, np.int64)
    touched = np.empty(size, np.int64)
    lengths = np.zeros(groups, np.float64)
    for feature in range(size):
        for group in range(groups):
            lengths[group] += centres[feature, group] ** 2
    alike = np.empty(groups, np.float64)
    for row in range(len(nearest)):
        way = codes[offsets[row] : offsets[row + 1]]
        if len(way) == 0:
            continue
        alike[:] = 0.0
        for place in range(_count(way, k, counts, touched)):
            feature = touched[place]
            root = np.sqrt(counts[feature])
            counts[feature] = 0
            for group in range(groups):
                alike[group] += root * centres[feature, group]
        scale = np.sqrt(2.0 * len(way) + 1.0)
        best = np.inf
        for group in range(groups):
            distance = 1.0 - 2.0 * alike[group] / scale + lengths[group]
            if distance < best:
                best = distance
                nearest[row] = group
        apart[row] = max(best, 0.0)
    return nearest, apart


@njit(nogil=True, cache=True)
def reached_by_group(offsets: Int64, codes: UInt16, group: Int16, shape: tuple[int, int]) -> Int64:
    """Return (groups × (k + 1)): how many ways of each group come to each step; ways of group −1 are left out."""
    groups, k = shape
    found = np.zeros((groups, k + 1), np.int64)
    seen = np.full(k + 1, -1, np.int64)
    for row in range(len(offsets) - 1):
        if group[row] < 0:
            continue
        for position in range(offsets[row], offsets[row + 1]):
            code = codes[position]
            if seen[code] != row:
                seen[code] = row
                found[group[row], code] += 1
    return found


@njit(nogil=True, cache=True)
def marked_sums(
    spans: tuple[Int64, Int64], bits: tuple[np.ndarray, np.ndarray], value: Float64
) -> tuple[Int64, Float64]:
    """Return how many marked events each journey has, and the sum of their amounts, those without counting nothing.

    Args:
        bits: (key, table): event i is marked where table[key[i]] is not 0.
    """
    begin, end = spans
    key, table = bits
    times = np.zeros(len(begin), np.int64)
    sums = np.zeros(len(begin), np.float64)
    for journey in range(len(begin)):
        for i in range(begin[journey], end[journey]):
            if table[key[i]] != np.uint64(0):
                times[journey] += 1
                if value[i] == value[i]:
                    sums[journey] += value[i]
    return times, sums
