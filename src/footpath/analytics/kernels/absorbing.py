"""Chains with an end, too large to invert: visits and chances by Gauss–Seidel sweeps until the digits stand."""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Float64, Int64

TOLERANCE = 1e-14
MOST_SWEEPS = 100_000


@njit(nogil=True, cache=True)
def settled(rows: tuple[Int64, Int64, Float64], gain: Float64, barred: npt.NDArray[np.bool_]) -> Float64:
    """Return x with x = gain + Q x, and x = 0 where barred.

    Q is non-negative and every state comes to an end, so x grows from 0 to the one solution; the rate at which the
    steps shrink bounds what is still missing.

    Args:
        rows: Q in compressed rows: offsets, columns, shares.
    """
    offsets, columns, shares = rows
    found = np.zeros(len(gain))
    before = 0.0
    for _ in range(MOST_SWEEPS):
        step, largest = 0.0, 0.0
        for state in range(len(gain)):
            if barred[state]:
                continue
            total, own = gain[state], 0.0
            for i in range(offsets[state], offsets[state + 1]):
                if columns[i] == state:
                    own += shares[i]
                else:
                    total += shares[i] * found[columns[i]]
            total /= 1.0 - own
            step = max(step, abs(total - found[state]))
            largest = max(largest, abs(total))
            found[state] = total
        rate = step / before if before > 0.0 else 0.0
        if step <= 4e-16 * largest or (0.0 < rate < 1.0 and step * rate / (1.0 - rate) <= TOLERANCE * largest):
            break
        before = step
    return found
