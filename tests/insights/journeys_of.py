"""Journeys from a few lines: {"ann": "home cart pay"} with a minute between events."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from footpath.analytics import Bucket, Dimension, Journeys
from footpath.events import SIGNALS

MINUTE_US = 60_000_000
START_US = 1_700_000_000_000_000


def journeys_of(
    ways: Mapping[str, str | Sequence[str]],
    *,
    channels: Mapping[str, str] | None = None,
    devices: Mapping[str, str] | None = None,
    value: Mapping[str, float] | None = None,
    buckets: int = 2,
) -> Journeys:
    """Build journeys: person → names (words, or a list where names have spaces; "name@channel" sets the channel)."""
    split = {person: way.split() if isinstance(way, str) else list(way) for person, way in ways.items()}
    signatures = sorted({name for names in split.values() for name in names})
    row = {name: index for index, name in enumerate(signatures)}
    shares = [sorted(split)[share::buckets] for share in range(buckets)]
    made = [_bucket(share, split, row, devices or {}, value or {}) for share in shares]
    counts = [sum(names.count(name) for names in split.values()) for name in signatures]
    return Journeys(tuple(made), _signatures(signatures, counts, channels or {}), "test")


def _bucket(
    persons: Sequence[str],
    ways: Mapping[str, Sequence[str]],
    row: Mapping[str, int],
    devices: Mapping[str, str],
    value: Mapping[str, float],
) -> Bucket:
    names = [name for person in persons for name in ways[person]]
    at = [START_US + place * MINUTE_US for person in persons for place in range(len(ways[person]))]
    known = ["", *sorted(set(devices.values()))]
    device = [known.index(devices.get(person, "")) for person in persons for _ in ways[person]]
    return Bucket(
        persons=pa.array(list(persons), pa.string()),
        begin=np.cumsum([0, *(len(ways[person]) for person in persons)], dtype=np.int64)[:-1],
        end=np.cumsum([len(ways[person]) for person in persons], dtype=np.int64),
        at=np.array(at, np.int64),
        signature=np.array([row[name] for name in names], np.uint16),
        value=np.array([value.get(name, np.nan) for name in names], float),
        dimensions={"device": Dimension(np.array(device, np.uint16), tuple(known))} if devices else {},
    )


def _signatures(names: Sequence[str], counts: Sequence[int], channels: Mapping[str, str]) -> pa.Table:
    def page(name: str) -> str | None:
        return name if name.startswith("/") else None

    bare = [name.split("@")[0] for name in names]
    return pa.table(
        {
            "source": pa.array(["test.csv"] * len(names), pa.string()),
            "type": pa.array(["page" if page(name) else "track" for name in bare], pa.string()),
            "channel": pa.array(
                [name.split("@")[1] if "@" in name else channels.get(name) for name in names], pa.string()
            ),
            "name": pa.array(bare, pa.string()),
            "page": pa.array([page(name) for name in bare], pa.string()),
            "events": pa.array(counts, pa.int64()),
        }
    )


def no_signals() -> pa.Table:
    """Return an empty table of signals with the column `person`."""
    return SIGNALS.empty_table().append_column("person", pa.array([], pa.string()))


def no_traits() -> pa.Table:
    """Return an empty table of traits with the column `person`."""
    text = pa.array([], pa.string())
    return pa.table({"source": text, "person": text, "traits": text})


def many(ways: Mapping[str, int]) -> dict[str, str]:
    """Return {way: how many persons} as person → way."""
    return {
        f"p{number:04d}-{copy:04d}": way for number, (way, count) in enumerate(ways.items()) for copy in range(count)
    }
