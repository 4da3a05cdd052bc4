"""Shapley values of what every set of things is worth: exactly over all sets, or over permutations of the things.

A set is a bit mask: bit i = thing i + 1. What a set is worth is a rate: what the journeys on which nothing but the
set's things lie came to, over the number of those journeys (Shapley 1953; Dalessandro et al. 2012).
"""

from math import lgamma

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Float64, Int64
from footpath.analytics.kernels.inner import inner

Matrix = npt.NDArray[np.float64]
_NEAR = 1 << 12


@njit(nogil=True, cache=True)
def inside(sets: Int64, amounts: Int64, things: int) -> Int64:
    """Return for each of the 2^things sets the sum over all its subsets: the zeta transform, in whole numbers."""
    sums = np.zeros(1 << things, np.int64)
    for i in range(len(sets)):
        sums[sets[i]] += amounts[i]
    if things < 3:
        _add_halves(sums, 1)
        return sums
    near = min(len(sums), _NEAR)  # sets that share the fast cache are added up among themselves first
    for begin in range(0, len(sums), near):
        _add_eights(sums[begin : begin + near])
        _add_halves(sums[begin : begin + near], 8)
    _add_halves(sums, near)
    return sums


@inner
def _add_eights(sums: Int64) -> None:
    """Do the first three things at once, eight sets at a time, in registers."""
    for i in range(0, len(sums), 8):
        a, b, c, d = sums[i], sums[i + 1], sums[i + 2], sums[i + 3]
        e, f, g, h = sums[i + 4], sums[i + 5], sums[i + 6], sums[i + 7]
        b, d, f, h = a + b, c + d, e + f, g + h
        c, d, g, h = a + c, b + d, e + g, f + h
        sums[i + 1], sums[i + 2], sums[i + 3] = b, c, d
        sums[i + 4], sums[i + 5], sums[i + 6], sums[i + 7] = a + e, b + f, c + g, d + h


@inner
def _add_halves(sums: Int64, half: int) -> None:
    while half < len(sums):
        for begin in range(0, len(sums), 2 * half):
            lower, upper = sums[begin : begin + half], sums[begin + half : begin + 2 * half]
            for i in range(half):
                upper[i] += lower[i]
        half *= 2


@njit(nogil=True, cache=True)
def shapley(worth: Float64) -> Float64:
    """Return the Shapley value of each thing, from what each set is worth; `worth[0]` is that of no thing at all.

    Σ over sets S without i of |S|!(k−|S|−1)!/k! · (worth(S ∪ i) − worth(S)).
    """
    things = 0
    while (1 << things) < len(worth):
        things += 1
    found = np.zeros(things)
    if things == 0:
        return found
    joining = np.zeros(things + 1)  # weight of a set that i would join, by size; and of one that i is in
    for size in range(things):
        joining[size] = np.exp(lgamma(size + 1.0) + lgamma(float(things - size)) - lgamma(things + 1.0))
    weighted = np.empty(len(worth))
    without = 0.0
    for one in range(len(worth)):
        size, rest = 0, one
        while rest:
            rest &= rest - 1
            size += 1
        without += joining[size] * worth[one]
        weighted[one] = worth[one] * (joining[size] + (joining[size - 1] if size else 0.0))
    for thing in range(things - 1, -1, -1):
        half = 1 << thing
        found[thing] = weighted[half : 2 * half].sum() - without
        for i in range(half):
            weighted[i] += weighted[half + i]
    return found


@njit(nogil=True, cache=True)
def sampled(sets: Int64, groups: Int64, amounts: npt.NDArray[np.int64], orders: npt.NDArray[np.int64]) -> Matrix:
    """Return what each thing adds when it joins in each order: orders × (1 + groups) × things.

    In row 0 all journeys count; in row 1 + g those of group g are left out.

    Args:
        sets, groups: of each cell.
        amounts: cells × (journeys, 10⁻⁶ units they came to, ones they came to).
        orders: permutations of the things, one a row.
    """
    things = orders.shape[1]
    n_groups = int(groups.max()) + 1 if len(groups) else 0
    found = np.zeros((len(orders), 1 + n_groups, things))
    rank = np.empty(64, np.int64)
    table = np.empty((8, 256), np.int64)
    for order in range(len(orders)):
        rank[:] = 0
        for place in range(things):
            rank[orders[order, place]] = place
        _last_of_bytes(rank, table)
        sums = np.zeros((things, 1 + n_groups, 3), np.int64)
        for cell in range(len(sets)):
            rest, last, byte = sets[cell], 0, 0
            while rest:
                last = max(last, table[byte, rest & 255])
                rest >>= 8
                byte += 1
            for column in range(3):
                sums[last, 0, column] += amounts[cell, column]
                sums[last, 1 + groups[cell], column] += amounts[cell, column]
        _marginals(sums, orders[order], found[order])
    return found


@inner
def _last_of_bytes(rank: Int64, table: npt.NDArray[np.int64]) -> None:
    """Write for each byte of a set, and each value of it, the highest rank of its things."""
    for byte in range(8):
        table[byte, 0] = 0
        for value in range(1, 256):
            top = 7
            while not (value >> top) & 1:
                top -= 1
            table[byte, value] = max(rank[8 * byte + top], table[byte, value ^ (1 << top)])


@inner
def _marginals(sums: npt.NDArray[np.int64], order: Int64, found: Matrix) -> None:
    for row in range(found.shape[0]):
        journeys, micros, ones, before = 0, 0, 0, 0.0
        for place in range(len(order)):
            sign = 1 if row else 0
            journeys += sums[place, 0, 0] - sign * sums[place, row, 0]
            micros += sums[place, 0, 1] - sign * sums[place, row, 1]
            ones += sums[place, 0, 2] - sign * sums[place, row, 2]
            worth = (ones + micros / 1e6) / journeys if journeys else 0.0
            found[row, order[place]] += worth - before
            before = worth
