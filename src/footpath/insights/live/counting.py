"""A map's columns counted over journeys, in one pass over each bucket."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeVar

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics import (
    Bucket,
    Crossed,
    Int64,
    Kinds,
    Totals,
    at_places,
    clock_of,
    crossed,
    cuts_around,
    cuts_of,
    spanned,
    totals,
)
from footpath.insights.figures import FEWEST_FOR_TIME, SHOWN, Picked, time_places
from footpath.insights.live.places import Places
from footpath.insights.live.trending import Periods, periods_of
from footpath.insights.tracks import over_buckets

K = TypeVar("K")
Cuts = tuple[Int64, Int64]
Timed = Literal["all", "waits", "none"]


class Counted(Struct, frozen=True):
    """What was counted.

    Attributes:
        parts: bucket by bucket.
        total: in all of them.
        periods: of the trend; None when nothing is on a column.
        newest: µs of the newest event of anybody, 0 = there is none.
        times: which are known.
        cuts: between which times of moves and waits are kept.
        again: counts once more with other cuts.
    """

    parts: tuple[Crossed, ...]
    total: Totals
    periods: Periods | None
    newest: int
    times: Timed
    cuts: Cuts
    again: Callable[[Cuts], list[Crossed]]


def kinds_of(place: Places, wanted: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Kinds:
    """Return what events are under the leaf columns of a map."""
    goal = (place.lookup == place.goal) & bool(place.goal)
    table = _table(place.lookup, place.touchpoint, wanted, goal)
    return Kinds(table, len(place.columns), place.touchpoints, place.goal)


def grouped(kinds: Kinds, onto: "np.ndarray[tuple[int], np.dtype[np.uint16]]") -> Kinds:
    """Return what events are under groups of columns; only the goal itself is success, not its group."""
    table = kinds.table
    groups = int(onto.max(initial=0))
    nothing = np.zeros(len(table), np.uint16)
    recoded = _table(onto[table[:, 0]], nothing, table[:, 2], table[:, 3])
    return Kinds(recoded, groups, 0, int(onto[kinds.goal]) if kinds.goal else 0)


def _table(
    *columns: "np.ndarray[tuple[int], np.dtype[np.generic]]",
) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint16]]":
    return np.stack(columns, axis=1).astype(np.uint16)


def counted(buckets: Sequence[Bucket], kinds: Kinds, times: Timed = "all") -> Counted:
    """Count columns over buckets.

    Args:
        buckets: journeys as the filters leave them.
        kinds: what events are.
        times: which times are wanted: of moves and waits, of waits alone, or none.
    """
    some = buckets or [_NOTHING]
    oldest, newest, last = span_of(some, kinds)
    periods = periods_of(oldest, newest)
    clock = clock_of(periods.starts if periods else _ANY)

    def passed(cuts: Cuts, part: Sequence[Bucket] = some) -> list[Crossed]:
        return over_buckets(
            part, lambda one: crossed((one.begin, one.end), (one.at, one.signature), kinds, clock, cuts)
        )

    k = kinds.columns + 1
    cuts = cuts_of(k * k if times == "all" else 0), cuts_of(k, kept=[] if times == "none" else None)
    if len(buckets) > 1 and times != "none":
        sample = passed(cuts, [max(buckets, key=lambda one: len(one.at))])[0]
        around = [cuts_around(kept, len(own), SHOWN) for kept, own in zip(sample.times, cuts, strict=True)]
        cuts = around[0], around[1]
    parts = passed(cuts)
    return Counted(tuple(parts), totals(parts), periods, max(0, last), times, cuts, passed)


_NOTHING = Bucket(
    persons=pa.nulls(0, pa.string()), begin=np.zeros(0, np.int64), end=np.zeros(0, np.int64), at=np.zeros(0, np.int64),
    signature=np.zeros(0, np.uint32), value=np.zeros(0), dimensions={},
)  # fmt: skip
_ANY = np.array([0, 1], np.int64)  # no event needs a period
_NEVER = (np.iinfo(np.int64).max, np.iinfo(np.int64).min, np.iinfo(np.int64).min)


def span_of(buckets: Sequence[Bucket], kinds: Kinds) -> tuple[int, int, int]:
    """Return µs of the oldest and the newest event on a column, the first later where there is none; and of any."""
    found = over_buckets(buckets, lambda one: spanned((one.begin, one.end), (one.at, one.signature), kinds))
    oldest, newest, last = zip(_NEVER, *found, strict=True)
    return int(min(oldest)), int(max(newest)), int(max(last))


def waits_of(seen: Counted) -> dict[int, Picked]:
    """Return column → times from its first event to the first of a later column, as far as figures show them."""
    counts = {code: int(n) for code, n in enumerate(seen.total.waits)} if seen.times != "none" else {}
    return _picked(seen, 1, counts, {code: code for code in counts})


def move_times_of(seen: Counted, moves: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Picked]:
    """Return the times of some moves between visits, as far as figures show them."""
    k = len(seen.total.times)
    counts = {move: int(seen.total.times[move]) for move in moves}
    return _picked(seen, 0, counts, {(a, b): a * k + b for a, b in moves})


def _picked(seen: Counted, which: int, counts: Mapping[K, int], keys: Mapping[K, int]) -> dict[K, Picked]:
    """Return the times of each thing that has enough of them; `which`: 0 = moves, 1 = waits."""
    wanted = {keys[one]: time_places(n) for one, n in counts.items() if n >= FEWEST_FOR_TIME}
    found = _at_places(seen.parts, which, seen.cuts[which], wanted)
    missed = {key: places for key, places in wanted.items() if found[key] is None}
    if missed:
        other = [cuts_of(len(own), kept=[]) for own in seen.cuts]
        other[which] = cuts_of(len(seen.cuts[which]), kept=list(missed))
        found |= _at_places(seen.again((other[0], other[1])), which, other[which], missed)
    return {
        one: Picked(n, dict(zip(wanted[keys[one]], found[keys[one]] or (), strict=True)))
        for one, n in counts.items()
        if n >= FEWEST_FOR_TIME
    }


def _at_places(
    parts: Sequence[Crossed], which: int, cuts: Int64, wanted: Mapping[int, Sequence[int]]
) -> dict[int, list[int] | None]:
    cells = np.sum([part.cells[which] for part in parts], axis=0)
    return at_places([part.times[which] for part in parts], cells, cuts, wanted)
