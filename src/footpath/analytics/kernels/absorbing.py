"""Chains with an end: visits and chances by sweeps where they are too large to invert, and what groups change."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Float64, Int64

CONVERSION, NOTHING = -1, -2  # ends of a chain
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


class Moves(NamedTuple):
    """Moves between the states of a chain; state 0 is the start.

    Attributes:
        source, target: of each move; CONVERSION and NOTHING are ends.
        group, times, amount: of each move: group of persons, how often, what its conversions brought.
        rest: 1 / moves out of its source by other groups; 0 = there are none.
    """

    source: Int64
    target: Int64
    group: Int64
    times: Int64
    amount: Float64
    rest: Float64


@njit(nogil=True, cache=True)
def kept(moves: Moves, visits: Float64, chance: Float64, amount: Float64, found: npt.NDArray[np.float64]) -> None:
    """Write the chance of a conversion, and the amount, from the start: with all persons, then without each group.

    Leaving a group out changes the shares of moves; to first order the result changes by visits × change × gain.

    Args:
        visits, chance, amount: of each state: expected visits, and what is got from it on.
        found: 2 × (1 + groups).
    """
    found[0, :] = chance[0]
    found[1, :] = amount[0]
    for i in range(len(moves.source)):
        source, target, times = moves.source[i], moves.target[i], moves.times[i]
        weight = visits[source] * moves.rest[i]
        got = paid = 0.0
        if target >= 0:
            got, paid = times * chance[target], times * amount[target]
        elif target == CONVERSION:
            got, paid = float(times), moves.amount[i]
        found[0, 1 + moves.group[i]] -= weight * (got - times * chance[source])
        found[1, 1 + moves.group[i]] -= weight * (paid - times * amount[source])
