"""How long moves took: exact means, and quantiles of times kept to seven digits."""

from collections.abc import Sequence

import numpy as np

from footpath.analytics.durations import SECOND_US
from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.path_steps import Float32

DIGITS = 7  # what four bytes hold of a time


def quantiles(slices: Sequence[Float32], shares: Sequence[float] = (0.5, 0.9)) -> list[float | None]:
    """Return quantiles in seconds of µs that lie in several arrays, linear between the nearest two; None of none.

    Args:
        shares: ascending.
    """
    values = np.concatenate(slices) if slices else np.zeros(0, np.float32)
    found: list[float | None] = []
    for share in shares:
        if not len(values):
            found.append(None)
            continue
        place = (len(values) - 1) * share
        below = int(place)
        # One position at a time: several at once are four times slower. What is smaller than one is not looked at for
        # the next.
        done = int((len(values) - 1) * shares[len(found) - 1]) if found else 0
        values[done:].partition(below - done)
        low = float(values[below])
        high = float(values[below + 1 :].min()) if place > below else low
        found.append(rounded((low + (place - below) * (high - low)) / SECOND_US))
    return found


def rounded(seconds: float) -> float:
    """Return a time to seven digits, so that whole seconds stay whole."""
    return float(f"{seconds:.{DIGITS}g}")


def mean(sums: Int64, count: int) -> float | None:
    """Return the mean in seconds from the sum in units of 2³² µs and of 1 µs."""
    return ((int(sums[0]) << 32) + int(sums[1])) / count / SECOND_US if count else None
