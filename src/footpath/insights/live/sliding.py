"""A map over time: figures of every period at once, so that a slider need not ask again for each place it is at."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from msgspec import Struct, field

from footpath.analytics import Bucket, Int64, Journeys, UInt16, compact, in_periods
from footpath.insights.live.counting import kinds_of, span_of
from footpath.insights.live.filters import Filters, narrowed
from footpath.insights.live.places import places_on
from footpath.insights.live.trending import Every, Periods, periods_of
from footpath.insights.tracks import over_buckets
from footpath.maps import Map

LEAST_SHARE = 0.01  # of the persons of the busiest column: rarer moves are not told


class SlidColumn(Struct, frozen=True, kw_only=True):
    """Persons and events of a column in each period."""

    persons: list[int]
    events: list[int]


class SlidEdge(Struct, frozen=True, kw_only=True):
    """Persons who made a move in each period; a move is of the period it arrives in."""

    frm: str = field(name="from")
    to: str
    persons: list[int]


class OverTime(Struct, frozen=True, kw_only=True):
    """A map's leaf columns and moves by period.

    Attributes:
        periods: when each begins.
        persons: with an event on the map in each.
    """

    version: str
    every: str
    periods: list[datetime]
    persons: list[int]
    columns: dict[str, SlidColumn]
    edges: list[SlidEdge]


def over_time(model: Map, journeys: Journeys, filters: Filters, every: Every | None = None) -> OverTime:
    """Return a map's figures period by period.

    Raises:
        NotFound, Invalid: a filter cannot be used; the message names it.
    """
    left = narrowed(journeys, filters, model)
    place = places_on(model, journeys, left.wanted)
    periods = periods_of(*span_of(left.journeys.buckets, kinds_of(place, left.wanted))[:2], every)
    keys = [column.key for column in place.columns]
    if periods is None:
        return OverTime(
            version=journeys.data_version, every=every or "day", periods=[], persons=[], columns={}, edges=[]
        )
    events, persons, moves = _counted(left.journeys.buckets, place.lookup, len(keys), periods)
    columns = {
        key: SlidColumn(persons=persons[code].tolist(), events=events[code].tolist())
        for code, key in enumerate(keys, start=1)
    }
    least = max(1.0, LEAST_SHARE * float(persons[1:].max(initial=0)))
    edges = [
        SlidEdge(frm=keys[a - 1], to=keys[b - 1], persons=moves[a, b].tolist())
        for a in range(1, len(keys) + 1)
        for b in range(1, len(keys) + 1)
        if a != b and moves[a, b].max(initial=0) >= least
    ]
    return OverTime(
        version=journeys.data_version, every=periods.every, periods=periods.instants, persons=persons[0].tolist(),
        columns=columns, edges=edges,
    )  # fmt: skip


def _counted(buckets: Sequence[Bucket], lookup: UInt16, k: int, periods: Periods) -> tuple[Int64, Int64, Int64]:
    """Return events and persons (k + 1) × periods, row 0 of persons = anybody; and persons by move."""

    def part(one: Bucket) -> tuple[Int64, Int64, Int64]:
        return in_periods(compact((one.begin, one.end), one.at, one.signature, lookup), k, periods.starts)

    count = len(periods.starts) - 1
    shapes = ((k + 1, count), (k + 1, count), (k + 1, k + 1, count))
    found = [np.zeros(shape, np.int64) for shape in shapes]
    for made in over_buckets(buckets, part):
        found = [total + one for total, one in zip(found, made, strict=True)]
    return found[0], found[1], found[2]
