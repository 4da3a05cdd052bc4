"""Percentiles with intervals: persons drawn anew by chance, many times, in groups (Poisson bootstrap).

Persons are in 256 groups by a hash of their name, so that all of a person's numbers are drawn together and the same
data gives the same interval however it is stored. Each of 400 draws gives every group a weight from Poisson(1); the
percentile of a draw is read off the weighted share of numbers below some cuts around the percentile.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics.journeys import Float64
from footpath.analytics.kernels.quantiles import not_above
from footpath.analytics.metrics.estimates import FEW
from footpath.core.stats import Interval

SHARES = 256
DRAWS = 400
_CUTS = 16
_EXACT = 1 << 22  # numbers up to which single precision adds weighted counts exactly
_WIDE = 5.0  # standard errors of the share below, on either side, that cuts are laid in
_SEED = 20_070_907


class Quantile(Struct, frozen=True):
    """A percentile.

    Attributes:
        value: None where there are no numbers.
        draws: the percentile of every draw; empty where there are too few persons.
    """

    value: float | None
    draws: Float64

    @property
    def interval(self) -> Interval | None:
        """The middle 95 % of the draws."""
        if self.value is None or not len(self.draws):
            return None
        low, high = _middle(self.draws)
        return min(low, self.value), max(high, self.value)


NOTHING = Quantile(None, np.zeros(0))


def quantile(value: Float64, share: npt.NDArray[np.uint8], percent: float, units: int) -> Quantile:
    """Return a percentile of some numbers, linear between the nearest two.

    Args:
        value: the numbers.
        share: the group of each one's person.
        percent: which.
        units: how many persons they are of.
    """
    if not len(value):
        return NOTHING
    ordered = np.sort(value)
    found = _at(ordered, percent / 100 * (len(ordered) - 1))
    if units < FEW:
        return Quantile(found, np.zeros(0))
    return Quantile(found, _draws((value, ordered), share, percent / 100, found))


def _at(ordered: Float64, rank: float) -> float:
    """Return the value at a rank, linear between the nearest two."""
    low = int(rank)
    high = min(low + 1, len(ordered) - 1)
    return float(ordered[low] + (ordered[high] - ordered[low]) * (rank - low))


def difference(now: Quantile, before: Quantile) -> Interval | None:
    """Return the interval of the difference: both come from the same draws of persons."""
    if not len(now.draws) or not len(before.draws):
        return None
    low, high = _middle(now.draws - before.draws)
    gap = (now.value or 0.0) - (before.value or 0.0)
    return min(low, gap), max(high, gap)


def _middle(draws: Float64) -> Interval:
    """Return the bounds of the middle 95 %."""
    ordered = np.sort(draws)
    out = round(0.025 * len(ordered))
    return float(ordered[out]), float(ordered[len(ordered) - 1 - out])


def _draws(values: tuple[Float64, Float64], share: npt.NDArray[np.uint8], p: float, found: float) -> Float64:
    value, ordered = values
    weights = _weights(np.float32 if len(value) <= _EXACT else np.float64)
    sizes = weights @ np.bincount(share, minlength=SHARES).astype(weights.dtype)
    there = np.maximum(sizes.astype(np.float64), 0.5)
    beside = weights @ not_above(value, share, np.array([found]), SHARES)[:, 0].astype(weights.dtype) / there
    half = max(_WIDE * float(np.std(beside)), 2 / len(ordered))
    last = len(ordered) - 1
    low, high = max(0.0, (p - half) * last), min(float(last), (p + half) * last)
    ranks = np.unique(np.round(np.linspace(low, high, _CUTS)).astype(np.int64))
    cuts = np.unique(ordered[ranks])
    shares = weights @ not_above(value, share, cuts, SHARES).astype(weights.dtype)
    return _read(cuts, shares.astype(np.float64) / there[:, np.newaxis], p)


def _read(cuts: Float64, shares: Float64, p: float) -> Float64:
    """Return where each draw's share below comes to p, linear between cuts."""
    above = np.clip((shares < p).sum(axis=1), 1, max(len(cuts) - 1, 1))
    if len(cuts) == 1:
        return np.full(len(shares), cuts[0])
    draws = np.arange(len(shares))
    low, high = shares[draws, above - 1], shares[draws, above]
    with np.errstate(divide="ignore", invalid="ignore"):
        way = np.where(high > low, np.clip((p - low) / (high - low), 0.0, 1.0), 1.0)
    return np.asarray(cuts[above - 1] + (cuts[above] - cuts[above - 1]) * way)


@lru_cache(maxsize=2)
def _weights(kind: type) -> npt.NDArray[np.floating]:
    """Return draws × groups: how often each draw takes each group."""
    return np.random.default_rng(_SEED).poisson(1.0, (DRAWS, SHARES)).astype(kind)
