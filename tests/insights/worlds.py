"""Tiny worlds for the search for pains: a shop whose truths the test decides."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import pairwise

import msgspec
import numpy as np
import pyarrow as pa

from footpath.analytics.journeys import Bucket, Dimension, Journeys
from footpath.events.schema import SIGNALS
from footpath.insights.draft import Draft
from footpath.maps.model import Column, Touchpoint

DAY = 86_400_000_000
HOUR = 3_600_000_000
START = int(datetime(2026, 9, 7, tzinfo=UTC).timestamp() * 1e6)  # a Monday
Event = tuple[str, int, dict[str, str]]  # name, µs, dimensions


def journeys(people: Sequence[Sequence[Event]], types: dict[str, str], buckets: int = 2) -> Journeys:
    """Return journeys of people given as lists of (name, µs, dimensions)."""
    names = sorted({event[0] for events in people for event in events})
    dims = sorted({name for events in people for event in events for name in event[2]})
    values = {dim: ("", *sorted({e[2][dim] for events in people for e in events if dim in e[2]})) for dim in dims}
    made = [_bucket(people, range(b, len(people), buckets), names, values) for b in range(buckets)]
    signatures = pa.table(
        {
            "source": ["shop"] * len(names),
            "type": [types.get(name, "track") for name in names],
            "channel": pa.array([None] * len(names), pa.string()),
            "name": names,
            "page": pa.array([None] * len(names), pa.string()),
            "events": [1] * len(names),
        }
    )
    return Journeys(buckets=tuple(made), signatures=signatures, data_version="1")


def _bucket(
    people: Sequence[Sequence[Event]], chosen: range, names: list[str], values: dict[str, tuple[str, ...]]
) -> Bucket:
    events = [(i, *event) for i in chosen for event in sorted(people[i], key=lambda e: e[1])]
    counts = [len(people[i]) for i in chosen]
    return Bucket(
        persons=pa.array([f"p{i}" for i in chosen], pa.string()),
        begin=np.cumsum([0, *counts], dtype=np.int64)[:-1],
        end=np.cumsum(counts, dtype=np.int64),
        at=np.array([e[2] for e in events], dtype=np.int64),
        signature=np.array([names.index(e[1]) for e in events], dtype=np.uint16),
        value=np.full(len(events), np.nan),
        dimensions={
            dim: Dimension(np.array([known.index(e[3].get(dim, "")) for e in events], dtype=np.uint16), known)
            for dim, known in values.items()
        },
    )


def draft(
    people: Sequence[Sequence[Event]],
    columns: Sequence[str],
    *,
    goal: str = "",
    types: dict[str, str] | None = None,
    signals: pa.Table | None = None,
) -> Draft:
    """Return a draft with a column an event name, in the order given; other names are off the map."""
    made = journeys(people, types or {})
    code = {name: index + 1 for index, name in enumerate(columns)}
    names = made.signatures["name"].to_pylist()
    return Draft(
        journeys=made,
        lookup=np.array([code.get(name, 0) for name in names], dtype=np.uint16),
        columns=tuple(Column(key=name.lower(), title=name, matches=(name.lower(),)) for name in columns),
        touchpoints=tuple(Touchpoint(key=name.lower(), title=name) for name in columns),
        goal=code.get(goal, 0),
        persons=len(people),
        signals=signals if signals is not None else voices([]),
        sources=("shop",),
    )


def with_lookup(given: Draft, lookup: np.ndarray[tuple[int], np.dtype[np.uint16]]) -> Draft:
    """Return the draft with other columns for its signatures."""
    return msgspec.structs.replace(given, lookup=lookup)


def voices(rows: Sequence[dict[str, object]]) -> pa.Table:
    """Return scored signals from rows with any of: person, at, about, text, emotion, language, channel, properties."""
    fields = {field.name: field.type for field in SIGNALS}
    fields |= {"person": pa.string(), "emotion": pa.float64(), "emotion_from": pa.string(), "language": pa.string()}
    plain = {"source": "survey", "kind": "survey", "key": b"0" * 16, "import_id": "1", "row": 1}
    full = [{**plain, **row} for row in rows]
    for row in full:
        if isinstance(row.get("properties"), dict):
            row["properties"] = json.dumps(row["properties"])
    return pa.table({name: pa.array([row.get(name) for row in full], kind) for name, kind in fields.items()})


def shop(
    n: int,
    rng: np.random.Generator,
    goes_on: Callable[[str, dict[str, str], int], float],
    weeks: int = 12,
) -> list[list[Event]]:
    """Return n people on Home → Product → Cart → Payment → Paid, who go on from a step with the chance given."""
    steps = ("Home", "Product", "Cart", "Payment", "Paid")
    people = []
    for _ in range(n):
        who = {
            "device": str(rng.choice(["desktop", "mobile"])),
            "region": str(rng.choice(["North", "South", "East", "West"])),
            "campaign": str(rng.choice(["alpha", "beta", "gamma", "delta", "epsilon"])),
        }
        at = START + int(rng.integers(0, weeks * 7 * DAY))
        events: list[Event] = [("Home", at, who)]
        for here, after in pairwise(steps):
            if rng.random() >= goes_on(here, who, (at - START) // (7 * DAY)):
                break
            at += int(rng.integers(1, 60)) * 60_000_000
            events.append((after, at, who))
        people.append(events)
    return people
