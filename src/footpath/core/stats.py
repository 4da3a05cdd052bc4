"""Intervals for the numbers people see (from counts that add up), and tests that say what is more than chance.

Every interval is two-sided at 95 % unless `z` says otherwise. Degenerate input (n = 0) gives None.
"""

from math import erfc, sqrt

import numpy as np
import numpy.typing as npt

Z95 = 1.959963984540054
Interval = tuple[float, float]
Array = npt.NDArray[np.float64]


def wilson(successes: float, n: float, *, z: float = Z95) -> Interval | None:
    """Interval of a share by Wilson's score method (Wilson 1927); None when n is 0.

    Args:
        successes: how many did, 0 ≤ successes ≤ n.
        n: how many could have.
        z: standard normal quantile.
    """
    if n <= 0:
        return None
    p = successes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    # rounding may push a bound past a share of 0 or 1 by 1e-19; the share itself is always inside
    return max(0.0, min(centre - half, p)), min(1.0, max(centre + half, p))


def mean_interval(total: float, total_of_squares: float, n: int, *, z: float = Z95) -> Interval | None:
    """Interval of a mean from its sum, sum of squares and n (normal approximation); None when n < 2."""
    if n < 2:
        return None
    mean = total / n
    variance = max(0.0, (total_of_squares - n * mean * mean) / (n - 1))
    half = z * sqrt(variance / n)
    return mean - half, mean + half


def ratio_interval(
    totals: tuple[float, float], products: tuple[float, float, float], n: int, *, z: float = Z95
) -> Interval | None:
    """Interval of a ratio of two sums over n cases, first by second, by the delta method; None when n < 2.

    Args:
        totals: sums of both.
        products: sums of first², first · second and second².
    """
    if n < 2 or totals[1] == 0:
        return None
    ratio = totals[0] / totals[1]
    spread = max(0.0, products[0] - 2 * ratio * products[1] + ratio * ratio * products[2]) / (n - 1)
    half = z * sqrt(spread * n) / abs(totals[1])
    return ratio - half, ratio + half


def nps_interval(promoters: int, passives: int, detractors: int, *, z: float = Z95) -> Interval | None:
    """Interval of the Net Promoter Score, −100…100, by the delta method on the three counts; None when n is 0."""
    n = promoters + passives + detractors
    if n <= 0:
        return None
    up, down = promoters / n, detractors / n
    score = up - down
    half = z * sqrt(max(0.0, up + down - score * score) / n)
    return 100 * max(-1.0, score - half), 100 * min(1.0, score + half)


def difference_interval(successes: tuple[float, float], n: tuple[float, float], *, z: float = Z95) -> Interval | None:
    """Interval of the difference of two shares, first minus second, by Newcombe's hybrid of two Wilson intervals.

    Newcombe 1998, method 10: keeps inside −1…1 and holds its level with small n. None when either n is 0.
    """
    first, second = wilson(successes[0], n[0], z=z), wilson(successes[1], n[1], z=z)
    if first is None or second is None:
        return None
    p, q = successes[0] / n[0], successes[1] / n[1]
    below = sqrt((p - first[0]) ** 2 + (second[1] - q) ** 2)
    above = sqrt((first[1] - p) ** 2 + (q - second[0]) ** 2)
    return p - q - below, p - q + above


def upper_tail(z: Array) -> Array:
    """Return the chance that a standard normal exceeds each z."""
    return np.asarray(np.vectorize(erfc, otypes=[float])(np.asarray(z, dtype=float) / sqrt(2)) / 2, dtype=float)


