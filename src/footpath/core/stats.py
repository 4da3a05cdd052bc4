"""Intervals for the numbers people see: shares, means and NPS, from counts that add up.

Every interval is two-sided at 95 % unless `z` says otherwise. Degenerate input (n = 0) gives None.
"""

from math import sqrt

Z95 = 1.959963984540054
Interval = tuple[float, float]


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
    return max(0.0, centre - half), min(1.0, centre + half)


def mean_interval(total: float, total_of_squares: float, n: int, *, z: float = Z95) -> Interval | None:
    """Interval of a mean from its sum, sum of squares and n (normal approximation); None when n < 2."""
    if n < 2:
        return None
    mean = total / n
    variance = max(0.0, (total_of_squares - n * mean * mean) / (n - 1))
    half = z * sqrt(variance / n)
    return mean - half, mean + half


def nps_interval(promoters: int, passives: int, detractors: int, *, z: float = Z95) -> Interval | None:
    """Interval of the Net Promoter Score, −100…100, by the delta method on the three counts; None when n is 0."""
    n = promoters + passives + detractors
    if n <= 0:
        return None
    up, down = promoters / n, detractors / n
    score = up - down
    half = z * sqrt(max(0.0, up + down - score * score) / n)
    return 100 * max(-1.0, score - half), 100 * min(1.0, score + half)
