"""A metric over one bucket: sums and products of units by period and group, and the numbers that percentiles need."""

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics.breakdowns import touch
from footpath.analytics.journeys import NEVER, Bucket, Float64, Int64
from footpath.analytics.kernels.choosing import followed
from footpath.analytics.kernels.cutting import cut
from footpath.analytics.kernels.tallies import (
    Frame,
    Parts,
    Tally,
    Track,
    cells_of,
    tally,
    weights_of,
)
from footpath.analytics.metrics.picking import bits_of, picked
from footpath.analytics.metrics.planning import Numbers, Plan
from footpath.analytics.ways.persons import hashes_of
from footpath.core.errors import Invalid

SHARES = 256  # groups of persons that percentiles are drawn anew from


class Values(Struct, frozen=True):
    """The numbers of a percentile.

    Attributes:
        row: cell × slots + slot of each.
        value: the number.
        share: which of `SHARES` groups its person is in, by a hash of the name: the same however data is stored.
    """

    row: npt.NDArray[np.int32]
    value: Float64
    share: npt.NDArray[np.uint8]


class Part(Struct, frozen=True):
    """What a metric came to in one bucket.

    Attributes:
        units: journeys with an event in the window asked for.
        newest: µs of the newest of those events, `NEVER` when there is none.
        tally: sums by row; None where there is no time at all.
        values: numbers, where a percentile is asked for.
        lost: how many amounts are too small to count, and less than zero.
    """

    units: int
    newest: int
    tally: Tally | None
    values: Values | None
    lost: tuple[int, int] = (0, 0)


def run(bucket: Bucket, plan: Plan) -> Part:
    """Measure one bucket.

    Raises:
        Invalid: amounts are too large to be added up exactly.
    """
    units, newest = _looked_at(bucket, plan)
    if plan.frame is None or plan.windows.clock is None:
        return Part(units, newest, None, None)
    chosen = _chosen(bucket, plan)
    cell = cells_of(bucket.at, chosen.rows, plan.windows.clock, plan.windows.edges)
    track = Track(bucket.owners(), chosen.cuts, cell, chosen.bits, _slots(bucket, plan, chosen))
    found, lost = _added(chosen, track, plan.frame, plan.parts)
    values = _values(bucket, plan, chosen, track) if plan.recipe.kind == "percentile" else None
    return Part(units, newest, found, values, lost)


def _looked_at(bucket: Bucket, plan: Plan) -> tuple[int, int]:
    """Return how many journeys have an event in the window asked for, and µs of the newest."""
    if plan.question.since is None and plan.question.until is None:
        return int(np.count_nonzero(bucket.end > bucket.begin)), bucket.newest
    everybody = np.ones(bucket.n_journeys, np.bool_)
    _, begin, end = cut(bucket.begin, bucket.end, bucket.at, everybody, plan.windows.spans[0])
    return len(begin), int(bucket.at[end - 1].max()) if len(end) else NEVER


class _Chosen(Struct, frozen=True):
    """The events asked about: `rows` are their positions in the bucket, `places` those in the numbers."""

    cuts: Int64
    rows: Int64
    bits: npt.NDArray[np.uint8]
    places: Int64
    numbers: npt.NDArray[np.float64]


def _chosen(bucket: Bucket, plan: Plan) -> _Chosen:
    period, follow = plan.windows.looked_at, plan.recipe.follow
    if follow is None:
        cuts, rows, bits = picked(bucket, plan.marks, period)
        return _Chosen(cuts, rows, bits, rows, _sources(bucket, plan.numbers))
    key, table = bits_of(bucket, plan.marks)
    rule = (follow, plan.recipe.first, *period)
    cuts, rows, bits, waits = followed((bucket.begin, bucket.end), bucket.at, key, table, rule)
    return _Chosen(cuts, rows, bits, np.arange(len(rows)), waits[np.newaxis])


def _added(chosen: _Chosen, track: Track, frame: Frame, parts: Parts) -> tuple[Tally, tuple[int, int]]:
    """Return what units add up to, and how many amounts are too small to count, and less than zero."""
    weights, (tiny, huge, negative) = weights_of(chosen.numbers, chosen.places, chosen.bits, parts)
    if huge:
        raise _too_large()
    try:
        return tally(weights, track, frame, parts), (tiny, negative)
    except OverflowError:
        raise _too_large() from None


def _too_large() -> Invalid:
    hint = "Amounts, and the sum of one person's, may be up to two million million: import them in a larger unit."
    return Invalid("Amounts are too large to be added up exactly.", hint=hint)


def _sources(bucket: Bucket, numbers: tuple[Numbers, ...]) -> npt.NDArray[np.float64]:
    """Return numbers by source; where amounts are the only one, nothing is copied."""
    if len(numbers) == 1 and numbers[0].by is None:
        return bucket.value[np.newaxis]
    return np.stack([_source(bucket, one) for one in numbers])


def _source(bucket: Bucket, numbers: Numbers) -> Float64:
    if numbers.by is None:
        return bucket.value
    key, table = numbers.by.keyed(bucket)
    return np.asarray(numbers.of_code[table][key])


def _slots(bucket: Bucket, plan: Plan, chosen: _Chosen) -> npt.NDArray[np.int32]:
    """Return the group of every event chosen; 0 where there is no breakdown."""
    if plan.groups is None:
        return np.zeros(len(chosen.rows), np.int32)
    by, slot = plan.groups.by, plan.groups.slot
    if by.of_person is not None:
        return np.repeat(slot[by.of_journeys(bucket)], np.diff(chosen.cuts))
    if plan.question.attribution == "event":
        key, table = by.keyed(bucket)
        return np.asarray(slot[table][key[chosen.rows]], np.int32)
    last = plan.question.attribution == "last touch"
    return np.repeat(slot[touch(bucket, by.of_events(bucket), last=last)], np.diff(chosen.cuts))


def _values(bucket: Bucket, plan: Plan, chosen: _Chosen, track: Track) -> Values:
    """Return the numbers of the last quantity, with the row each is in."""
    _, _, source = plan.parts.what[-1]
    low, high, _ = plan.parts.scale[-1]
    value = chosen.numbers[source][chosen.places]
    keep = np.flatnonzero((value >= low) & (value <= high))
    journey = np.repeat(np.arange(bucket.n_journeys), np.diff(chosen.cuts))[keep]
    row = track.cell[keep] * np.int32(plan.slots) + track.slot[keep]
    return Values(row, value[keep], _shares(bucket)[bucket.owners()[journey]])


def _shares(bucket: Bucket) -> npt.NDArray[np.uint8]:
    """Return which share each person of a bucket is in."""
    return (hashes_of(bucket.persons) >> np.uint64(56)).astype(np.uint8)
