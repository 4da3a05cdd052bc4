"""How different two ways are."""

import numpy as np
from numba import njit

from footpath.analytics.journeys import Float64, Int64, UInt16
from footpath.analytics.kernels.inner import inner


@njit(nogil=True, cache=True)
def edit_distances(offsets: Int64, codes: UInt16, against: Int64) -> Float64:
    """Return (ways × len(against)): Levenshtein distance of each way to some of them, divided by the longer length.

    Args:
        offsets, codes: the ways, in compressed sparse rows.
        against: rows to compare with. Two empty ways are 0 apart.
    """
    ways = len(offsets) - 1
    distances = np.zeros((ways, len(against)))
    longest = 0
    for way in range(ways):
        longest = max(longest, offsets[way + 1] - offsets[way])
    row = np.empty(longest + 1, np.int64)
    for way in range(ways):
        left = codes[offsets[way] : offsets[way + 1]]
        for index in range(len(against)):
            right = codes[offsets[against[index]] : offsets[against[index] + 1]]
            size = max(len(left), len(right))
            if size > 0:
                distances[way, index] = _levenshtein(left, right, row) / size
    return distances


@inner
def _levenshtein(left: UInt16, right: UInt16, row: Int64) -> int:
    for column in range(len(right) + 1):
        row[column] = column
    for line in range(1, len(left) + 1):
        diagonal = row[0]
        row[0] = line
        for column in range(1, len(right) + 1):
            above = row[column]
            cost = diagonal if left[line - 1] == right[column - 1] else diagonal + 1
            row[column] = min(cost, above + 1, row[column - 1] + 1)
            diagonal = above
    return int(row[len(right)])
