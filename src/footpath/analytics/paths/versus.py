"""Figures of one group, or of two side by side with the difference of their shares."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

from footpath.analytics.journeys import Float64, Int64
from footpath.core.stats import difference_interval, wilson, wilson_each

PREFIX = "versus_"
Figure = float | int | str | None
T = TypeVar("T")  # a figure, or a column of figures


def beside(groups: Sequence[Mapping[str, T]]) -> dict[str, T]:
    """Return the figures of the first group by name, and those of the second by "versus_" and name."""
    first, *others = groups
    return {**first, **{f"{PREFIX}{name}": figure for other in others for name, figure in other.items()}}


def shares(counts: Sequence[int | None], n: Sequence[int]) -> dict[str, Figure]:
    """Return each group's share with its interval (Wilson), and of two groups the difference with its (Newcombe).

    Args:
        counts: how many of each group; None = not known.
        n: size of each group.
    """
    found = beside([_share(count, size) for count, size in zip(counts, n, strict=True)])
    return {**found, **_difference(counts, n)} if len(n) > 1 else found


def _share(count: int | None, n: int) -> dict[str, Figure]:
    if count is None or not n:
        return {"share": None, "low": None, "high": None}
    low, high = wilson(count, n) or (None, None)
    return {"share": count / n, "low": low, "high": high}


def _difference(counts: Sequence[int | None], n: Sequence[int]) -> dict[str, Figure]:
    names = ("difference", "difference_low", "difference_high")
    first, second = counts
    if first is None or second is None or not all(n):
        return dict.fromkeys(names)
    low, high = difference_interval((first, second), (n[0], n[1])) or (None, None)
    return dict(zip(names, (first / n[0] - second / n[1], low, high), strict=True))


def share_columns(counts: Sequence[Float64], n: Sequence[int]) -> dict[str, Float64]:
    """Return what `shares` does for many rows at once: a column of each name, NaN where something is not known."""
    sizes = [float(size) if size else np.nan for size in n]
    bounds = [wilson_each(count, np.full(len(count), size)) for count, size in zip(counts, sizes, strict=True)]
    share = [count / size for count, size in zip(counts, sizes, strict=True)]
    found = beside([{"share": one, "low": low, "high": high} for one, (low, high) in zip(share, bounds, strict=True)])
    if len(n) > 1:
        (p, q), ((low, high), (other_low, other_high)) = share, bounds
        below, above = np.hypot(p - low, other_high - q), np.hypot(high - p, q - other_low)
        found |= {"difference": p - q, "difference_low": p - q - below, "difference_high": p - q + above}
    return found


def weights(counts: Sequence[Int64], n: Sequence[int]) -> Float64:
    """Return by how much things matter: the sum of their shares in the groups, so that a small group has its say."""
    parts = [count / max(size, 1) for count, size in zip(counts, n, strict=True)]
    return np.asarray(sum(parts[1:], parts[0]), np.float64)


def differs(row: Mapping[str, Figure]) -> int:
    """Return 1 when the first group's share is higher beyond chance, −1 when the second's is, else 0."""
    low, high = row.get("difference_low"), row.get("difference_high")
    if not isinstance(low, float) or not isinstance(high, float):
        return 0
    return int(low > 0) - int(high < 0)
