"""What there is in a store to choose from, and what a matcher would match."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

from footpath.analytics import Int64, Journeys, assign, instant_of
from footpath.exploring.holding import Held
from footpath.insights import preview_of

_MOST_VALUES = 50


class EventKind(Struct, frozen=True, kw_only=True):
    """Events of one name: how many, through which channels, from which sources, and when the newest was."""

    name: str
    events: int
    channels: dict[str, int]
    sources: dict[str, int]
    types: tuple[str, ...]
    pages: int
    newest_at: datetime | None


class Property(Struct, frozen=True, kw_only=True):
    """A property of events or a trait of persons, with its most frequent values."""

    name: str
    values: dict[str, int]


class Seen(Struct, frozen=True, kw_only=True):
    """What there is to choose from, for pickers and conditions.

    Attributes:
        events: by how many there are.
        total: how many names there are in all.
        channels, sources, types, pages: events by value of the columns that touchpoints look at.
        properties: what events can be broken down by.
        traits: what is known of persons.
    """

    events: tuple[EventKind, ...] = ()
    total: int = 0
    channels: dict[str, int] = msgspec.field(default_factory=dict)
    sources: dict[str, int] = msgspec.field(default_factory=dict)
    types: dict[str, int] = msgspec.field(default_factory=dict)
    pages: dict[str, int] = msgspec.field(default_factory=dict)
    properties: tuple[Property, ...] = ()
    traits: tuple[Property, ...] = ()


class Example(Struct, frozen=True, kw_only=True):
    """A kind of event that a matcher matches."""

    name: str
    channel: str
    source: str
    page: str
    count: int


class Preview(Struct, frozen=True, kw_only=True):
    """What a matcher matches.

    Attributes:
        examples: the most frequent kinds of events.
        trend: events in each of `periods`.
    """

    events: int = 0
    persons: int = 0
    newest_at: datetime | None = None
    examples: tuple[Example, ...] = ()
    periods: tuple[datetime, ...] = ()
    trend: tuple[int, ...] = ()


def seen_in(held: Held, search: str, limit: int) -> Seen:
    """Return what there is to choose from in a store."""
    rows = held.journeys.signatures.to_pylist()
    words = search.casefold().split()
    by_name: dict[str, list[tuple[dict[str, Any], int]]] = {}
    for row, at in zip(rows, held.newest.tolist(), strict=True):
        name = row["name"] or ""
        if all(word in name.casefold() for word in words):
            by_name.setdefault(name, []).append((row, at))
    kinds = sorted(
        (_event_kind(name, found) for name, found in by_name.items()), key=lambda one: (-one.events, one.name)
    )
    columns = {column: _tally(rows, column) for column in ("channel", "source", "type", "page")}
    return Seen(
        events=tuple(kinds[:limit]), total=len(kinds), channels=columns["channel"], sources=columns["source"],
        types=columns["type"], pages=columns["page"], properties=_properties(held.journeys),
        traits=_traits(held.journeys),
    )  # fmt: skip


def _event_kind(name: str, found: Sequence[tuple[dict[str, Any], int]]) -> EventKind:
    rows = [row for row, _ in found]
    newest = max(at for _, at in found)
    return EventKind(
        name=name, events=sum(int(row["events"]) for row in rows), channels=_tally(rows, "channel"),
        sources=_tally(rows, "source"), types=tuple(sorted({row["type"] for row in rows if row["type"]})),
        pages=len({row["page"] for row in rows if row["page"]}),
        newest_at=instant_of(newest) if newest > 0 else None,
    )  # fmt: skip


def _tally(rows: Sequence[dict[str, Any]], column: str) -> dict[str, int]:
    """Return events by value of a column, most first."""
    total: dict[str, int] = {}
    for row in rows:
        if row[column]:
            total[row[column]] = total.get(row[column], 0) + int(row["events"])
    return _most(total)


def _most(total: Mapping[str, int], limit: int = _MOST_VALUES) -> dict[str, int]:
    return {name: total[name] for name in sorted(total, key=lambda one: (-total[one], one))[:limit]}


def _properties(journeys: Journeys) -> tuple[Property, ...]:
    names = sorted({name for bucket in journeys.buckets for name in bucket.dimensions})
    totals = {name: {str(value): count for value, count in journeys.dimension(name).items() if value} for name in names}
    return tuple(Property(name=name, values=_most(values)) for name, values in totals.items() if values)


def _traits(journeys: Journeys) -> tuple[Property, ...]:
    if journeys.traits is None:
        return ()
    counted = journeys.traits.group_by(["trait", "value"]).aggregate([([], "count_all")]).to_pylist()
    totals: dict[str, dict[str, int]] = {}
    for row in counted:
        totals.setdefault(row["trait"], {})[str(row["value"])] = int(row["count_all"])
    return tuple(Property(name=name, values=_most(values)) for name, values in sorted(totals.items()))


def preview_in(held: Held, where: Mapping[str, Sequence[str]]) -> Preview:
    """Return what a matcher matches in a store."""
    lookup = assign(held.journeys.signatures, [where])
    rows = np.flatnonzero(lookup).tolist()
    if not rows:
        return Preview()
    found = preview_of(held.journeys, lookup)
    kinds = held.journeys.signatures.take(rows).to_pylist()
    examples = sorted(
        (
            Example(
                name=row["name"] or "", channel=row["channel"] or "", source=row["source"] or "",
                page=row["page"] or "", count=int(row["events"]),
            )
            for row in kinds
        ),
        key=lambda one: (-one.count, one.name, one.channel, one.source, one.page),
    )  # fmt: skip
    newest: Int64 = held.newest[rows]
    return Preview(
        events=found.events, persons=found.persons, newest_at=instant_of(int(newest.max())),
        examples=tuple(examples[:20]), periods=tuple(found.periods), trend=tuple(found.trend),
    )  # fmt: skip
