"""One person on a map: their whole timeline, and the column of every event."""

from datetime import datetime
from typing import Any

import numpy as np
from msgspec import Struct

from footpath.analytics import Bucket, Journeys, instant_of
from footpath.insights import places_on
from footpath.maps import Map
from footpath.people import Page


class Stop(Struct, frozen=True, kw_only=True):
    """An event of a person; `column` is the map's leaf column it belongs to, empty = none."""

    at: datetime
    name: str
    channel: str
    source: str
    page: str
    column: str


class Person(Struct, frozen=True, kw_only=True):
    """All there is on one person.

    Attributes:
        page: ids and why they are theirs, timeline, traits, accounts, consents.
        path: their events in order of time.
    """

    page: Page
    path: tuple[Stop, ...]


def path_of(journeys: Journeys, person: str, model: Map | None) -> tuple[Stop, ...]:
    """Return a person's events in order of time, with their columns on a map."""
    place = places_on(model, journeys) if model else None
    keys = ["", *(column.key for column in place.columns)] if place else [""]
    rows = journeys.signatures.to_pylist()
    for bucket in journeys.buckets:
        spot = bucket.persons.index(person).as_py()
        journey = np.flatnonzero(bucket.owners() == spot) if spot >= 0 else np.zeros(0, np.int64)
        if len(journey):
            here = range(int(bucket.begin[journey[0]]), int(bucket.end[journey[0]]))
            codes = place.lookup if place else np.zeros(len(rows), np.uint16)
            return tuple(_stop(bucket, i, rows, keys[int(codes[bucket.signature[i]])]) for i in here)
    return ()


def _stop(bucket: Bucket, i: int, rows: list[dict[str, Any]], column: str) -> Stop:
    row = rows[int(bucket.signature[i])]
    named = {name: row[name] or "" for name in ("name", "channel", "source", "page")}
    return Stop(at=instant_of(int(bucket.at[i])), column=column, **named)
