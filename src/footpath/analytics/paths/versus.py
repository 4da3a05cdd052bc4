"""Figures of one group, or of two side by side with the difference of their shares."""

from collections.abc import Mapping, Sequence

import numpy as np

from footpath.analytics.journeys import Float64, Int64
from footpath.core.stats import difference_interval, wilson

PREFIX = "versus_"
Figure = float | int | str | None


def beside(groups: Sequence[Mapping[str, Figure]]) -> dict[str, Figure]:
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
