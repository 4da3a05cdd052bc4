"""Journeys from events written by hand: {"ann": [("home", 0), ("order", 3600)]}, times in seconds."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from footpath.analytics import Bucket, Dimension, Journeys

START_US = 1_700_000_000_000_000
Event = tuple[str, float] | tuple[str, float, Mapping[str, str]]


def events_of(world: Mapping[str, Sequence[Event]], *, buckets: int = 2, start: int = START_US) -> Journeys:
    """Build journeys: person → (name, seconds, properties); events of a person stay in the order given."""
    names = sorted({event[0] for events in world.values() for event in events})
    shares = [share for share in (sorted(world)[b::buckets] for b in range(buckets)) if share]
    properties = sorted({key for events in world.values() for event in events for key in _properties(event)})
    values = {
        key: ("", *sorted({_properties(event).get(key, "") for events in world.values() for event in events} - {""}))
        for key in properties
    }
    counts = [sum(event[0] == name for events in world.values() for event in events) for name in names]
    return Journeys(
        tuple(_bucket([(person, world[person]) for person in share], names, values, start) for share in shares),
        pa.table(
            {
                "source": pa.array(["test"] * len(names), pa.string()),
                "type": pa.array(["track"] * len(names), pa.string()),
                "channel": pa.array(["web"] * len(names), pa.string()),
                "name": pa.array(names, pa.string()),
                "page": pa.nulls(len(names), pa.string()),
                "events": pa.array(counts, pa.int64()),
            }
        ),
        "test",
    )


def _properties(event: Event) -> Mapping[str, str]:
    return event[2] if len(event) > 2 else {}


def _bucket(
    share: Sequence[tuple[str, Sequence[Event]]],
    names: Sequence[str],
    values: Mapping[str, tuple[str, ...]],
    start: int,
) -> Bucket:
    flat = [event for _, events in share for event in events]
    return Bucket(
        persons=pa.array([person for person, _ in share], pa.string()),
        begin=np.cumsum([0, *(len(events) for _, events in share)], dtype=np.int64)[:-1],
        end=np.cumsum([len(events) for _, events in share], dtype=np.int64),
        at=np.array([start + round(event[1] * 1_000_000) for event in flat], np.int64),
        signature=np.array([names.index(event[0]) for event in flat], np.uint16),
        value=np.array([float(_properties(event).get("amount", "nan")) for event in flat], float),
        dimensions={
            key: Dimension(np.array([known.index(_properties(event).get(key, "")) for event in flat], np.uint16), known)
            for key, known in values.items()
        },
    )


def in_order(ways: Mapping[str, str], *, gap_s: float = 60) -> Journeys:
    """Build journeys from words: {"ann": "home order"}, `gap_s` between events."""
    return events_of(
        {person: [(name, place * gap_s) for place, name in enumerate(way.split())] for person, way in ways.items()}
    )
