"""How many numbers are not above cuts, by group of persons."""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Float64


@njit(nogil=True, cache=True)
def not_above(value: Float64, share: npt.NDArray[np.uint8], cuts: Float64, shares: int) -> Float64:
    """Return group × cut: how many of the group's numbers are not above the cut.

    Args:
        value: numbers.
        share: group of each.
        cuts: ascending.
        shares: number of groups.
    """
    found = np.zeros((shares, len(cuts)), np.float64)
    for i in range(len(value)):
        place = np.searchsorted(cuts, value[i])
        if place < len(cuts):
            found[share[i], place] += 1
    for group in range(shares):
        for cut in range(1, len(cuts)):
            found[group, cut] += found[group, cut - 1]
    return found
