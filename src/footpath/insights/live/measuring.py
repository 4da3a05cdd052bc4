"""The figures of a map's columns, moves and touchpoints, over journeys as they are now."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from msgspec import Struct

from footpath.analytics import Int64, Journeys, UInt16, instant_of, met, newest_of_kind
from footpath.insights import figures
from footpath.insights.figures import Provenance
from footpath.insights.grouped import grouped_figures
from footpath.insights.live.filters import Filters, Narrowed, narrowed, sources_of
from footpath.insights.live.model import LiveColumn, LiveTouchpoint
from footpath.insights.live.places import Places, places_on
from footpath.insights.live.trending import Periods, periods_of, trends
from footpath.insights.tracks import Sums, Track, over_buckets, sums, tracks
from footpath.maps import Edge, Figure, Map

NOTHING = "No event belongs to any column: say which events a touchpoint is, or call a column like an event."
NOBODY = "Nothing happened that these filters leave."


class Measured(Struct, frozen=True):
    """What was counted for a map.

    Attributes:
        found: where events belong, and whose journeys are left.
        on_columns: tracks under the leaf columns; total: their counts.
        newest: code of the leaf column → µs of its newest event, 0 = none.
        periods: of the trends; None when nothing is on the map.
    """

    place: Places
    left: Narrowed
    on_columns: tuple[Track, ...]
    total: Sums
    newest: Int64
    periods: Periods | None
    origin: Provenance

    @property
    def why(self) -> str:
        """Say why there are no figures; empty when there are."""
        if not self.left.persons:
            return NOBODY
        return "" if self.place.lookup.any() else NOTHING


def measured(model: Map, journeys: Journeys, filters: Filters) -> Measured:
    """Count a map's columns over what the filters leave of the journeys."""
    left = narrowed(journeys, filters, model)
    place = places_on(model, journeys, left.wanted)
    found = tracks(left.journeys, place.lookup)
    total = sums(found, len(place.columns), ordered=False)
    rows = np.flatnonzero(left.events).tolist()
    as_of = instant_of(left.newest) if left.newest else None
    origin = Provenance(", ".join(sources_of(journeys, rows)), as_of)
    return Measured(place, left, found, total, newest_of(found, total.k), periods_of(found), origin)


def newest_of(found: Sequence[Track], k: int) -> Int64:
    """Return code → µs of its newest event, 0 = none."""

    def newest(track: Track) -> Int64:
        return newest_of_kind(track.visit_offsets[:-1], track.visit_offsets[1:], track.last, track.visits, k + 1)

    return np.asarray(np.max([np.zeros(k + 1, np.int64), *over_buckets(found, newest)], axis=0))


def columns_of(seen: Measured) -> dict[str, LiveColumn]:
    """Return all columns, those that hold others too, by key."""
    total, persons = seen.total, seen.left.persons
    on = figures.onward(seen.on_columns, total.k, seen.place.goal)
    by_leaf = figures.column_figures(total, on, persons, seen.place.goal, seen.origin)
    trend = trends(seen.on_columns, total.k, seen.periods) if seen.periods else np.zeros((total.k + 1, 0), np.int64)
    mixes = _channels(seen)
    leaf = [column.key for column in seen.place.columns]
    found = _columns(leaf, by_leaf, np.arange(total.k + 1), (trend, mixes, seen.newest))
    for keys, onto in seen.place.groups:
        grouped = grouped_figures((seen.on_columns, total), onto, (persons, seen.place.goal), seen.origin)
        made = _columns(keys, grouped, onto, (trend, mixes, seen.newest))
        found |= {key: one for key, one in made.items() if key not in leaf}
    return found


def _columns(
    keys: Sequence[str], figured: Sequence[dict[str, Figure]], onto: UInt16 | Int64,
    besides: tuple[Int64, list[dict[str, int]], Int64],
) -> dict[str, LiveColumn]:  # fmt: skip
    trend, mixes, newest = besides
    found = {}
    for place, (key, one) in enumerate(zip(keys, figured, strict=True), start=1):
        codes = np.flatnonzero(onto == place)
        last = int(newest[codes].max(initial=0))
        found[key] = LiveColumn(
            figures=one, trend=trend[codes].sum(axis=0).tolist(), channels=_together([mixes[code] for code in codes]),
            newest_at=instant_of(last) if last else None,
        )  # fmt: skip
    return found


def _channels(seen: Measured) -> list[dict[str, int]]:
    """Return the events by channel of each leaf column, by code."""
    names = seen.left.journeys.signatures["channel"].to_pylist()
    mixes: list[dict[str, int]] = [{} for _ in range(seen.total.k + 1)]
    for row in np.flatnonzero(seen.place.lookup).tolist():
        mix, events = mixes[int(seen.place.lookup[row])], int(seen.left.events[row])
        if names[row] and events:
            mix[names[row]] = mix.get(names[row], 0) + events
    return mixes


def _together(mixes: Sequence[dict[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for mix in mixes:
        for name, events in mix.items():
            total[name] = total.get(name, 0) + events
    return {name: total[name] for name in sorted(total, key=lambda one: (-total[one], one))}


def edges_of(seen: Measured) -> tuple[Edge, ...]:
    """Return the moves that were made between leaf columns."""
    times = figures.move_times(seen.on_columns, seen.total.k)
    keys = [column.key for column in seen.place.columns]
    return figures.edges(seen.total, times, keys, seen.place.goal, seen.origin)


def touchpoints_of(model: Map, seen: Measured) -> dict[str, LiveTouchpoint]:
    """Return all touchpoints by key."""
    count = len(model.touchpoints)
    if not count:
        return {}
    counted = over_buckets(
        seen.left.journeys.buckets,
        lambda one: met(one.begin, one.end, one.signature, seen.place.touchpoint, count),
    )
    persons = sum((part[0] for part in counted), np.zeros(count + 1, np.int64))
    events = sum((part[1] for part in counted), np.zeros(count + 1, np.int64))
    found = {}
    for code, one in enumerate(model.touchpoints, start=1):
        here = int(persons[code])
        found[one.key] = LiveTouchpoint(
            figures={
                "reach": figures.share(here, seen.left.persons, "Persons who met it, of all persons.", seen.origin),
                "persons": figures.count(here, "persons", "Persons who met it at least once.", seen.origin),
                "events": figures.count(int(events[code]), "count", "Events of it.", seen.origin),
            }
        )
    return found


def newest_at(seen: Measured, codes: Sequence[int]) -> datetime | None:
    """Return the instant of the newest event of some leaf columns."""
    last = max((int(seen.newest[code]) for code in codes), default=0)
    return instant_of(last) if last else None
