"""How exactly a mean over cohorts is known, where one person can be in several of them."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from footpath.analytics.journeys import Float64, Int64
from footpath.analytics.periods.values import joined
from footpath.analytics.retention.planning import Plan
from footpath.analytics.retention.running import Part
from footpath.core.stats import Interval, wilson


def interval(share: float, worth: float) -> Interval | None:
    """Return Wilson's interval of a share that is known as exactly as from `worth` persons."""
    return wilson(share * worth, worth)


def alike(
    parts: Sequence[Part], over: npt.NDArray[np.bool_], shift: Sequence[int], plan: Plan, counts: Int64
) -> Float64:
    """Return for each bracket by how much persons in several cohorts widen the variance of the mean; at least 1.

    Kish's design effect, from the persons drawn: the squares of sums by person of what each of a person's cohorts adds
    to the deviation from the mean, against the sum of their squares.

    Args:
        over: cohort × bracket, brackets that are over.
        shift: place among the cohorts of each part's first period.
        counts: group × cohort × (1 + brackets).
    """
    effects = np.ones(plan.brackets)
    if plan.rule.first or not parts:
        return effects
    drawn = [np.flatnonzero(part.drawn) for part in parts]
    owner = _apart([part.starts.owner[some] for part, some in zip(parts, drawn, strict=True)])
    if not len(owner):
        return effects
    cohort = joined([part.starts.period[some] + at for part, some, at in zip(parts, drawn, shift, strict=True)])
    back = np.concatenate([part.starts.back[some] for part, some in zip(parts, drawn, strict=True)])
    size, returned = counts[:, :, 0].sum(axis=0), counts[:, :, 1:].sum(axis=0)
    for k in range(plan.brackets):
        centre, weight = _expected(size, returned[:, k], over[:, k], simple=plan.question.mean == "simple")
        y = (back[:, k // 64] >> np.uint64(k % 64)) & np.uint64(1)
        gap = (y - centre[cohort]) * weight[cohort]
        together, alone = np.bincount(owner, weights=gap), float((gap * gap).sum())
        effects[k] = max(1.0, float((together * together).sum()) / alone) if alone > 0 else 1.0
    return effects


def _apart(owners: Sequence[Int64]) -> Int64:
    """Return the persons of all parts by numbers of their own."""
    _, numbers = np.unique(
        joined([owner + (part << 40) for part, owner in enumerate(owners)]), return_inverse=True
    )  # fmt: skip
    return numbers


def _expected(size: Int64, back: Int64, over: npt.NDArray[np.bool_], *, simple: bool) -> tuple[Float64, Float64]:
    """Return the share expected of each cohort, and what one of its persons weighs in the mean."""
    n = np.where(over, size, 0)
    if simple:
        safe = np.maximum(n, 1)
        return back / safe, np.where(n > 0, 1 / safe, 0.0)
    share = float(back[over].sum()) / max(int(n.sum()), 1)
    return np.full(len(size), share), over.astype(float)
