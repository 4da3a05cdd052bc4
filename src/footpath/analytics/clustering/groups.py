"""Grouping a sample of ways: k-means in the directions in which ways differ most, and how many groups there are.

All seeded and in order of the sample, so that the same journeys give the same groups.
"""

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics.journeys import Float64, Int64
from footpath.analytics.kernels.grouping import k_means

SEED = 20_240_501
STABLE = 0.8  # prediction strength from which a number of groups counts as found again (Tibshirani, Walther 2005)
CLOSE = 0.02  # a mean silhouette so near to the best is as good
SPLITS = 2
_STARTS, _STEPS = 3, 40
_COLUMNS, _DIRECTIONS = 400, 20
_FEWEST = 10  # ways that each group of half the sample must be able to have


class Choice(Struct, frozen=True):
    """What speaks for a number of groups: found again in the other half (0…1), and how well apart (−1…1)."""

    k: int
    strength: float
    silhouette: float


def directions(features: npt.NDArray[np.float32]) -> Float64:
    """Return the sample along the directions it varies most in: principal components of the commonest features."""
    common = np.sort(np.lexsort((np.arange(features.shape[1]), -np.count_nonzero(features, axis=0)))[:_COLUMNS])
    held = features[:, common].astype(np.float64)
    held -= held.mean(axis=0)
    _, vectors = np.linalg.eigh(held.T @ held)
    return np.asarray(held @ vectors[:, ::-1][:, :_DIRECTIONS])


def choices(points: Float64, most: int) -> list[Choice]:
    """Return what speaks for each number of groups from 2."""
    different = len(np.unique(points.round(9), axis=0))
    highest = min(most, different, len(points) // (2 * _FEWEST))
    return [Choice(k, _strength(points, k), _silhouette(points, k)) for k in range(2, highest + 1)]


def chosen(found: list[Choice]) -> int:
    """Return the number of groups: of those found again, the fewest that are about as well apart as any; else 1."""
    stable = [one for one in found if one.strength >= STABLE]
    best = max((one.silhouette for one in stable), default=0.0)
    return next((one.k for one in stable if one.silhouette >= best - CLOSE), 1)


def grouped(points: Float64, k: int) -> Int64:
    """Return the group of each point, 0 the largest: k-means, the best of several starts."""
    rng = np.random.default_rng(SEED)
    runs = [k_means(points, _start(points, k, rng), _STEPS) for _ in range(_STARTS)]
    group = min(runs, key=lambda run: run[2])[0]
    sizes = np.bincount(group, minlength=k)
    rank = np.empty(k, np.int64)
    rank[np.lexsort((np.arange(k), -sizes))] = np.arange(k)
    return rank[group]


def _start(points: Float64, k: int, rng: np.random.Generator) -> Float64:
    """Draw centres far from each other (k-means++, Arthur and Vassilvitskii 2007)."""
    centres = [points[rng.integers(len(points))]]
    near = np.full(len(points), np.inf)
    for _ in range(k - 1):
        near = np.minimum(near, ((points - centres[-1]) ** 2).sum(axis=1))
        total = near.sum()
        place = int(np.searchsorted(np.cumsum(near), rng.random() * total)) if total > 0 else 0
        centres.append(points[min(place, len(points) - 1)])
    return np.array(centres)


def squares(points: Float64, centres: Float64) -> Float64:
    """Return (points × centres): squared distances."""
    cross = (points**2).sum(axis=1)[:, None] - 2 * points @ centres.T + (centres**2).sum(axis=1)[None, :]
    return np.asarray(np.maximum(cross, 0.0))


def _centres(points: Float64, group: Int64, k: int) -> Float64:
    return np.array([points[group == one].mean(axis=0) if (group == one).any() else points[0] for one in range(k)])


def _strength(points: Float64, k: int) -> float:
    """Prediction strength: of the pairs a half puts together, the share that the other half's groups put together too.

    The least over groups, the mean over splits and both halves.
    """
    rng = np.random.default_rng(SEED + k)
    found = []
    for _ in range(SPLITS):
        order = rng.permutation(len(points))
        halves = (points[order[::2]], points[order[1::2]])
        groups = [grouped(half, k) for half in halves]
        for mine, theirs in ((0, 1), (1, 0)):
            centres = _centres(halves[theirs], groups[theirs], k)
            told = np.argmin(squares(halves[mine], centres), axis=1)
            found.append(min(_together(told[groups[mine] == one], k) for one in range(k)))
    return float(np.mean(found))


def _together(told: Int64, k: int) -> float:
    counts = np.bincount(told, minlength=k)
    pairs = len(told) * (len(told) - 1)
    return float((counts * (counts - 1)).sum() / pairs) if pairs else 0.0


def _silhouette(points: Float64, k: int) -> float:
    """Mean silhouette by distances to centres (Hruschka 2004): own centre against the nearest other."""
    group = grouped(points, k)
    apart = np.sqrt(squares(points, _centres(points, group, k)))
    own = apart[np.arange(len(points)), group]
    apart[np.arange(len(points)), group] = np.inf
    other = apart.min(axis=1)
    widest = np.maximum(own, other)
    return float(np.where(widest > 0, (other - own) / np.where(widest > 0, widest, 1), 0.0).mean())
