"""How two groups differ in what they did: odds ratios, correlation, and p-values of many tests side by side."""

import numpy as np

from footpath.core.stats import Z95, Array


def odds_ratio(did: Array, others: Array, n: tuple[float, float], *, z: float = Z95) -> tuple[Array, Array, Array]:
    """Return odds ratios with one added to each of the four counts, and their bounds (Woolf 1955, on those counts).

    The odds that one of the first group did it, over the odds that one of the second did.

    Args:
        did, others: how many of the first, and of the second group did each thing.
        n: sizes of the two groups.
    """
    first, second = np.asarray(did, dtype=float) + 1, np.asarray(others, dtype=float) + 1
    not_first, not_second = n[0] + 2 - first, n[1] + 2 - second
    ratio = first * not_second / (not_first * second)
    half = np.exp(z * np.sqrt(1 / first + 1 / second + 1 / not_first + 1 / not_second))
    return ratio, ratio / half, ratio * half


def correlation(did: Array, others: Array, n: tuple[float, float]) -> Array:
    """Return the correlation −1…1 of doing a thing with being in the first group (phi); 0 where all or none do.

    Args:
        did, others: how many of the first, and of the second group did each thing.
        n: sizes of the two groups.
    """
    first, second = np.asarray(did, dtype=float), np.asarray(others, dtype=float)
    spread = np.sqrt((first + second) * (n[0] + n[1] - first - second) * n[0] * n[1])
    gap = first * (n[1] - second) - second * (n[0] - first)
    return np.asarray(np.divide(gap, spread, out=np.zeros(len(first)), where=spread > 0), dtype=float)


def adjusted(p: Array) -> Array:
    """Return for each p the least false-discovery rate at which it holds (Benjamini & Hochberg 1995)."""
    chances = np.asarray(p, dtype=float)
    order = np.argsort(chances, kind="stable")[::-1]
    rates = chances[order] * len(chances) / np.arange(len(chances), 0, -1)
    found = np.empty(len(chances))
    found[order] = np.minimum.accumulate(np.minimum(rates, 1.0)) if len(chances) else rates
    return found
