"""Exact order statistics of many durations by key, of which only those are kept that lie where they must be.

A sample tells between which two durations a wanted one must lie. A pass over all then counts, for each key, how many
are less, between and more, and keeps those between. Where a wanted one lies elsewhere after all, that is seen by the
counts, and the pass is made again without a limit.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.gathering import gathered
from footpath.analytics.kernels.inner import inner

Int32 = npt.NDArray[np.int32]
Keyed = tuple[Int32, Int64]
CELLS = 5  # under the first stretch, in it, between the two, in the second, above it
ENOUGH = 200  # of a key in a sample: with fewer, all are kept
_ALL = int(np.iinfo(np.int64).max)
_SURE = 5  # standard deviations that a stretch reaches to both sides


def cuts_of(keys: int, *, kept: Sequence[int] | None = None) -> Int64:
    """Return cuts (key × 4) that keep all durations of some keys, of every key when None, and none of the others.

    A key's two stretches are cuts[0] … cuts[1] and cuts[2] … cuts[3], the ends not included.
    """
    cuts = np.full((keys, 4), _ALL, np.int64)
    cuts[slice(None) if kept is None else list(kept), 0] = 0
    return cuts


def cuts_around(sample: Keyed, keys: int, shares: tuple[float, float]) -> Int64:
    """Return cuts between which two quantiles of each key's durations lie, almost certainly, going by a sample."""
    starts, together = gathered(sample[0].astype(np.int64), sample[1], keys)
    cuts = cuts_of(keys)
    for key in np.flatnonzero(np.diff(starts) >= ENOUGH).tolist():
        own = together[starts[key] : starts[key + 1]]
        ends = [end for share in shares for end in _around(len(own), share)]
        inside = np.clip(ends, 0, len(own) - 1)
        found = np.partition(own, np.unique(inside))[inside] + np.array([0, 1, 0, 1])
        found[np.array(ends) < 0], found[np.array(ends) >= len(own)] = 0, _ALL
        if found[2] < found[1]:
            found[1:] = max(found[1], found[3])  # they overlap, and are one
        cuts[key] = found
    return cuts


def _around(n: int, share: float) -> tuple[int, int]:
    half = int(_SURE * np.sqrt(n * share * (1 - share))) + 2
    middle = int(n * share)
    return middle - half, middle + half


class Keeper(NamedTuple):
    """Counts durations, and keeps those between cuts.

    Attributes:
        cells: key × cell × (how many were counted, whether they are kept): where all that is kept is one and the same
            duration, the count says enough.
        key, durations: those that are kept; size: how many they are.
    """

    cuts: Int64
    cells: Int64
    key: Int32
    durations: Int64
    size: Int64


@inner
def keeper(cuts: Int64, room: int) -> Keeper:
    """Return a keeper with room for so many durations."""
    room = room if len(cuts) else 0
    cells, size = np.zeros((len(cuts), CELLS, 2), np.int64), np.zeros(1, np.int64)
    for cell in (1, 3):
        for key in range(len(cuts)):
            cells[key, cell, 1] = cuts[key, cell] - cuts[key, cell - 1] > 1
    return Keeper(cuts, cells, np.empty(room, np.int32), np.empty(room, np.int64), size)


@inner
def keep(keeper: Keeper, key: int, duration: int) -> None:
    """Count a duration, and keep it where the cuts say so."""
    cuts = keeper.cuts
    cell = (
        np.int64(duration >= cuts[key, 0])
        + np.int64(duration >= cuts[key, 1])
        + np.int64(duration >= cuts[key, 2])
        + np.int64(duration >= cuts[key, 3])
    )
    keeper.cells[key, cell, 0] += 1
    if keeper.cells[key, cell, 1]:
        place = keeper.size[0]
        keeper.key[place], keeper.durations[place] = key, duration
        keeper.size[0] = place + 1


@inner
def counts(keeper: Keeper) -> Int64:
    """Return key × how many were counted in each cell."""
    return keeper.cells[:, :, 0].copy()


@inner
def kept(keeper: Keeper) -> Keyed:
    """Return key and duration of those that are kept."""
    return keeper.key[: keeper.size[0]].copy(), keeper.durations[: keeper.size[0]].copy()


def at_places(
    pieces: Sequence[Keyed], cells: Int64, cuts: Int64, wanted: Mapping[int, Sequence[int]]
) -> dict[int, list[int] | None]:
    """Return the durations at some places of each key, 0 = the least; None where one was not kept.

    Args:
        pieces: key and duration of those that were.
        cells: key × how many were counted in each cell.
        cuts: what they were kept by.
        wanted: key → places.
    """
    key, durations = (np.concatenate([piece[part] for piece in pieces]) for part in (0, 1))
    starts, together = gathered(key.astype(np.int64), durations, len(cuts))
    return {
        one: _of_key(together[starts[one] : starts[one + 1]], np.cumsum(cells[one]), cuts[one], np.array(places))
        for one, places in wanted.items()
    }


def _of_key(kept: Int64, ends: Int64, cuts: Int64, places: Int64) -> list[int] | None:
    """Return the durations at some places of one key; `ends` is how many are in a cell or in one before it."""
    cells = np.searchsorted(ends, places, side="right")
    if not (cells % 2 == 1).all():
        return None
    found = np.zeros(len(places), np.int64)
    for cell in (1, 3):
        here = cells == cell
        low, high = int(cuts[cell - 1]), int(cuts[cell])
        if not here.any():
            continue
        if high - low == 1:
            found[here] = low
            continue
        own, at = kept[(kept >= low) & (kept < high)], places[here] - ends[cell - 1]
        found[here] = np.partition(own, np.unique(at))[at]
    return [int(value) for value in found]