def likelihood_root(successes: Array, n: Array, others: tuple[Array, Array]) -> Array:
    """Return the signed root of the likelihood ratio of two shares being equal: about standard normal if they are.

    Its tails hold where counts are small, unlike those of the pooled z test. Positive where the first share is higher.
    Zero where either n is 0.

    Args:
        successes: k of each first group.
        n: size of each first group.
        others: (k, n) of each second group.
    """
    k1, n1 = np.asarray(successes, dtype=float), np.asarray(n, dtype=float)
    k2, n2 = np.asarray(others[0], dtype=float), np.asarray(others[1], dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        p1, p2, p = k1 / n1, k2 / n2, (k1 + k2) / (n1 + n2)
        gain = _bits(k1, n1, p1) + _bits(k2, n2, p2) - _bits(k1 + k2, n1 + n2, p)
        root = np.sign(p1 - p2) * np.sqrt(np.maximum(0.0, 2 * gain))
    return np.where((n1 > 0) & (n2 > 0), np.nan_to_num(root), 0.0)


def _bits(k: Array, n: Array, p: Array) -> Array:
    """Log-likelihood of k of n at share p, with 0·log 0 = 0."""
    hit = np.where(k > 0, k * np.log(np.where(k > 0, p, 1.0)), 0.0)
    miss = np.where(n - k > 0, (n - k) * np.log(np.where(n - k > 0, 1 - p, 1.0)), 0.0)
    return np.asarray(hit + miss, dtype=float)


def mean_shift(total: Array, n: Array, whole: tuple[Array, Array, float]) -> Array:
    """Return z of a group's mean against the whole it was drawn from, by the permutation variance of the mean.

    With ranks as values this is the Wilcoxon–Mann–Whitney test. Zero where the group is empty or is the whole.

    Args:
        total: sum of the values in each group.
        n: size of each group.
        whole: (sum, size) of the whole per group, and the variance of single values.
    """
    all_total, all_n, variance = whole
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = total / n - all_total / all_n
        spread = np.sqrt(variance * (all_n - n) / (n * np.maximum(all_n - 1, 1)))
        z = gap / spread
    return np.where((n > 0) & (n < all_n) & (variance > 0), np.nan_to_num(z), 0.0)


def discoveries(p: Array, *, rate: float) -> npt.NDArray[np.bool_]:
    """Mark the tests that hold when at most `rate` of the marked may be false (Benjamini & Hochberg 1995)."""
    chances = np.asarray(p, dtype=float)
    marked = np.zeros(len(chances), dtype=bool)
    order = np.argsort(chances, kind="stable")
    below = np.flatnonzero(chances[order] <= rate * np.arange(1, len(chances) + 1) / max(1, len(chances)))
    if len(below):
        marked[order[: below[-1] + 1]] = True
    return marked


def midranks(values: Array) -> Array:
    """Return the ranks 1…n of the values, ties sharing their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2.0)[inverse], dtype=float)


def median_interval(values: Array, *, z: float = Z95) -> Interval | None:
    """Interval of the median from order statistics (binomial, normal approximation); None when n < 6."""
    ordered = np.sort(np.asarray(values, dtype=float))
    n = len(ordered)
    if n < 6:
        return None
    half = z * sqrt(n) / 2
    low, high = max(0, int(n / 2 - half)), min(n - 1, int(n / 2 + half))
    return float(ordered[low]), float(ordered[high])


def design_effect(owner: npt.NDArray[np.int32], values: Array) -> float:
    """Return by how much values of the same owner inflate the variance of the mean (Kish 1965); at least 1.

    Args:
        owner: whose each value is; negative = unknown, each unknown owner is another.
        values: in any unit.
    """
    if len(values) == 0:
        return 1.0
    gap = values - values.mean()
    alone = float((gap * gap).sum())
    known = owner >= 0
    _, who = np.unique(owner[known], return_inverse=True)
    together = np.bincount(who, weights=gap[known])
    spread = float((together * together).sum() + (gap[~known] ** 2).sum())
    return max(1.0, spread / alone) if alone > 0 else 1.0


def group_jackknife(estimates: Array, *, z: float = Z95) -> Array | None:
    """Return half-widths of intervals from estimates with one group of the persons left out each (Quenouille, Tukey).

    Groups are drawn at random and of like size; Student's t takes the place of z. None with fewer than ten groups.

    Args:
        estimates: groups × figures.
        z: standard normal quantile.
    """
    n = len(estimates)
    if n < 10:
        return None
    spread = np.sqrt((n - 1) / n * ((estimates - estimates.mean(axis=0)) ** 2).sum(axis=0))
    return np.asarray(_student(z, n - 1) * spread, dtype=float)


def student(df: int, *, z: float = Z95) -> float:
    """Return the quantile of Student's t that takes the place of z, for 9 degrees of freedom or more."""
    return _student(z, df)


def _student(z: float, df: int) -> float:
    """Return the quantile of Student's t that goes with z (Cornish–Fisher, to 0.2 % from 9 degrees of freedom on)."""
    return z + (z**3 + z) / (4 * df) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df * df)


def wilson_each(successes: Array, n: Array, *, z: float = Z95) -> tuple[Array, Array]:
    """Return the bounds of many shares as `wilson` does, NaN where n is 0 or there are more successes than n.

    Args:
        successes, n: one a share; an n that is no whole number is the size that a clustered sample is worth.
    """
    k, size = np.asarray(successes, dtype=float), np.asarray(n, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.where((size > 0) & (k <= size), k / size, np.nan)
        centre = (p + z * z / (2 * size)) / (1 + z * z / size)
        half = z / (1 + z * z / size) * np.sqrt(p * (1 - p) / size + z * z / (4 * size * size))
        return np.maximum(0.0, np.minimum(centre - half, p)), np.minimum(1.0, np.maximum(centre + half, p))


def poisson_interval(count: float, *, z: float = Z95) -> Interval:
    """Interval of a count of things that happen by chance, by Byar's approximation (Breslow & Day 1987, §2.3).

    Args:
        count: may be a fraction: the number that a clustered count is worth.
        z: standard normal quantile.
    """
    low = 0.0
    if count > 0:
        low = count * max(0.0, 1 - 1 / (9 * count) - z / (3 * sqrt(count))) ** 3
    more = count + 1
    return low, more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3


def difference_of(
    first: tuple[float, Interval], second: tuple[float, Interval], *, correlation: float = 0.0
) -> Interval:
    """Interval of a difference, first minus second, from each one's own interval (MOVER: Zou & Donner 2008; Zou 2007).

    It keeps what is special about the two intervals, as Wilson's staying within 0 and 1.

    Args:
        first, second: the value and its interval.
        correlation: of the two estimates, where the same persons are in both.
    """
    (a, (a_low, a_high)), (b, (b_low, b_high)) = first, second
    down, up, other_up, other_down = a - a_low, a_high - a, b_high - b, b - b_low
    below = down * down + other_up * other_up - 2 * correlation * down * other_up
    above = up * up + other_down * other_down - 2 * correlation * up * other_down
    return a - b - sqrt(max(0.0, below)), a - b + sqrt(max(0.0, above))
