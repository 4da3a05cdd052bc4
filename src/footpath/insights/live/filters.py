"""Whose journeys, and which part of them, the figures of a map are about."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics import All, Bucket, Journeys, Scope, condition, present, resolved, view
from footpath.core.errors import FootpathError, Invalid, NotFound
from footpath.insights.tracks import over_buckets
from footpath.maps import Map

BOT = "bot"
Bool = npt.NDArray[np.bool_]


class Filters(Struct, frozen=True, kw_only=True):
    """What is looked at; everything where nothing is said.

    Attributes:
        persona: key of a persona of the map, whose segment is a rule about persons.
        segment: only these persons: a rule, or the name of a saved segment.
        channel, source: only events of this channel, of this source.
        since: first instant looked at.
        until: end of what is looked at, not included.
    """

    persona: str = ""
    segment: str = ""
    channel: str = ""
    source: str = ""
    since: datetime | None = None
    until: datetime | None = None


class Narrowed(Struct, frozen=True):
    """What the filters leave.

    Attributes:
        journeys: of the persons who are left, cut to the period; the events in them may still be of any channel.
        wanted: bool a signature: whether its events count.
    """

    journeys: Journeys
    wanted: Bool


def narrowed(journeys: Journeys, filters: Filters, model: Map) -> Narrowed:
    """Return what the filters leave of the journeys, robots left out.

    Raises:
        NotFound: there is no such persona, segment, channel or source.
        Invalid: the persona or the segment is no rule that can be read.
    """
    rules = [resolved(rule, journeys.store) for rule in (segment_of(model, filters.persona), filters.segment) if rule]
    who = All(tuple(rules)) if len(rules) > 1 else rules[0] if rules else ""
    scope = Scope(who=who, since=filters.since, until=filters.until)
    units, cut = view(journeys, scope)
    buckets = over_buckets(units.buckets, lambda bucket: without_robots(cut(bucket)))
    return Narrowed(replace(units, buckets=tuple(buckets)), _wanted(journeys, filters))


def segment_of(model: Map, persona: str) -> str:
    """Return the rule of a persona; empty for none.

    Raises:
        NotFound: the map has no such persona.
        Invalid: it has no rule, or one that cannot be read.
    """
    if not persona:
        return ""
    found = next((one for one in model.personas if one.key == persona), None)
    if found is None:
        hint = f"There are: {', '.join(one.key for one in model.personas) or 'none'}."
        raise NotFound(f"persona: the map has none called {persona!r}.", hint=hint)
    hint = 'Say in its segment who belongs, as in: did "Order Completed" at least 2 times.'
    if not found.segment:
        raise Invalid(f"persona: nothing says which persons are {persona!r}.", hint=hint)
    try:
        condition(found.segment)
    except FootpathError as problem:
        raise Invalid(f"persona: the segment of {persona!r} cannot be read: {problem.message}", hint=hint) from problem
    return found.segment


def _wanted(journeys: Journeys, filters: Filters) -> Bool:
    wanted = np.ones(journeys.signatures.num_rows, np.bool_)
    for column in ("channel", "source"):
        asked = getattr(filters, column)
        if not asked:
            continue
        values = [value or "" for value in journeys.signatures[column].to_pylist()]
        if asked not in values:
            there = ", ".join(sorted({value for value in values if value})) or "none"
            raise NotFound(f"{column}: no event has {asked!r}.", hint=f"There are: {there}.")
        wanted &= np.array([value == asked for value in values], np.bool_)
    return wanted


def without_robots(bucket: Bucket) -> Bucket:
    """Return a bucket without the journeys that have an event marked as a robot's."""
    device = bucket.dimensions.get("device")
    if device is None or BOT not in device.values:
        return bucket
    robot = np.array([value == BOT for value in device.values], np.bool_)
    there, _ = present(bucket.begin, bucket.end, device.codes, robot)
    kept = ~there
    return replace(
        bucket, begin=bucket.begin[kept], end=bucket.end[kept], owner=bucket.owners()[kept], home="", latest=None
    )


def sources_of(journeys: Journeys, rows: Sequence[int]) -> tuple[str, ...]:
    """Return the sources of some signatures."""
    names = journeys.signatures["source"].to_pylist()
    return tuple(sorted({names[row] for row in rows if names[row]}))
