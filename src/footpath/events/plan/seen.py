"""What is seen: events and properties with their kinds, volumes, first and last time, and sources.

A file of facts never changes, so what is in it is counted once and kept; the next answer costs what is new. Properties
are looked at in all of an event's rows up to a limit a file, and beyond it in an even sample of them.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import msgspec
from msgspec import Struct

from footpath.events.lake import Lake, Snapshot
from footpath.events.plan.kinds import kind, pointer
from footpath.events.plan.model import COLUMNS, MARK

MOST_ROWS = 20_000  # rows of one event in one file whose properties are looked at
_MOST_VALUES = 20
_AS_OF = 2  # raise when the same file would be counted differently
T = TypeVar("T")


class Values(Struct, kw_only=True):
    """One kind of values of a property: how many, and when the first and last (microseconds since 1970 UTC)."""

    count: int
    first: int
    last: int


class Property(Struct, kw_only=True):
    """What is seen of a property, in the rows looked at.

    Attributes:
        kinds: kind of value → how many and when.
        values: the distinct values while they are few; None = more.
        low, high: of its numbers.
    """

    kinds: dict[str, Values] = {}
    values: dict[str, int] | None = {}
    low: float | None = None
    high: float | None = None

    @property
    def count(self) -> int:
        """In how many rows it stands."""
        return sum(found.count for found in self.kinds.values())

    @property
    def first(self) -> int:
        """When it was first there."""
        return min(found.first for found in self.kinds.values())

    @property
    def last(self) -> int:
        """When it was last there."""
        return max(found.last for found in self.kinds.values())


class Seen(Struct, kw_only=True):
    """What is seen of an event.

    Attributes:
        count: how often.
        looked: rows whose properties were looked at.
        first, last: microseconds since 1970 UTC.
        sources: source → how often.
        days: day since 1970 → how often.
        properties: by name; columns as "@channel".
    """

    count: int = 0
    looked: int = 0
    first: int = 2**62
    last: int = -(2**62)
    sources: dict[str, int] = {}
    days: dict[int, int] = {}
    properties: dict[str, Property] = {}


def see(lake: Lake) -> dict[str, Seen]:
    """Return what is seen of every event of a lake, by name."""
    snapshot = lake.snapshot()
    found: dict[str, Seen] = {}
    for one in by_file(lake, snapshot, f"seen-{_AS_OF}", dict[str, Seen], _count):
        for name, seen in one.items():
            _add(found.setdefault(name, Seen()), seen)
    return dict(sorted(found.items()))


def by_file(
    lake: Lake,
    snapshot: Snapshot,
    word: str,
    shape: type[T],
    count: Callable[[duckdb.DuckDBPyConnection, str], T],
) -> Iterator[T]:
    """Yield what `count` finds in each file of events, kept from the last time where it was counted before.

    Args:
        word: what is counted; changes when the same file would be counted differently.
        shape: what one result is.
        count: from a connection and a FROM clause.
    """
    with lake.deriving(f"plan/{hashlib.sha256(word.encode()).hexdigest()[:16]}") as folder:
        names = {f"{Path(file).stem}.json" for file in snapshot.files["events"]}
        for old in folder.glob("*.json"):
            if old.name not in names:
                old.unlink()  # the facts it counted are gone, so must be what it says of them
        with duckdb.connect(config={"temp_directory": str(folder / "spill"), "memory_limit": "2GB"}) as con:
            con.execute("SET TimeZone = 'UTC'")
            for file in snapshot.files["events"]:
                kept = folder / f"{Path(file).stem}.json"
                if not kept.exists():
                    part = kept.with_suffix(".part")
                    part.write_bytes(msgspec.json.encode(count(con, snapshot.scan("events", [file]))))
                    part.replace(kept)
                yield msgspec.json.decode(kept.read_bytes(), type=shape)


def _count(con: duckdb.DuckDBPyConnection, scan: str) -> dict[str, Seen]:
    found: dict[str, Seen] = {}
    rows = con.execute(
        f'SELECT name, source, epoch_us("at") // 86400000000, count(*), epoch_us(min("at")), epoch_us(max("at")) '
        f"FROM {scan} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    ).fetchall()
    for name, source, day, count, first, last in rows:
        _add(
            found.setdefault(name, Seen()),
            Seen(count=count, first=first, last=last, sources={source: count}, days={int(day): count}),
        )
    con.execute(f"CREATE OR REPLACE TEMP TABLE looked AS {_sample(scan)}")
    for name, count in con.execute("SELECT name, count(*) FROM looked GROUP BY name").fetchall():
        found[name].looked = count
    for row in con.execute(_PROPERTIES).fetchall():
        _add_kind(found[row[0]].properties, row)
    con.execute("DROP TABLE looked")
    return found


def _sample(scan: str) -> str:
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    step = f"greatest(1, ceil(n / {MOST_ROWS})::BIGINT)"
    return (
        f'SELECT name, epoch_us("at") AS us, properties, {columns} FROM {scan} '
        f"JOIN (SELECT name, count(*) AS n FROM {scan} GROUP BY name) USING (name) "
        f"WHERE hash(file_row_number) % {step} = 0"
    )


def _properties() -> str:
    keys = (
        f"SELECT name, us, key, json_extract(properties, {pointer('key')}) AS v FROM (SELECT name, us, properties, "
        f"unnest(json_keys(properties)) AS key FROM looked WHERE json_valid(properties))"
    )
    columns = " UNION ALL ".join(
        f'SELECT name, us, \'{MARK}{column}\', to_json("{column}") FROM looked WHERE "{column}" IS NOT NULL'
        for column in COLUMNS
    )
    number = "CASE WHEN kind IN ('number', 'integer', 'number-text') THEN try_cast(v ->> '$' AS DOUBLE) END"
    # More distinct values than can be a fixed list are only counted.
    few = "CASE WHEN kind NOT IN ('list', 'object') THEN left(v ->> '$', 80) END"
    return (
        f"WITH found AS (SELECT *, {kind('v')} AS kind FROM ({keys} UNION ALL {columns})), "
        f"shown AS (SELECT name, key, kind, us, {few} AS shown, {number} AS n FROM found WHERE kind IS NOT NULL) "
        f"SELECT name, key, kind, count(*), min(us), max(us), min(n), max(n), "
        f"CASE WHEN approx_count_distinct(shown) <= {2 * _MOST_VALUES} THEN histogram(shown) END "
        f"FROM shown GROUP BY name, key, kind ORDER BY name, key, kind"
    )


_PROPERTIES = _properties()


def _add_kind(properties: dict[str, Property], row: tuple[Any, ...]) -> None:
    _, key, kind_, count, first, last, low, high, values = row
    known = {str(value): int(n) for value, n in values.items()} if values is not None else None
    one = Property(kinds={kind_: Values(count=count, first=first, last=last)}, values=_few(known), low=low, high=high)
    properties[key] = _both(properties[key], one) if key in properties else one


def _add(to: Seen, more: Seen) -> None:
    to.count += more.count
    to.looked += more.looked
    to.first, to.last = min(to.first, more.first), max(to.last, more.last)
    to.sources = _sum(to.sources, more.sources)
    to.days = _sum(to.days, more.days)
    merged = dict(to.properties)
    for key, found in more.properties.items():
        merged[key] = _both(merged[key], found) if key in merged else found
    to.properties = dict(sorted(merged.items()))


def _both(a: Property, b: Property) -> Property:
    kinds = dict(a.kinds)
    for word, found in b.kinds.items():
        old = kinds.get(word)
        kinds[word] = found if old is None else Values(
            count=old.count + found.count, first=min(old.first, found.first), last=max(old.last, found.last)
        )  # fmt: skip
    values = _few(_sum(a.values, b.values)) if a.values is not None and b.values is not None else None
    lows = [one.low for one in (a, b) if one.low is not None]
    highs = [one.high for one in (a, b) if one.high is not None]
    return Property(
        kinds=dict(sorted(kinds.items())), values=values, low=min(lows, default=None), high=max(highs, default=None)
    )


def _few(values: dict[str, int] | None) -> dict[str, int] | None:
    return values if values is not None and len(values) <= _MOST_VALUES else None


K = TypeVar("K", str, int)


def _sum(a: dict[K, int], b: dict[K, int]) -> dict[K, int]:
    return {key: a.get(key, 0) + b.get(key, 0) for key in sorted(a.keys() | b.keys())}
