"""The moves of a bucket: how often each label directly follows each other one, for how many, and after how long."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from footpath.analytics.journeys import Bucket, Int64, UInt16
from footpath.analytics.kernels.chains import chain_counts
from footpath.analytics.kernels.path_moves import (
    grouped,
    listed,
    move_counts,
    move_counts_of_some,
    move_times,
    move_units,
)
from footpath.analytics.kernels.path_steps import Float32
from footpath.analytics.paths.chains import CHAINS
from footpath.analytics.paths.labels import Labels

DENSE = 1500  # labels up to which a table of all pairs is small


class Moves(Struct, frozen=True):
    """The moves of one bucket; pair = before · (k + 1) + after, 0 = beginning or end of a journey.

    Attributes:
        pairs: those that occur, ascending.
        counts: how often; units: in how many journeys (none when not asked for).
        begin, end: where each pair's times are in `times`: µs of each move to seven digits; starts and ends have none.
        sums: pairs × 2: sum of the times in units of 2³² µs and of 1 µs.
        label_units: in how many journeys each label is.
        journeys: how many have a step; without: how many have none.
        newest: µs of the newest event.
    """

    pairs: Int64
    counts: Int64
    units: Int64
    begin: Int64
    end: Int64
    times: Float32
    sums: Int64
    label_units: Int64
    journeys: int
    without: int
    newest: int


class Wanted(Struct, frozen=True):
    """What is to be found out: persons of each move, times, and whether repeats are moves."""

    units: bool
    times: bool
    collapse: bool


def moves_of(bucket: Bucket, labels: Labels, wanted: Wanted) -> Moves:
    """Return the moves of a bucket."""
    key, lookup = labels.keyed(bucket)
    found = _tabled(bucket, (key, lookup), labels.k, wanted) if labels.k <= DENSE else None
    made = found or _listed(bucket, (key, lookup), labels.k, wanted)
    return _without_repeats(made, labels.k) if wanted.collapse else made


def _tabled(bucket: Bucket, keyed: tuple[np.ndarray, UInt16], k: int, wanted: Wanted) -> Moves:
    """Count in a table of all pairs."""
    key, lookup = keyed
    spans = (bucket.begin, bucket.end)
    table = _counts(bucket, keyed, k)
    flat = table.ravel()
    pairs = np.flatnonzero(flat).astype(np.int64)
    units, label_units = move_units(spans, key, lookup, k) if wanted.units else (flat[:0], flat[:0])
    begin = end = np.zeros(len(pairs), np.int64)
    times, sums = np.zeros(0, np.float32), np.zeros((len(pairs), 2), np.int64)
    if wanted.times:
        inner = table.copy()
        inner[0], inner[:, 0] = 0, 0
        cuts = np.append(0, np.cumsum(inner.ravel()))
        times, every = move_times(spans, bucket.at, key, lookup, (k, cuts))
        begin, end, sums = cuts[pairs], cuts[pairs + 1], every[pairs]
    journeys = int(table[0].sum())
    return Moves(
        pairs=pairs,
        counts=flat[pairs],
        units=units[pairs] if wanted.units else units,
        begin=begin,
        end=end,
        times=times,
        sums=sums,
        label_units=label_units,
        journeys=journeys,
        without=bucket.n_journeys - journeys,
        newest=bucket.newest,
    )


def _counts(bucket: Bucket, keyed: tuple[np.ndarray, UInt16], k: int) -> Int64:
    """Return how often each label follows each other one, as a table."""
    kept = CHAINS.of(bucket, keyed, k)
    if kept is not None:
        return chain_counts(kept.view(np.uint16), k)
    whole = len(keyed[1]) > 0 and bool(keyed[1].all())
    return (move_counts if whole else move_counts_of_some)((bucket.begin, bucket.end), *keyed, k)


def _listed(bucket: Bucket, keyed: tuple[np.ndarray, UInt16], k: int, wanted: Wanted) -> Moves:
    """List all moves and sort them, where a table of all pairs would be too large."""
    pair, whose, wait = listed((bucket.begin, bucket.end), bucket.at, *keyed, k)
    order = np.argsort(pair, kind="stable")
    pairs, group, counts = np.unique(pair, return_inverse=True, return_counts=True)
    inner = (pair > k) & (pair % (k + 1) > 0)
    cuts, times, sums = grouped(group[inner], wait[inner], len(pairs))
    starts = int((pair <= k).sum())
    return Moves(
        pairs=pairs,
        counts=counts.astype(np.int64),
        units=_distinct(group[order], whose[order], len(pairs)) if wanted.units else pairs[:0],
        begin=cuts[:-1] * wanted.times,
        end=cuts[1:] * wanted.times,
        times=times if wanted.times else times[:0],
        sums=sums,
        label_units=_label_units(pair % (k + 1), whose, k) if wanted.units else pairs[:0],
        journeys=starts,
        without=bucket.n_journeys - starts,
        newest=bucket.newest,
    )


def _distinct(group: Int64, whose: Int64, size: int) -> Int64:
    """Return how many different journeys each group has; sorted by group, then by journey."""
    new = np.ones(len(group), np.bool_)
    new[1:] = (group[1:] != group[:-1]) | (whose[1:] != whose[:-1])
    return np.bincount(group[new], minlength=size).astype(np.int64)


def _label_units(label: Int64, whose: Int64, k: int) -> Int64:
    order = np.argsort(label, kind="stable")
    units = _distinct(label[order], whose[order], k + 1)
    units[0] = 0
    return units


def _without_repeats(moves: Moves, k: int) -> Moves:
    """Leave out moves from a label to itself."""
    keep = moves.pairs // (k + 1) != moves.pairs % (k + 1)
    if keep.all():
        return moves
    return Moves(
        pairs=moves.pairs[keep],
        counts=moves.counts[keep],
        units=moves.units[keep] if len(moves.units) else moves.units,
        begin=moves.begin[keep],
        end=moves.end[keep],
        times=moves.times,
        sums=moves.sums[keep],
        label_units=moves.label_units,
        journeys=moves.journeys,
        without=moves.without,
        newest=moves.newest,
    )


class Totals(Struct, frozen=True):
    """The moves of one group of persons over all buckets, by place in `pairs`, which both groups share.

    Attributes:
        slices: where the times of each pair are: those of pair i are rows cuts[i]:cuts[i + 1] of (part, begin, end).
    """

    parts: tuple[Moves, ...]
    pairs: Int64
    counts: Int64
    units: Int64 | None
    sums: Int64
    label_units: Int64
    n: int
    cuts: Int64
    slices: Int64

    def times(self, places: Sequence[int]) -> list[Float32]:
        """Return the times of some pairs."""
        rows = [row for place in places for row in range(self.cuts[place], self.cuts[place + 1])]
        return [self.parts[part].times[low:high] for part, low, high in self.slices[rows].tolist()]


def totals(groups: tuple[tuple[Moves, ...], ...], k: int) -> tuple[Totals, ...]:
    """Add buckets up, for each group."""
    every = np.concatenate([part.pairs for parts in groups for part in parts])
    pairs, places = _numbered(every)
    ends = np.cumsum([sum(len(part.pairs) for part in parts) for parts in groups])
    return tuple(_total(parts, pairs, mine, k) for parts, mine in zip(groups, np.split(places, ends[:-1]), strict=True))


def _numbered(every: Int64) -> tuple[Int64, Int64]:
    """Return the different pairs, ascending, and where each of all is among them."""
    size = int(every.max(initial=-1)) + 1
    if size > max(len(every), 1 << 16):  # a table of all that could be would take longer than sorting those there are
        pairs, places = np.unique(every, return_inverse=True)
        return pairs, places
    number = np.zeros(size, np.int64)
    number[every] = 1
    pairs = np.flatnonzero(number)
    number[pairs] = np.arange(len(pairs))
    return pairs, number[every]


def _total(parts: tuple[Moves, ...], pairs: Int64, places: Int64, k: int) -> Totals:
    """Add the moves of parts up; `places` says where in `pairs` each of them is."""
    counts, units = np.zeros(len(pairs), np.int64), np.zeros(len(pairs), np.int64)
    sums, label_units = np.zeros((len(pairs), 2), np.int64), np.zeros(k + 1, np.int64)
    np.add.at(counts, places, np.concatenate([part.counts for part in parts]))
    if any(len(part.times) for part in parts):
        np.add.at(sums, places, np.concatenate([part.sums for part in parts]))
    known = all(len(part.units) == len(part.pairs) for part in parts)
    if known:
        np.add.at(units, places, np.concatenate([part.units for part in parts]))
    for part in parts:
        if len(part.label_units):
            label_units += part.label_units
    cuts, slices = _slices(parts, places, len(pairs))
    n = sum(part.journeys for part in parts)
    return Totals(parts, pairs, counts, units if known else None, sums, label_units, n, cuts, slices)


def _slices(parts: tuple[Moves, ...], places: Int64, size: int) -> tuple[Int64, Int64]:
    """Return the stretches of times by pair: where those of each begin, and (part, begin, end) of each stretch."""
    which = np.repeat(np.arange(len(parts)), [len(part.pairs) for part in parts])
    begin, end = (np.concatenate([getattr(part, side) for part in parts]) for side in ("begin", "end"))
    some = np.flatnonzero(end > begin)
    some = some[np.argsort(places[some], kind="stable")]
    return np.searchsorted(places[some], np.arange(size + 1)), np.column_stack([which, begin, end])[some]
