"""Bins of a histogram: as many as the cube root of n, of whole width, as PostHog cuts times to convert."""

from math import ceil

import numpy as np

from footpath.analytics.journeys import Float64, Int64


def edges(low: float, high: float, n: int, count: int = 0) -> list[float]:
    """Return where the bins begin, and one more that holds what lies at the upper end.

    Args:
        low, high: range of the values; n: how many there are.
        count: number of bins; 0 = the cube root of n, rounded up.
    """
    bins = count or max(1, ceil(round(n ** (1 / 3), 9)))
    width = max(1, ceil((high - low) / bins))
    return [low + width * place for place in range(bins + 1)]


def counted(values: Float64, begin: list[float]) -> Int64:
    """Return how many values lie in each bin."""
    width = begin[1] - begin[0]
    places = ((values - begin[0]) // width).astype(np.int64)
    return np.bincount(places, minlength=len(begin)).astype(np.int64)
