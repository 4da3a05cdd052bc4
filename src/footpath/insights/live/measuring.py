"""The figures of a map's columns, moves and touchpoints, over journeys as they are now."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from msgspec import Struct

from footpath.analytics import Int64, Journeys, Kinds, Reach, UInt16, instant_of
from footpath.insights import figures
from footpath.insights.figures import Provenance
from footpath.insights.live.counting import Counted, Timed, counted, grouped, kinds_of, move_times_of, waits_of
from footpath.insights.live.filters import Filters, Narrowed, narrowed, sources_of
from footpath.insights.live.model import LiveColumn, LiveTouchpoint
from footpath.insights.live.places import Places, places_on
from footpath.insights.tracks import Sums
from footpath.maps import Edge, Figure, Map

NOTHING = "No event belongs to any column: say which events a touchpoint is, or call a column like an event."
NOBODY = "Nothing happened that these filters leave."


class Measured(Struct, frozen=True):
    """What was counted for a map.

    Attributes:
        place, left: where events belong, and whose journeys are left.
        kinds: what events are.
        counted: leaf columns.
        total: the same counts as figures are made of.
        origin: what every figure carries.
    """

    place: Places
    left: Narrowed
    kinds: Kinds
    counted: Counted
    total: Sums
    origin: Provenance

    @property
    def persons(self) -> int:
        """Persons with an event that counts."""
        return self.counted.total.persons

    @property
    def events(self) -> Int64:
        """Events that count, by signature."""
        return self.counted.total.events

    @property
    def newest(self) -> Int64:
        """Code of the leaf column → µs of its newest event, 0 = none."""
        return self.counted.total.newest

    @property
    def periods(self) -> list[datetime]:
        """When each period of the trends begins."""
        return self.counted.periods.instants if self.counted.periods else []

    @property
    def why(self) -> str:
        """Say why there are no figures; empty when there are."""
        if not self.persons:
            return NOBODY
        return "" if self.place.lookup.any() else NOTHING


def measured(model: Map, journeys: Journeys, filters: Filters, times: Timed = "all") -> Measured:
    """Count a map's columns over what the filters leave of the journeys; without times that nobody looks at."""
    left = narrowed(journeys, filters, model)
    place = places_on(model, journeys, left.wanted)
    kinds = kinds_of(place, left.wanted)
    found = counted(left.journeys.buckets, kinds, times)
    rows = np.flatnonzero(found.total.events).tolist()
    as_of = instant_of(found.newest) if found.newest else None
    origin = Provenance(", ".join(sources_of(journeys, rows)), as_of)
    return Measured(place, left, kinds, found, _sums(found, kinds), origin)


def _sums(found: Counted, kinds: Kinds) -> Sums:
    total, k = found.total, kinds.columns
    events = np.bincount(kinds.table[:, 0], weights=total.events, minlength=k + 1).astype(np.int64)
    events[0] = 0
    nowhere = np.zeros(k + 1)
    reached = Reach(events, total.here, total.moved[0], total.moved[:, 0], total.returns, nowhere)
    return Sums(k, int(total.moved[0].sum()), reached, total.times, total.moved, np.zeros((k + 1, k + 1), np.int64))


def columns_of(seen: Measured) -> dict[str, LiveColumn]:
    """Return all columns, those that hold others too, by key."""
    goal = seen.place.goal
    by_leaf = figures.column_figures(seen.total, _onward(seen.counted), seen.persons, goal, seen.origin)
    mixes = _channels(seen)
    besides = (seen.counted.total.trend[:, : len(seen.periods)], mixes, seen.newest)
    leaf = [column.key for column in seen.place.columns]
    found = _columns(leaf, by_leaf, np.arange(seen.total.k + 1), besides)
    for keys, onto in seen.place.groups:
        made = _columns(keys, _grouped(seen, onto), onto, besides)
        found |= {key: one for key, one in made.items() if key not in leaf}
    return found


def _onward(found: Counted) -> figures.Onward:
    return figures.Onward(found.total.to_next, found.total.to_goal, found.total.lost, waits_of(found))


def _grouped(seen: Measured, onto: UInt16) -> list[dict[str, Figure]]:
    """Return the figures of groups of columns: reaching the goal is not reaching its group."""
    kinds = grouped(seen.kinds, onto)
    found = counted(seen.left.journeys.buckets, kinds, "none" if seen.counted.times == "none" else "waits")
    total = _sums(found, kinds)
    made = figures.column_figures(total, _onward(found), seen.persons, kinds.goal, seen.origin)
    if kinds.goal:
        here, reached = (int(counts[kinds.goal]) for counts in (found.total.here, found.total.to_goal))
        made[kinds.goal - 1]["conversion_goal"] = figures.reaching_goal(reached, here, seen.origin)
    return made


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
        mix, events = mixes[int(seen.place.lookup[row])], int(seen.events[row])
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
    shown = [(a, b) for a, to in enumerate(figures.shown_moves(seen.total), start=1) for b in to]
    keys = [column.key for column in seen.place.columns]
    return figures.edges(seen.total, move_times_of(seen.counted, shown), keys, seen.place.goal, seen.origin)


def touchpoints_of(model: Map, seen: Measured) -> dict[str, LiveTouchpoint]:
    """Return all touchpoints by key."""
    codes = seen.place.touchpoint
    events = np.bincount(codes, weights=seen.events, minlength=len(model.touchpoints) + 1)
    found = {}
    for code, one in enumerate(model.touchpoints, start=1):
        here = int(seen.counted.total.met[code])
        found[one.key] = LiveTouchpoint(
            figures={
                "reach": figures.share(here, seen.persons, "Persons who met it, of all persons.", seen.origin),
                "persons": figures.count(here, "persons", "Persons who met it at least once.", seen.origin),
                "events": figures.count(int(events[code]), "count", "Events of it.", seen.origin),
            }
        )
    return found


def newest_at(seen: Measured, codes: Sequence[int]) -> datetime | None:
    """Return the instant of the newest event of some leaf columns."""
    last = max((int(seen.newest[code]) for code in codes), default=0)
    return instant_of(last) if last else None
