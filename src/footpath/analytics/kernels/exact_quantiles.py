"""Exact quantiles of many whole numbers: count them in bins, and sort only the bin that a quantile lies in."""

from collections.abc import Sequence

import numpy as np
from numba import njit

from footpath.analytics.journeys import Float64, Int64
from footpath.analytics.kernels.inner import inner

_BINS = 1 << 14
FEW = 50_000  # below, sorting is as quick


def quantiles(pieces: Sequence[Int64], shares: Sequence[float]) -> list[float]:
    """Return quantiles of all numbers in some arrays (one number at least), linear between the nearest two."""
    size = sum(map(len, pieces))
    ranks = [(size - 1) * share for share in shares]
    if size <= FEW:
        values = np.sort(np.concatenate(pieces))
        return [_between(rank, float(values[int(rank)]), float(values[min(int(rank) + 1, size - 1)])) for rank in ranks]
    low = min(int(piece.min()) for piece in pieces if len(piece))
    high = max(int(piece.max()) for piece in pieces if len(piece))
    shift = max(0, (high - low).bit_length() - _BINS.bit_length() + 1)
    ends = np.zeros(_BINS + 1, np.int64)
    for piece in pieces:
        _binned(piece, low, shift, ends)
    ends = np.cumsum(ends)
    return [_quantile(pieces, rank, (low, shift), ends) for rank in ranks]


def _quantile(pieces: Sequence[Int64], rank: float, scale: tuple[int, int], ends: Int64) -> float:
    first, second = int(rank), min(int(rank) + 1, int(ends[-1]) - 1)
    bins = [int(np.searchsorted(ends, place, side="right")) - 1 for place in (first, second)]
    kept = np.concatenate([_of_bins(piece, scale[0], scale[1], bins[0], bins[1]) for piece in pieces])
    places = [first - int(ends[bins[0]]), second - int(ends[bins[0]])]  # bins between the two are empty
    values: Float64 = np.partition(kept, places).astype(np.float64)
    return _between(rank, float(values[places[0]]), float(values[places[1]]))


def _between(rank: float, below: float, above: float) -> float:
    return below + (above - below) * (rank - int(rank))


@inner
def _bin(value: int, low: int, shift: int) -> int:
    return (value - low) >> shift


@njit(nogil=True, cache=True)
def _binned(values: Int64, low: int, shift: int, counts: Int64) -> None:
    """Count how many numbers are in bin b, in counts[b + 1]."""
    for i in range(len(values)):
        counts[_bin(values[i], low, shift) + 1] += 1


@njit(nogil=True, cache=True)
def _of_bins(values: Int64, low: int, shift: int, first: int, last: int) -> Int64:
    """Return the numbers in one of two bins."""
    kept = np.empty(len(values), np.int64)
    count = 0
    for i in range(len(values)):
        place = _bin(values[i], low, shift)
        kept[count] = values[i]
        count += (place == first) | (place == last)
    return kept[:count].copy()
