"""Means of answers that do not all count the same (survey weights), with their intervals."""

from math import sqrt
from typing import NamedTuple

from footpath.core.stats import Z95, Interval


class Moments(NamedTuple):
    """Sums of weighted answers; adding two field by field gives those of all answers together.

    Attributes:
        n: answers.
        w, wx: Σw, Σwx.
        ww, wwx, wwxx: Σw², Σw²x, Σw²x².
    """

    n: int
    w: float
    wx: float
    ww: float
    wwx: float
    wwxx: float


def effective_n(weights: float, weights_squared: float) -> float:
    """How many equal answers carry as much information as these weighted ones (Kish 1965): (Σw)² / Σw²; 0 for none.

    Args:
        weights: Σw.
        weights_squared: Σw².
    """
    return weights * weights / weights_squared if weights_squared > 0 else 0.0


def weighted_mean_interval(moments: Moments, *, z: float = Z95) -> Interval | None:
    """Interval of a weighted mean Σwx / Σw by the delta method (Taylor linearisation); None when n < 2.

    Variance n / (n − 1) · Σ w²(x − m)² / (Σw)²  (Cochran 1977, §6; Särndal, Swensson, Wretman 1992, §5.6), which is
    the usual s² / n when all weights are equal.
    """
    if moments.n < 2 or moments.w <= 0:
        return None
    mean = moments.wx / moments.w
    spread = max(0.0, moments.wwxx - 2 * mean * moments.wwx + mean * mean * moments.ww)
    half = z * sqrt(moments.n / (moments.n - 1) * spread) / moments.w
    return mean - half, mean + half
