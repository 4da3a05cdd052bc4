"""Quantiles with the intervals of their order statistics, exactly and without sorting everything."""

from collections.abc import Callable, Sequence
from math import sqrt

import numpy as np
import numpy.typing as npt

from footpath.core.stats import Z95, Array, Interval


def quantiles(
    values: Array | npt.NDArray[np.int64], shares: tuple[float, ...], *, effect: float = 1.0
) -> list[tuple[float, Interval | None]]:
    """Return quantiles (linear between the nearest two) and their intervals from order statistics.

    The ranks of the bounds are binomial by normal approximation; an interval is None where the values are worth fewer
    than 6, or a bound would lie beyond them. Nothing is sorted but what lies at the ranks.

    Args:
        values: at least one.
        shares: 0.5 = the median.
        effect: design effect, by how much values that belong together widen the variance.
    """

    def held(ranks: list[int]) -> list[float]:
        ordered = np.partition(values, ranks)
        return [float(ordered[rank]) for rank in ranks]

    return _quantiles(len(values), held, shares, effect)


def quantiles_of_sorted(
    parts: Sequence[npt.NDArray[np.int64]], shares: tuple[float, ...], *, effect: float = 1.0
) -> list[tuple[float, Interval | None]]:
    """Return what `quantiles` does for whole numbers in several sorted arrays, in the time of a few look-ups in each.

    Args:
        parts: ascending, at least one value in all.
    """

    def held(ranks: list[int]) -> list[float]:
        return [float(value) for value in _selected(parts, np.array(ranks))]

    return _quantiles(sum(map(len, parts)), held, shares, effect)


def _selected(parts: Sequence[npt.NDArray[np.int64]], ranks: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the values at some ranks of several sorted arrays taken together, by halving where they can be."""
    some = [part for part in parts if len(part)]
    low = np.full(len(ranks), min(int(part[0]) for part in some), np.int64)
    high = np.full(len(ranks), max(int(part[-1]) for part in some), np.int64)
    while (low < high).any():
        middle = low + (high - low) // 2
        below = sum(np.searchsorted(part, middle, side="right") for part in some)
        enough = below > ranks
        low, high = np.where(enough, low, middle + 1), np.where(enough, middle, high)
    return low


def _quantiles(
    n: int, held: Callable[[list[int]], list[float]], shares: tuple[float, ...], effect: float
) -> list[tuple[float, Interval | None]]:
    """Return quantiles and intervals of n values, asking for those at the ranks they lie at."""
    places: list[tuple[float, tuple[int, int] | None]] = []
    ranks: set[int] = set()
    for share in shares:
        at = share * (n - 1)
        half = Z95 * sqrt(n * share * (1 - share) * effect)
        low, high = int(n * share - half), int(n * share + half)
        some = n / effect >= 6 and n * share - half >= 0 and high < n
        places.append((at, (low, high) if some else None))
        ranks |= {int(at), min(int(at) + 1, n - 1)} | ({low, high} if some else set())
    value = dict(zip(sorted(ranks), held(sorted(ranks)), strict=True))
    found: list[tuple[float, Interval | None]] = []
    for at, bounds in places:
        below, above = value[int(at)], value[min(int(at) + 1, n - 1)]
        interval = (value[bounds[0]], value[bounds[1]]) if bounds else None
        found.append((below + (above - below) * (at - int(at)), interval))
    return found
